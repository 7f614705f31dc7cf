import { type Bundle, buildBundle } from './bundle.ts';
import { type HttpClient, type HttpServer, startHttpServer } from './http-server.ts';
import { residentMiB } from './memory.ts';
import { compared, type Measure, type Row } from './row.ts';
import { startUpstream, type Upstream } from './upstream.ts';

const AT_ONCE = 32;

interface SessionFigures {
  /** Calls a second. */
  readonly pace: number;
  /** MiB of all processes, before and with the sessions. */
  readonly empty: number;
  readonly full: number;
}

const memoryOf = (servers: readonly HttpServer[]): number =>
  servers.reduce((sum, { pid }) => sum + residentMiB(pid), 0);

async function measureWith(
  bundle: Bundle,
  upstream: Upstream,
  processes: number,
  sessions: number,
): Promise<SessionFigures> {
  const servers = await Promise.all(Array.from({ length: processes }, () => startHttpServer(bundle, upstream.url)));
  try {
    const empty = memoryOf(servers);
    const clients: HttpClient[] = [];
    for (let index = 0; index < sessions; index += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, sessions - index) }, (_, turn) => servers[turn % processes]);
      clients.push(...(await Promise.all(some.flatMap((server) => (server ? [server.connect(upstream.token)] : [])))));
    }
    // Answered from the process itself, so that the pace is the server's and not the simulated cloud's.
    const ask = (client: HttpClient) =>
      client.call('mist_get_configuration_object_schema', { schema_name: 'org_wlan' });
    await Promise.all(clients.slice(0, AT_ONCE).map(ask));
    const started = performance.now();
    const waiting = [...clients];
    const lane = async (): Promise<void> => {
      for (let client = waiting.pop(); client; client = waiting.pop()) await ask(client);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    const pace = clients.length / ((performance.now() - started) / 1000);
    return { pace, empty, full: memoryOf(servers) };
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** Many sessions of HTTP, in one process and in two. The client runs on the same machine, and has its part in the pace. */
export const sessions: Measure = {
  name: 'http',
  async run({ quick }) {
    const count = quick ? 200 : 1000;
    const bundle = buildBundle();
    const upstream = await startUpstream();
    try {
      const one = await measureWith(bundle, upstream, 1, count);
      const two = await measureWith(bundle, upstream, 2, count);
      const rows: Row[] = [
        { name: `calls over http, ${count} sessions, one process`, unit: '1/s', value: one.pace },
        compared('the same with two processes', '1/s', two.pace, one.pace),
        compared(`memory with ${count} sessions (without)`, 'MiB', one.full, one.empty),
        { name: 'memory of one session', unit: 'KiB', value: ((one.full - one.empty) * 1024) / count },
      ];
      return rows;
    } finally {
      await upstream.close();
      bundle.close();
    }
  },
};
