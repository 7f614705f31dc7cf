import { type Answer, type Call, type Handlers, refuse } from '../call.ts';
import { type Row, textOf } from '../json.ts';
import { found, shownBy } from '../search.ts';
import { durationSeconds } from '../window.ts';
import { rogueClientRows, rogueEventRows } from '../world/rogues.ts';

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);

/** Mean of the means of every interval, so that one busy interval does not outweigh a quiet one. */
function signal(all: readonly Row[], interval: number): { average: number; intervals: number } {
  const buckets = new Map<number, number[]>();
  for (const row of all) {
    const bucket = Math.floor(Number(row.timestamp) / interval);
    const list = buckets.get(bucket);
    if (list) list.push(Number(row.rssi));
    else buckets.set(bucket, [Number(row.rssi)]);
  }
  const average = mean([...buckets.values()].map(mean));
  return { average: Math.round(average * 10) / 10, intervals: buckets.size };
}

function summary(all: readonly Row[], interval: number): Row {
  const { average, intervals } = signal(all, interval);
  const strongest = all.reduce((best, row) => (Number(row.rssi) > Number(best.rssi) ? row : best), all[0] ?? {});
  return {
    ...strongest,
    channel: String(strongest.channel ?? ''),
    avg_rssi: average,
    times_heard: intervals,
    num_aps: new Set(all.map((row) => row.ap_mac)).size,
  };
}

const TEN_MINUTES = 600;

/** One row for each thing that was heard in the window, the one heard last first. */
function heard(call: Call, sightings: readonly Row[], key: 'bssid' | 'client_mac'): Answer {
  const interval = durationSeconds(call.query.interval ?? '10m') ?? TEN_MINUTES;
  if (call.query.interval !== undefined && durationSeconds(call.query.interval) === undefined)
    return refuse(400, `interval is no span of time: ${call.query.interval}`);
  const groups = new Map<string, Row[]>();
  for (const row of found(call, sightings, { own: { interval: () => true } })) {
    const name = `${textOf(row, key)}/${textOf(row, 'bssid')}`;
    const list = groups.get(name);
    if (list) list.push(row);
    else groups.set(name, [row]);
  }
  return shownBy(
    call,
    [...groups.values()].map((all) => summary(all, interval)),
  );
}

/** Foreign access points that a site hears, and the clients on them. */
export const rogues: Handlers = {
  'GET /api/v1/sites/{site_id}/insights/rogues': (call) => heard(call, rogueEventRows(call.world), 'bssid'),
  'GET /api/v1/sites/{site_id}/insights/rogues/clients': (call) =>
    heard(call, rogueClientRows(call.world), 'client_mac'),
};
