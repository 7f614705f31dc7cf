import { InputError } from '../../core/errors/input-error.ts';
import { isRecord } from '../../core/json.ts';
import { family } from '../../mist/families.ts';
import type { ToolContext } from '../../tool/context.ts';
import { compareSides } from './compare.ts';
import { comparisonLines, comparisonRows, MAX_LINES } from './comparison-text.ts';
import { readManifest } from './folder.ts';
import type { FiledObject, Manifest, Profile, Snapshot } from './model.ts';
import { planReading } from './read-snapshot.ts';
import { secretDigest } from './secrets.ts';
import { resolveScope, takeSnapshot } from './take.ts';

/** What an assistant asks of configurations as wholes. */
export interface SnapshotRequest {
  readonly action: 'take' | 'compare';
  readonly org_id?: string | undefined;
  readonly site_id?: string | undefined;
  readonly profile?: Profile | undefined;
  readonly left?: string | undefined;
  readonly right?: string | undefined;
  readonly confirm_cost?: boolean | undefined;
}

/** A snapshot that stays in the server. */
interface KeptSnapshot {
  readonly handle: string;
  readonly snapshot: Snapshot;
}

const LIVE = 'live';

/**
 * Takes a snapshot that stays in the server, or compares two sides.
 *
 * @throws InputError for a side that is none, a snapshot that is too large to be kept, or a cost that nobody confirmed
 */
export async function answerSnapshot(context: ToolContext, request: SnapshotRequest): Promise<object> {
  if (request.action === 'take') {
    const { handle, snapshot } = await take(context, request, undefined);
    return { handle, ...summary(snapshot.manifest) };
  }
  return compare(context, request);
}

async function take(context: ToolContext, request: SnapshotRequest, like: Manifest | undefined): Promise<KeptSnapshot> {
  const { org_id, site_id, profile = like?.profile ?? 'full', confirm_cost } = request;
  const scope = await resolveScope(context, org_id ?? like?.org.id, site_id ?? like?.site?.id);
  const plan = await planReading(context, scope, profile);
  context.session.budget.admit(plan.calls, confirm_cost === true);
  const digest = secretDigest(context.session.sign('digests of secrets in snapshots'));
  const progress = (message: string): void => context.progress(message);
  const taken = await takeSnapshot(context, plan, { secrets: { kept: 'masked_with_digest', digest }, progress });
  const rows = [{ path: 'manifest', value: taken.manifest }, ...taken.objects];
  const held = await context.results.keep({ rows, shown: ['path', 'family', 'name'], keepTimes: true });
  if (held.rows.length < rows.length) {
    throw new InputError(
      `The snapshot is too large to be kept here: ${taken.objects.length} objects.`,
      'Take one site with `site_id`, or profile=core; on a command line mistmcp snapshot writes all of it into a folder.',
    );
  }
  return { handle: held.id, snapshot: find(context, held.id) };
}

/** @throws InputError for a handle of something else */
function find(context: ToolContext, handle: string): Snapshot {
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

async function compare(context: ToolContext, request: SnapshotRequest): Promise<object> {
  const [left, right] = [readSide(request.left ?? LIVE), readSide(request.right ?? LIVE)];
  let live: KeptSnapshot | undefined;
  const stored = [left, right].map(({ source }) => (source === LIVE ? undefined : find(context, source)));
  const snapshotOf = async (at: number): Promise<Snapshot> => {
    const known = stored[at];
    if (known) return known;
    live ??= await take(context, request, stored.find((one) => one !== undefined)?.manifest);
    return live.snapshot;
  };
  const sides = {
    left: { snapshot: await snapshotOf(0), part: left.part },
    right: { snapshot: await snapshotOf(1), part: right.part },
  };
  const comparison = compareSides(sides.left, sides.right);
  const { objects, inconclusive } = comparison;
  const rows = comparisonRows(comparison);
  const held = objects.length > 0 && context.results.offered ? await context.results.keep({ rows }) : undefined;
  return {
    equal: objects.length > 0 ? 'no' : inconclusive.length > 0 ? 'unknown' : 'yes',
    lines: comparisonLines(comparison, MAX_LINES),
    ...(held ? { handle: held.id, rows: held.rows.length } : {}),
    ...(live ? { live_handle: live.handle } : {}),
  };
}

function readSide(text: string): { readonly source: string; readonly part: string | undefined } {
  const at = text.indexOf('#');
  if (at < 0) return { source: text.trim(), part: undefined };
  return { source: text.slice(0, at).trim(), part: text.slice(at + 1).trim() || undefined };
}

function summary({ org, site, taken, counts, digest, families, masked_by_cloud: masked }: Manifest): object {
  const unread = Object.entries(families).flatMap(([name, { state }]) => (state === 'unread' ? [name] : []));
  const held = Object.entries(families).filter(([, { count }]) => count > 0);
  return {
    ...{ digest, org: org.name, ...(site ? { site: site.name } : {}), taken, ...counts },
    families: Object.fromEntries(held.map(([name, { count }]) => [name, count])),
    ...(unread.length > 0 ? { unread } : {}),
    ...(masked ? { masked_by_cloud: true } : {}),
  };
}
