import { isRecord, type JsonObject } from '../../core/json.ts';
import type { Line, Point } from './model.ts';
import { momentOf, tidy } from './moments.ts';
import { plottable } from './number.ts';

/** Columns that say when a row was measured. */
const MOMENTS = ['timestamp', 'time', 'rt', 'last_seen'];

/** Columns that say what a row is about; rows that agree in them are one series. */
const ABOUT = [
  ...['site_id', 'device_id', 'id', 'mac', 'ap_mac', 'port_id', 'neighbor', 'neighbor_mac', 'peer_ip', 'peer_mac'],
  ...['peer_port_id', 'vrf_name', 'wlan_id', 'ssid', 'band', 'app', 'name'],
];

/** Numbers that measure nothing. */
const NO_MEASURE = /(^|_)(id|as|asn|vlan|port|seen|time|timestamp|when|start|end|rt|expires?)$/;

/** Columns looked at: a device has hundreds. */
const MOST_COLUMNS = 200;

const named = (values: readonly string[], column: string, others: boolean): string =>
  [...values, ...(others || values.length === 0 ? [column] : [])].join(' ');

const aboutOf = (row: JsonObject): readonly string[] =>
  ABOUT.flatMap((name) => (typeof row[name] === 'string' ? [String(row[name])] : []));

/** Rows by what they are about. */
function grouped(rows: readonly JsonObject[]): Map<string, readonly JsonObject[]> {
  const groups = new Map<string, JsonObject[]>();
  for (const row of rows) {
    const key = JSON.stringify(aboutOf(row));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** What of a row's name tells it from the others: parts that all groups share are left out. */
function ownParts(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [first = []] = groups;
  const shared = new Set(first.filter((part) => groups.every((group) => group.includes(part))));
  return groups.map((group) => group.filter((part) => !shared.has(part)));
}

/** Whether a column holds numbers, or nothing at all: then it was not measured. */
const isMeasure = (values: readonly unknown[]): boolean =>
  values.some((value) => plottable(value) !== null) || values.every((value) => value === null);

/**
 * Series in rows that tell when they were measured: one for each numeric column of what the rows are about. Rows of which
 * there is only one for each thing are a list, not a series.
 *
 * @param columns those that are wanted; all where undefined
 * @param interval seconds of one step, where known
 * @param unitFor the unit of a column
 */
export function seriesOfRows(
  rows: readonly unknown[],
  columns: readonly string[] | undefined,
  { interval, unitFor }: { readonly interval: number | undefined; readonly unitFor: (column: string) => string },
): readonly Line[] {
  const records = rows.filter(isRecord);
  const when = MOMENTS.find((name) => records.some((row) => momentOf(row[name]) !== undefined));
  if (when === undefined) return [];
  const isWanted = (name: string): boolean =>
    name !== when && !NO_MEASURE.test(name) && (columns?.some((one) => one === '*' || one === name) ?? true);
  const all = new Set(records.flatMap((row) => Object.keys(row).slice(0, MOST_COLUMNS)));
  const measures = [...all].filter((name) => isWanted(name) && isMeasure(records.map((row) => row[name])));
  const groups = [...grouped(records).values()].filter(
    (group) => new Set(group.map((row) => momentOf(row[when]))).size > 1,
  );
  const parts = ownParts(groups.map(([row]) => (row ? aboutOf(row) : [])));
  return groups.flatMap((group, index) =>
    measures.map((column): Line => {
      const points: readonly Point[] = tidy(
        group.map((row) => [momentOf(row[when]), plottable(row[column])]),
        interval,
      );
      return { name: named(parts[index] ?? [], column, measures.length > 1), unit: unitFor(column), points };
    }),
  );
}
