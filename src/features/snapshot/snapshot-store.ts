import { InputError } from '../../core/errors/input-error.ts';
import { asText, isRecord } from '../../core/json.ts';
import { family } from '../../mist/families.ts';
import type { ToolContext } from '../../tool/context.ts';
import { readManifest } from './folder.ts';
import type { FiledObject, Manifest, Profile, Snapshot } from './model.ts';
import { planOfFamily, planOfSites, planReading, type ReadingPlan, siteIn } from './read-snapshot.ts';
import { secretDigest } from './secrets.ts';
import { resolveScope, takeSnapshot } from './take.ts';

/** What is read of what is live. */
export interface LiveRequest {
  readonly org_id?: string | undefined;
  readonly site_id?: string | undefined;
  readonly profile?: Profile | undefined;
  readonly confirm_cost?: boolean | undefined;
}

/** A snapshot that stays in the server. */
export interface KeptSnapshot {
  readonly handle: string;
  readonly snapshot: Snapshot;
}

/** The side that is read anew. */
export const LIVE = 'live';

/**
 * Takes a snapshot that stays in the server.
 *
 * @param like the snapshot on the other side, whose scope and profile are meant where the request names nothing
 * @throws InputError for one that is too large to be kept, or a cost that nobody confirmed
 */
export async function takeKept(
  context: ToolContext,
  request: LiveRequest,
  like: Manifest | undefined,
): Promise<KeptSnapshot> {
  const { org_id, site_id, profile = like?.profile ?? 'full', confirm_cost } = request;
  const scope = await resolveScope(context, org_id ?? like?.org.id, site_id ?? like?.site?.id);
  const taken = await read(context, await planReading(context, scope, profile), confirm_cost);
  const rows = [{ path: 'manifest', value: taken.manifest }, ...taken.objects];
  const held = await context.results.keep({ rows, shown: ['path', 'family', 'name'], keepTimes: true });
  if (held.rows.length < rows.length) {
    throw new InputError(
      `The snapshot is too large to be kept here: ${taken.objects.length} objects.`,
      'Take one site with `site_id`, or profile=core; on a command line mistmcp snapshot writes all of it into a folder.',
    );
  }
  return { handle: held.id, snapshot: findKept(context, held.id) };
}

/** @throws InputError for a handle of something else */
export function findKept(context: ToolContext, handle: string): Snapshot {
  const [head, ...rest] = context.results.find(handle).rows;
  if (!isRecord(head) || head.path !== 'manifest') {
    throw new InputError(`The handle ${handle} is not of a snapshot.`, 'Take one with action=take, or give "live".');
  }
  return { manifest: readManifest(head.value, handle), objects: rest.flatMap(objectOf) };
}

function objectOf(row: unknown): readonly FiledObject[] {
  if (!isRecord(row) || typeof row.family !== 'string' || !isRecord(row.value)) return [];
  const found = family(row.family);
  const id = typeof row.id === 'string' ? row.id : undefined;
  return found ? [{ path: asText(row.path), family: found.name, name: asText(row.name), id, value: row.value }] : [];
}

/**
 * Reads parts of an organization with all that decides over them: sites, or objects of one family. It stays nowhere,
 * since it would pass for a snapshot of the organization.
 *
 * @param parts names or folders of sites, or paths below `org/`; the site of the request where there are none
 * @returns undefined where a part is none of these, so that everything is to be read
 * @throws as `takeKept`
 */
export async function takeParts(
  context: ToolContext,
  request: LiveRequest,
  parts: readonly string[],
): Promise<Snapshot | undefined> {
  const { org_id, site_id, profile = 'full', confirm_cost } = request;
  const { org, site } = await resolveScope(context, org_id, parts.length > 0 ? undefined : site_id);
  const plan = partsOf(await planReading(context, { org }, profile), site ? [site.id] : parts);
  return plan && read(context, plan, confirm_cost);
}

/**
 * Reads what is live in the form of a snapshot that stays in the server, so that masks can be told apart. It stays
 * nowhere.
 *
 * @param request names another organization where that is meant
 * @throws as `takeKept`
 */
export async function takeLike(context: ToolContext, request: LiveRequest, like: Manifest): Promise<Snapshot> {
  const { org_id, confirm_cost } = request;
  const scope = await resolveScope(context, org_id ?? like.org.id, org_id === undefined ? like.site?.id : undefined);
  return read(context, await planReading(context, scope, like.profile), confirm_cost);
}

const FAMILY = /^org\/([a-z_]+)\//;

function partsOf(whole: ReadingPlan, parts: readonly string[]): ReadingPlan | undefined {
  const families = new Set(parts.map((part) => FAMILY.exec(part)?.[1]));
  const [only] = families;
  if (families.size === 1 && only !== undefined) return planOfFamily(whole, `org_${only}`);
  const ids = parts.map((part) => siteIn(whole, part));
  const known = ids.filter((id) => id !== undefined);
  return known.length < ids.length ? undefined : planOfSites(whole, known);
}

async function read(context: ToolContext, plan: ReadingPlan, confirmed: boolean | undefined): Promise<Snapshot> {
  context.session.budget.admit(plan.calls, confirmed === true);
  const digest = secretDigest(context.session.sign('digests of secrets in snapshots'));
  const progress = (message: string): void => context.progress(message);
  return takeSnapshot(context, plan, { secrets: { kept: 'masked_with_digest', digest }, progress });
}

/** Reads a side: `live` or a handle, each with `#PART`. */
export function readSide(text: string): { readonly source: string; readonly part: string | undefined } {
  const at = text.indexOf('#');
  if (at < 0) return { source: text.trim(), part: undefined };
  return { source: text.slice(0, at).trim(), part: text.slice(at + 1).trim() || undefined };
}
