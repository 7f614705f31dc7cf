import type { JsonObject } from '../../core/json.ts';
import { isoTime } from '../../core/time.ts';
import { type Lookup, present } from '../lookup/index.ts';
import { ALARMS } from './routes.ts';

/** How far back alarms are looked for: an open one may have begun long before what it explains. */
const DAYS = 14;
const ROWS = 200;

const holds = (row: JsonObject, mac: string): boolean =>
  ['aps', 'switches', 'gateways'].some((name) => Array.isArray(row[name]) && row[name].includes(mac));

const timeIn = (value: unknown): string | undefined => (typeof value === 'number' ? isoTime(value) : undefined);

/** Open alarms of a site that name one of some devices; undefined where they could not be had. */
export async function openAlarms(
  lookup: Lookup,
  siteId: string,
  macs: readonly string[],
): Promise<readonly JsonObject[] | undefined> {
  const found = await lookup.list('alarms', ALARMS, {
    path: { site_id: siteId },
    query: { duration: `${DAYS}d`, sort: '-timestamp', limit: ROWS },
  });
  if (found && found.total > found.rows.length) {
    lookup.skip('alarms', `the latest ${found.rows.length} of ${found.total} only`);
  }
  const own = found?.rows.filter((row) => row.status !== 'resolved' && macs.some((mac) => holds(row, mac)));
  return own?.map((row) =>
    present({
      ...{ type: row.type, severity: row.severity, note: row.note, count: row.count },
      ...{ since: timeIn(row.timestamp), last_seen: timeIn(row.last_seen), acked: row.acked },
    }),
  );
}
