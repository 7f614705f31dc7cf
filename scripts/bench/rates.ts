import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildBundle } from './bundle.ts';
import { startHttpServer } from './http-server.ts';
import { compared, type Measure, median, type Row } from './row.ts';
import { startUpstream } from './upstream.ts';

const MINIMAL_SERVER = fileURLToPath(new URL('minimal-http-server.js', import.meta.url));

/** Clients, each with a token of its own: identical reads of one token share an answer, which would flatter. */
const CLIENTS = 10;

/** Ticks a second in which the system counts processor time. */
const TICKS = 100;

/** A server that is called. */
interface BenchServer {
  readonly port: number;
  readonly pid: number | undefined;
}

type Era = '2025' | '2026';

/** What the same servers differ by from one run to another. */
const NOISE = 1.3;

const CALL = { name: 'mist_get_self', arguments: { action_type: 'account_info' } };
const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
};

/** Processor time of a process so far, all threads, in milliseconds; NaN where the system does not tell. */
function processorMs(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1000;
}

/** One client on one kept connection. */
class BenchClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;
  readonly #headers: Record<string, string>;
  #id = 0;

  constructor(port: number, token: string) {
    this.#port = port;
    this.#headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    };
  }

  #post(message: object, headers: Record<string, string> = {}): Promise<{ text: string; session: string | undefined }> {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    const options = { port: this.#port, path: '/mcp', method: 'POST', agent: this.#agent };
    return new Promise((resolve, reject) => {
      const sent = request({ ...options, headers: { ...this.#headers, ...headers } }, (answer) => {
        const id = answer.headers['mcp-session-id'];
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ text, session: Array.isArray(id) ? id[0] : id }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async open(): Promise<void> {
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } };
    const { session = '' } = await this.#post({ id: 0, method: 'initialize', params });
    this.#headers['Mcp-Session-Id'] = session;
    this.#headers['Mcp-Protocol-Version'] = '2025-11-25';
    await this.#post({ method: 'notifications/initialized' });
  }

  /** @throws Error for an answer that is none */
  async call(era: Era): Promise<void> {
    this.#id += 1;
    const message = { id: this.#id, method: 'tools/call' };
    const { text } = await (era === '2025'
      ? this.#post({ ...message, params: CALL })
      : this.#post(
          { ...message, params: { ...CALL, _meta: MODERN_META } },
          { 'Mcp-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': CALL.name },
        ));
    if (!text.includes('privileges')) throw new Error(`no answer: ${text.slice(0, 300)}`);
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function clientsOf({ port }: BenchServer, era: Era): Promise<BenchClient[]> {
  const clients = Array.from({ length: CLIENTS }, (_, index) => new BenchClient(port, `bench-token-${index}-of-many`));
  if (era === '2025') for (const client of clients) await client.open();
  return clients;
}

interface CallRate {
  /** Calls a second, by the clock. */
  readonly rate: number;
  /** Processor time of the server for a call, in milliseconds. */
  readonly cost: number;
}

async function callRateOf(
  server: BenchServer,
  clients: readonly BenchClient[],
  era: Era,
  calls: number,
): Promise<CallRate> {
  const [started, before] = [performance.now(), processorMs(server.pid)];
  const lane = async (client: BenchClient): Promise<void> => {
    for (let turn = 0; turn < calls / CLIENTS; turn += 1) await client.call(era);
  };
  await Promise.all(clients.map(lane));
  return {
    rate: calls / ((performance.now() - started) / 1000),
    cost: (processorMs(server.pid) - before) / calls,
  };
}

const medianOf = (measured: readonly CallRate[], of: keyof CallRate): number => median(measured.map((one) => one[of]));

/** The two in turn, so that a busy machine is busy for both. */
async function compare(
  ours: BenchServer,
  minimal: BenchServer,
  era: Era,
  quick: boolean,
): Promise<[CallRate[], CallRate[]]> {
  const [mine, theirs] = [await clientsOf(ours, era), await clientsOf(minimal, era)];
  const measured: [CallRate[], CallRate[]] = [[], []];
  const calls = quick ? 400 : 2000;
  try {
    // The first thousands of calls are compiled while they run.
    await callRateOf(ours, mine, era, quick ? 1000 : 4000);
    await callRateOf(minimal, theirs, era, quick ? 1000 : 4000);
    for (let turn = 0; turn < (quick ? 5 : 9); turn += 1) {
      measured[0].push(await callRateOf(ours, mine, era, calls));
      measured[1].push(await callRateOf(minimal, theirs, era, calls));
    }
    return measured;
  } finally {
    for (const client of [...mine, ...theirs]) client.close();
  }
}

async function startMinimal(cloud: string): Promise<BenchServer & { close(): Promise<void> }> {
  const env = { PATH: process.env.PATH, MIST_HOST: cloud };
  const child = spawn(process.execPath, [MINIMAL_SERVER], { stdio: ['ignore', 'pipe', 'inherit'], env });
  const [line]: unknown[] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    port: Number(line),
    pid: child.pid,
    async close() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/**
 * By the clock, which is what is wanted, and by processor time, which other work on the machine changes least: that is
 * what CI holds, with room for its noise.
 *
 * @param least calls a second of ours for one of the other's
 */
function rowsOf(era: Era, [ours, minimal]: readonly [CallRate[], CallRate[]], least: number): Row[] {
  const [rate, otherRate] = [medianOf(ours, 'rate'), medianOf(minimal, 'rate')];
  const [cost, otherCost] = [medianOf(ours, 'cost'), medianOf(minimal, 'cost')];
  const ratio = rate / otherRate;
  const name = `calls over http, ${era} era (the SDK's minimal server)`;
  const goal = { goal: `ratio ≥ ${least}`, met: ratio >= least };
  return [
    { name, unit: '1/s', value: rate, baseline: otherRate, ratio, ...goal },
    { ...compared('the same, processor time of a call', 'ms', cost, otherCost, NOISE / least), guard: true },
  ].filter(({ value }) => !Number.isNaN(value));
}

/** Calls a second over HTTP, ten clients with ten tokens, each call one request to the cloud. */
export const rates: Measure = {
  name: 'rates',
  async run({ quick }) {
    const bundle = buildBundle();
    const upstream = await startUpstream();
    // A cloud of few lines: what the simulated one computes would hide what the servers do.
    const ours = await startHttpServer(bundle, upstream.many);
    const minimal = await startMinimal(upstream.many);
    try {
      const legacy = await compare(ours, minimal, '2025', quick);
      const modern = await compare(ours, minimal, '2026', quick);
      return [...rowsOf('2025', legacy, 1), ...rowsOf('2026', modern, 0.8)];
    } finally {
      await Promise.all([ours.close(), minimal.close(), upstream.close()]);
      bundle.close();
    }
  },
};
