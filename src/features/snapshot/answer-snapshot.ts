import type { ToolContext } from '../../tool/context.ts';
import { compareSides } from './compare.ts';
import { comparisonLines, comparisonRows, MAX_LINES } from './comparison-text.ts';
import type { Manifest, Snapshot } from './model.ts';
import {
  findKept,
  type KeptSnapshot,
  LIVE,
  type LiveRequest,
  readSide,
  takeKept,
  takeParts,
} from './snapshot-store.ts';

/** What an assistant asks of configurations as wholes. */
export interface SnapshotRequest extends LiveRequest {
  readonly action: 'take' | 'compare';
  readonly left?: string | undefined;
  readonly right?: string | undefined;
}

/**
 * Takes a snapshot that stays in the server, or compares two sides.
 *
 * @throws InputError for a side that is none, a snapshot that is too large to be kept, or a cost that nobody confirmed
 */
export async function answerSnapshot(context: ToolContext, request: SnapshotRequest): Promise<object> {
  if (request.action === 'take') {
    const { handle, snapshot } = await takeKept(context, request, undefined);
    const { digest } = snapshot.manifest;
    return { handle, files: `mist://snapshot/${digest.slice(0, 12)}/index.json`, ...summary(snapshot.manifest) };
  }
  return compare(context, request);
}

async function compare(context: ToolContext, request: SnapshotRequest): Promise<object> {
  const [left, right] = [readSide(request.left ?? LIVE), readSide(request.right ?? LIVE)];
  const stored = [left, right].map(({ source }) => (source === LIVE ? undefined : findKept(context, source)));
  const like = stored.find((one) => one !== undefined)?.manifest;
  const own = { ...request, org_id: request.org_id ?? like?.org.id, profile: request.profile ?? like?.profile };
  const parts = [left, right].flatMap(({ source, part }) => (source === LIVE ? [part] : []));
  const named = parts.filter((part) => part !== undefined);
  // Of live parts no more is read than decides over them; a snapshot of one site names no part.
  const some = named.length > 0 && named.length === parts.length ? await takeParts(context, own, named) : undefined;
  let live: KeptSnapshot | undefined;
  const snapshotOf = async (at: number): Promise<Snapshot> => {
    const known = stored[at] ?? some;
    if (known) return known;
    live ??= await takeKept(context, request, like);
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
