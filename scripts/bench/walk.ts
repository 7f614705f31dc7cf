import { isRecord } from '../../src/core/json.ts';
import { buildBundle } from './bundle.ts';
import { MANY_PATH } from './many-rows.ts';
import { compared, type Measure, median } from './row.ts';
import { startStdio } from './stdio.ts';
import { startUpstream } from './upstream.ts';

/** All pages of the list, read as JSON and nothing else. @returns how many rows there were */
async function walkBare(origin: string): Promise<number> {
  let rows = 0;
  for (let path: string | undefined = `${MANY_PATH}?limit=1000`; path; ) {
    const body: unknown = await (await fetch(origin + path)).json();
    if (!isRecord(body) || !Array.isArray(body.results)) throw new Error('no rows');
    rows += body.results.length;
    path = typeof body.next === 'string' ? body.next : undefined;
  }
  return rows;
}

/** A list of 10,000 rows, fetched page by page and kept in the server. */
export const walk: Measure = {
  name: 'walk',
  async run({ quick }) {
    const bundle = buildBundle();
    const upstream = await startUpstream();
    const server = startStdio(bundle.file, { ...bundle.env, MIST_APITOKEN: upstream.token, MIST_HOST: upstream.many });
    try {
      await server.request('initialize');
      const all = { event_source: 'device', start: '-1d', all_pages: true, confirm_cost: true };
      const times: [number[], number[]] = [[], []];
      for (let round = 0; round < (quick ? 3 : 9); round += 1) {
        const started = performance.now();
        await server.call('mist_search_events', all);
        const between = performance.now();
        const rows = await walkBare(upstream.many);
        if (rows !== 10_000) throw new Error(`${rows} rows`);
        times[0].push(between - started);
        times[1].push(performance.now() - between);
      }
      return [compared('walk of 10 pages, 10,000 rows (bare fetch)', 'ms', median(times[0]), median(times[1]))];
    } finally {
      await Promise.all([server.close(), upstream.close()]);
      bundle.close();
    }
  },
};
