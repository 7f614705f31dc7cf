import { buildBundle } from './bundle.ts';
import { startHttpServer } from './http-server.ts';
import { type Measure, median, quantile, type Row } from './row.ts';
import { startStdio } from './stdio.ts';
import { startUpstream } from './upstream.ts';

const TOOL = 'mist_get_self';
const ARGUMENTS = { action_type: 'account_info' };
const PATH = '/api/v1/self';

type Ask = () => Promise<unknown>;

/** Runs `total` of them, `atOnce` at a time. @returns milliseconds each took */
async function timed(ask: Ask, total: number, atOnce: number): Promise<number[]> {
  const times: number[] = [];
  let left = total;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const started = performance.now();
      await ask();
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return times;
}

/** The same in turns of both, so that a busy machine is busy for both. */
async function inTurn(first: Ask, second: Ask, total: number, atOnce: number): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []];
  const turns = 8;
  for (let turn = 0; turn < turns; turn += 1) {
    times[0].push(...(await timed(first, Math.ceil(total / turns), atOnce)));
    times[1].push(...(await timed(second, Math.ceil(total / turns), atOnce)));
  }
  return times;
}

function rowsOf(name: string, ours: readonly number[], bare: readonly number[], atOnce: number): Row[] {
  const added = median(ours) - median(bare);
  const goal = atOnce === 1 ? { goal: '≤ 1 ms added', met: added <= 1 } : {};
  const value = median(ours);
  const baseline = median(bare);
  return [
    { name: `${name}, ${atOnce} at once`, unit: 'ms', value, baseline, ratio: value / baseline, ...goal },
    { name: `${name}, ${atOnce} at once, 95th percentile`, unit: 'ms', value: quantile(ours, 0.95) },
  ];
}

/** What a call of a tool adds to the request that it makes. */
export const calls: Measure = {
  name: 'calls',
  async run({ quick }) {
    const bundle = buildBundle();
    const upstream = await startUpstream();
    const server = startStdio(bundle.file, { ...bundle.env, MIST_APITOKEN: upstream.token, MIST_HOST: upstream.url });
    const http = await startHttpServer(bundle, upstream.url);
    try {
      await server.request('initialize');
      const client = await http.connect(upstream.token);
      const headers = { Authorization: `Token ${upstream.token}`, Accept: 'application/json' };
      const bare: Ask = async () => (await fetch(upstream.url + PATH, { headers })).json();
      const overStdio: Ask = () => server.call(TOOL, ARGUMENTS);
      const overHttp: Ask = () => client.call(TOOL, ARGUMENTS);
      for (const ask of [bare, overStdio, overHttp]) await timed(ask, quick ? 100 : 400, 4);
      const before = await upstream.requests();
      await overStdio();
      const used = (await upstream.requests()) - before;
      const rows: Row[] = [{ name: 'requests to Mist for a call', unit: '', value: used, goal: '1', met: used === 1 }];
      for (const [name, ask] of [
        ['stdio', overStdio],
        ['http', overHttp],
      ] as const) {
        for (const atOnce of [1, 8, 64]) {
          const [ours, others] = await inTurn(ask, bare, quick ? 200 : 800, atOnce);
          rows.push(...rowsOf(`a call over ${name}`, ours, others, atOnce));
        }
      }
      return rows;
    } finally {
      await Promise.all([server.close(), http.close(), upstream.close()]);
      bundle.close();
    }
  },
};
