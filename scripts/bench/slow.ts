import { isRecord } from '../../src/core/json.ts';
import { AT_ONCE } from '../../src/mist/http/rate-limit/governed-client.ts';
import { buildBundle } from './bundle.ts';
import { compared, type Measure, median } from './row.ts';
import { startStdio } from './stdio.ts';
import { startUpstream } from './upstream.ts';

const LATENCY = 200;
const CALLS = 50;

/** The organization of the token. */
function orgOf(answer: Record<string, unknown>): string {
  const { structuredContent: data } = answer;
  const [first]: unknown[] = isRecord(data) && Array.isArray(data.privileges) ? data.privileges : [];
  return isRecord(first) ? String(first.org_id) : '';
}

/**
 * Many calls at once while the cloud is slow. One token has eight requests under way at most, on stdio too, so that a
 * burst does not use up what Mist allows; what is possible at best is therefore seven rounds of the latency.
 */
export const slow: Measure = {
  name: 'slow',
  async run({ quick }) {
    const bundle = buildBundle();
    const upstream = await startUpstream();
    const server = startStdio(bundle.file, { ...bundle.env, MIST_APITOKEN: upstream.token, MIST_HOST: upstream.url });
    try {
      await server.request('initialize');
      const org_id = orgOf(await server.call('mist_get_self', { action_type: 'account_info' }));
      // Equal reads under way would share one request, so each asks for another number of rows.
      const ask = (limit: number) => server.call('mist_search_events', { event_source: 'device', org_id, limit });
      await ask(100);
      await upstream.slow(LATENCY);
      const ours: number[] = [];
      const bare: number[] = [];
      const headers = { Authorization: `Token ${upstream.token}`, Accept: 'application/json' };
      const path = (limit: number) => `${upstream.url}/api/v1/orgs/${org_id}/devices/events/search?limit=${limit}`;
      for (let round = 0; round < (quick ? 2 : 5); round += 1) {
        const started = performance.now();
        await Promise.all(Array.from({ length: CALLS }, (_, index) => ask(index + 1)));
        const between = performance.now();
        const limits = Array.from({ length: CALLS }, (_, index) => index + 1);
        const lane = async (): Promise<void> => {
          for (let limit = limits.pop(); limit !== undefined; limit = limits.pop()) {
            await (await fetch(path(limit), { headers })).json();
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, lane));
        ours.push(between - started);
        bare.push(performance.now() - between);
      }
      const name = `${CALLS} calls at once, ${LATENCY} ms latency, ${AT_ONCE} under way`;
      const ideal = Math.ceil(CALLS / AT_ONCE) * LATENCY;
      return [
        compared(`${name} (bare fetch, as many under way)`, 'ms', median(ours), median(bare), 1.15),
        compared('the same (latency times rounds)', 'ms', median(ours), ideal),
      ];
    } finally {
      await Promise.all([server.close(), upstream.close()]);
      bundle.close();
    }
  },
};
