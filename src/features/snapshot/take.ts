import { InputError } from '../../core/errors/input-error.ts';
import { orgOfSite } from '../../mist/directory.ts';
import { resolveOrg, resolveSite, sitesOf, visibleOrgs } from '../../mist/names.ts';
import type { LookupContext } from '../../tool/context.ts';
import { pathsById, strangeIds } from './file-objects.ts';
import { makeSnapshot } from './manifest.ts';
import type { Scope, SecretsKept, Snapshot, UnitReading } from './model.ts';
import { type ReadingOptions, type ReadingPlan, readAll } from './read-snapshot.ts';
import { readUnit } from './read-unit.ts';
import type { SealTo } from './seal.ts';
import type { SecretDigest } from './secrets.ts';

/**
 * The organization or site that a snapshot is wanted of.
 *
 * @param org id or exact name; may be left out where the token sees one
 * @param site id or exact name of one of its sites
 * @throws InputError listing the candidates where a name fits none or several
 */
export async function resolveScope(
  context: LookupContext,
  org: string | undefined,
  site: string | undefined,
): Promise<Scope> {
  if (site === undefined) return { org: await namedOrg(context, await resolveOrg(context, org)) };
  const siteId = await resolveSite(context, site, org);
  const orgId = org === undefined ? await orgOfSite(context, siteId) : await resolveOrg(context, org);
  if (orgId === undefined) throw new InputError('The site is not there.', 'Give its exact name, or its ID.');
  const name = (await sitesOf(context, orgId)).find(({ id }) => id === siteId)?.name ?? siteId;
  return { org: await namedOrg(context, orgId), site: { id: siteId, name } };
}

async function namedOrg(context: LookupContext, id: string): Promise<Scope['org']> {
  return { id, name: (await visibleOrgs(context)).find((one) => one.id === id)?.name ?? id };
}

/** How secrets leave the cloud's answers. */
export interface SecretOptions {
  readonly kept: SecretsKept;
  readonly digest?: SecretDigest | undefined;
  /** To whom they are to be sealed. */
  readonly sealTo?: SealTo | undefined;
}

export interface TakeOptions extends ReadingOptions {
  readonly secrets: SecretOptions;
  /** Requests that were sent before, to plan the reading or in an earlier run. */
  readonly callsBefore?: number;
}

/**
 * Reads what was planned and makes a snapshot of it.
 *
 * @throws as `readAll`
 */
export async function takeSnapshot(
  context: LookupContext,
  plan: ReadingPlan,
  { secrets, callsBefore = 0, ...options }: TakeOptions,
): Promise<Snapshot> {
  const { now = Date.now } = options;
  const taken = now() / 1000;
  const before = context.session.budget.used.since_start;
  const readings = await readAll(context, plan, options);
  const others = plan.scope.site ? await pathsOfOthers(context, plan.scope, readings) : undefined;
  const calls = callsBefore + context.session.budget.used.since_start - before;
  const facts = { scope: plan.scope, profile: plan.profile, cloud: context.session.cloud.name, taken, calls };
  const { sealTo } = secrets;
  const sealedTo = sealTo && ('passphrase' in sealTo ? 'passphrase' : 'keys');
  return makeSnapshot({ ...facts, secrets: secrets.kept, sealedTo }, readings, {
    digest: secrets.digest,
    ...(others ? { others } : {}),
  });
}

/** Where objects of the organization stand that the objects of one site name: one list for each of their families. */
async function pathsOfOthers(
  context: LookupContext,
  scope: Scope,
  readings: readonly UnitReading[],
): Promise<ReadonlyMap<string, string>> {
  const families = new Set([...strangeIds(readings).values()].flat().filter((name) => name.startsWith('org_')));
  const lists = [...families].map((family) => readUnit(context, scope, { family }));
  return pathsById(await Promise.all(lists));
}
