import { InputError } from '../../core/errors/input-error.ts';
import { resolveOrg, visibleOrgs } from '../../mist/names.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { LookupContext } from '../../tool/context.ts';
import { explainMissing, pathOf } from '../configuration/index.ts';
import { isObject } from './json.ts';
import type { ObjectScope } from './object-lists.ts';
import type { Request } from './request.ts';
import type { JsonObject } from './types.ts';

/** Where an object stands, and the object as it is. */
export interface Target {
  /** Path parameters of the write. */
  readonly path: Record<string, string>;
  readonly scope: ObjectScope;
  readonly org: string | undefined;
  readonly site: string | undefined;
  readonly id: string | undefined;
  /** Undefined for an object that is yet to be created. */
  readonly current: JsonObject | undefined;
}

const textOf = (object: JsonObject | undefined, name: string): string | undefined => {
  const value = object?.[name];
  return typeof value === 'string' ? value : undefined;
};

/**
 * The object as it is now.
 *
 * @param path may hold more than the route of one object takes: a site is created below its organization and read
 *   without it
 * @throws MistError, of kind `not_found` when there is none
 */
export async function readObject(
  context: LookupContext,
  request: Request,
  path: Record<string, string>,
): Promise<JsonObject> {
  const own = Object.entries(path).filter(([name]) => Object.hasOwn(operation(request.read).path, name));
  const parameters = { path: Object.fromEntries(own) };
  const { body } = await context.send(request.read, parameters).catch(explainMissing(request.found, request.question));
  if (isObject(body)) return body;
  throw new InputError(
    'The API answered with no object where the configuration should be.',
    'Try again; nothing was sent.',
  );
}

/** Finds the object, and what its organization and site are called. */
export async function readTarget(context: LookupContext, request: Request): Promise<Target> {
  const { found, question, action, write } = request;
  const path = await pathOf(context, write, found, question);
  const current = action === 'create' ? undefined : await readObject(context, request, path);
  const isSite = found.name === 'org_sites';
  const site = isSite ? current : found.scope === 'site' ? await siteOf(context, path.site_id ?? '') : undefined;
  const org_id = path.org_id ?? textOf(site, 'org_id') ?? textOf(current, 'org_id');
  await checkOrg(context, request, site);
  const orgs = await visibleOrgs(context).catch(() => []);
  const id = found.idParameter === undefined ? undefined : path[found.idParameter];
  return {
    path,
    scope: { org_id, site_id: found.scope === 'site' ? path.site_id : undefined },
    org: orgs.find((one) => one.id === org_id)?.name ?? org_id,
    site: isSite ? undefined : (textOf(site, 'name') ?? path.site_id),
    id: action === 'create' ? undefined : id,
    current,
  };
}

/** A site's own route does not hold its organization: one that is given beside it must not be passed over. */
async function checkOrg(context: LookupContext, { question }: Request, site: JsonObject | undefined): Promise<void> {
  const actual = textOf(site, 'org_id');
  if (question.org_id === undefined || actual === undefined) return;
  if ((await resolveOrg(context, question.org_id)) === actual) return;
  throw new InputError(
    'The site belongs to another organization than `org_id`.',
    'Correct one of them, or leave `org_id` out; nothing was sent.',
  );
}

/** The site around an object; only its name is at stake, so a failure is no reason to stop. */
async function siteOf(context: LookupContext, site_id: string): Promise<JsonObject | undefined> {
  const answer = await context.send('GET /api/v1/sites/{site_id}', { path: { site_id } }).catch(() => undefined);
  return isObject(answer?.body) ? answer.body : undefined;
}
