import { isRecord } from '../core/json.ts';
import type { Held } from '../tool/result-store/store.ts';

/** Digits of a digest that name a snapshot at least. */
const MIN_DIGEST = 12;

const isRow = (row: unknown): row is { readonly path: string; readonly value: object } =>
  isRecord(row) && typeof row.path === 'string' && isRecord(row.value);

/** Snapshots among rows that are kept: the first row of each is its manifest. */
const snapshotsIn = (held: readonly Held[]) =>
  held.flatMap(({ rows }) => {
    const [head] = rows;
    if (!isRow(head) || head.path !== 'manifest' || !isRecord(head.value)) return [];
    const { digest, org, site, taken } = head.value;
    if (typeof digest !== 'string') return [];
    const of = isRecord(site) ? site : org;
    return [{ digest, name: isRecord(of) ? String(of.name) : '', taken: String(taken), rows }];
  });

/** What is listed of the snapshots that are kept for a principal, newest first. */
export function listSnapshots(held: readonly Held[]): readonly { uri: string; name: string; title: string }[] {
  return snapshotsIn(held).map(({ digest, name, taken }) => ({
    uri: `mist://snapshot/${digest}/manifest.json`,
    name: `snapshot_${digest.slice(0, MIN_DIGEST)}`,
    title: `Snapshot of ${name}, ${taken}`,
  }));
}

/**
 * A file of a snapshot that is kept: `manifest.json`, `index.json`, or an object by its path.
 *
 * @param digest of the snapshot, or its first twelve digits or more
 * @param path with or without `.json`
 * @returns undefined where there is no such snapshot or file
 */
export function snapshotFile(held: readonly Held[], digest: string, path: string): object | undefined {
  const found = digest.length < MIN_DIGEST ? undefined : snapshotsIn(held).find((one) => one.digest.startsWith(digest));
  if (!found) return undefined;
  const wanted = path.replace(/\.json$/, '');
  const rows = found.rows.filter(isRow);
  if (wanted === 'index') {
    const objects = rows.slice(1).map((row): [string, object] => {
      const { family, name, id }: Readonly<Record<string, unknown>> = { ...row };
      return [row.path, { family, name, ...(id === undefined ? {} : { id }) }];
    });
    return Object.fromEntries(objects);
  }
  return rows.find((row) => row.path === wanted)?.value;
}
