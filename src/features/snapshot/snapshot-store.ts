import { InputError } from '../../core/errors/input-error.ts';
import { isRecord } from '../../core/json.ts';
import { family } from '../../mist/families.ts';
import type { ToolContext } from '../../tool/context.ts';
import { readManifest } from './folder.ts';
import type { FiledObject, Manifest, Profile, Snapshot } from './model.ts';
import { planOfSite, planReading, type ReadingPlan } from './read-snapshot.ts';
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
  return found ? [{ path: String(row.path), family: found.name, name: String(row.name), id, value: row.value }] : [];
}

/**
 * Everything that decides over one site: its own objects, and those of its organization. It stays nowhere, since it would
 * pass for a snapshot of the organization.
 *
 * @throws as `takeKept`
 */
export async function takeSite(
  context: ToolContext,
  request: LiveRequest,
): Promise<{ snapshot: Snapshot; site: string }> {
  const { org_id, site_id, profile = 'full', confirm_cost } = request;
  const { org, site } = await resolveScope(context, org_id, site_id);
  const whole = await planReading(context, { org }, profile);
  const id = site?.id ?? '';
  return { snapshot: await read(context, planOfSite(whole, id), confirm_cost), site: id };
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
