import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Bundle, buildBundle } from './bundle.ts';
import { residentMiB } from './memory.ts';
import { bounded, compared, type Measure, median, quantile, type Row } from './row.ts';
import { startStdio } from './stdio.ts';
import { startUpstream } from './upstream.ts';

const MINIMAL_SERVER = fileURLToPath(new URL('minimal-server.js', import.meta.url));

/** Node alone: it tells that it runs, and stays so that its time can be read. */
const BARE = "process.stdout.write('.'); process.stdin.resume()";

/** One start: milliseconds by the clock, and those that the main thread was busy, where the system tells. */
interface Start {
  readonly clock: number;
  readonly busy: number;
}

/** Milliseconds that the main thread has had a processor; unlike the clock it says little of other work. */
function busyMs(pid: number | undefined): number {
  const file = `/proc/${pid}/task/${pid}/schedstat`;
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : Number.NaN;
}

/** From the start until Node runs a script that does nothing. */
async function bare(env: NodeJS.ProcessEnv): Promise<Start> {
  const started = performance.now();
  const child = spawn(process.execPath, ['-e', BARE], { stdio: ['pipe', 'pipe', 'ignore'], env });
  await once(child.stdout, 'data');
  const start = { clock: performance.now() - started, busy: busyMs(child.pid) };
  child.stdin.end();
  await once(child, 'exit');
  return start;
}

/** From the start until a client that greets first has the list of tools. */
async function visit(file: string, env: NodeJS.ProcessEnv): Promise<Start> {
  const started = performance.now();
  const server = startStdio(file, env);
  await server.request('initialize');
  await server.request('tools/list');
  const start = { clock: performance.now() - started, busy: busyMs(server.child.pid) };
  await server.close();
  return start;
}

/** Lets the server keep its compiled code, which it does once it has time; gives its memory at rest, in MiB. */
async function stay(file: string, env: NodeJS.ProcessEnv): Promise<number> {
  const server = startStdio(file, env);
  await server.request('initialize');
  await server.request('tools/list');
  await wait(2500);
  const memory = residentMiB(server.child.pid);
  await server.close();
  return memory;
}

/** What the machine sets for every program, without what is meant for this one. */
const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(MIST|NODE_OPTIONS|NODE_COMPILE|npm_)/.test(name)),
  );

/** What is started, in turn and in one environment. */
interface Starts {
  readonly node: readonly Start[];
  readonly minimal: readonly Start[];
  readonly server: readonly Start[];
  /** Without code that was kept. */
  readonly first: readonly Start[];
}

async function inTurn({ file }: Bundle, env: NodeJS.ProcessEnv, rounds: number): Promise<Starts> {
  await stay(file, env);
  const all: { readonly [K in keyof Starts]: Start[] } = { node: [], minimal: [], server: [], first: [] };
  for (let round = 0; round < rounds; round += 1) {
    all.node.push(await bare(env));
    all.server.push(await visit(file, env));
    all.minimal.push(await visit(MINIMAL_SERVER, env));
    all.first.push(await visit(file, { ...env, NODE_DISABLE_COMPILE_CACHE: '1' }));
  }
  return all;
}

const clocks = (starts: readonly Start[]): number[] => starts.map(({ clock }) => clock);
const busies = (starts: readonly Start[]): number[] => starts.map(({ busy }) => busy);

function startRows({ node, minimal, server, first }: Starts, empty: Starts): Row[] {
  const [clock, busy] = [median(clocks(server)), median(busies(server))];
  return [
    compared('start until tools/list is answered (bare Node)', 'ms', clock, median(clocks(node)), 2.2),
    compared("the same (the SDK's minimal server)", 'ms', clock, median(clocks(minimal)), 0.5),
    compared('time of the main thread until then (bare Node)', 'ms', busy, median(busies(node))),
    compared("the same (the SDK's minimal server)", 'ms', busy, median(busies(minimal))),
    compared('start, 95th percentile (bare Node)', 'ms', quantile(clocks(server), 0.95), quantile(clocks(node), 0.95)),
    compared('first start, no compiled code kept (later ones)', 'ms', median(clocks(first)), clock),
    compared('the same, time of the main thread', 'ms', median(busies(first)), busy),
    compared(
      'start in an empty environment (bare Node)',
      'ms',
      median(clocks(empty.server)),
      median(clocks(empty.node)),
    ),
  ].filter(({ value }) => !Number.isNaN(value));
}

/** From the start of the process until a client has its tools, and the memory then. */
export const start: Measure = {
  name: 'start',
  async run({ rounds }) {
    const bundle = buildBundle();
    // The server asks its cloud about its token while it starts, as it does for every user.
    const upstream = await startUpstream();
    const own = { ...bundle.env, MIST_APITOKEN: upstream.token, MIST_HOST: upstream.url };
    try {
      const starts = await inTurn(bundle, { ...inherited(), ...own }, rounds);
      // Some variables, such as NODE_EXTRA_CA_CERTS, cost every start of Node; without them the same work weighs more.
      const empty = await inTurn(bundle, own, Math.ceil(rounds / 2));
      return [...startRows(starts, empty), bounded('memory at rest', 'MiB', await stay(bundle.file, own), 70)];
    } finally {
      await upstream.close();
      bundle.close();
    }
  },
};
