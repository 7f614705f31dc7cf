import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type Bundle, buildBundle } from './bundle.ts';
import { residentMiB } from './memory.ts';
import { bounded, compared, type Measure, median, quantile } from './row.ts';
import { startStdio } from './stdio.ts';

const TOKEN = 'x'.repeat(40);

/** Milliseconds until Node has run nothing and is gone; its environment changes that as much as the server's start. */
async function bare(env: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore', env }), 'exit');
  return performance.now() - started;
}

/** Milliseconds from the start until the greeting and then the list of tools are answered. */
async function visit(file: string, env: NodeJS.ProcessEnv): Promise<[number, number]> {
  const started = performance.now();
  const server = startStdio(file, { ...env, MIST_APITOKEN: TOKEN });
  await server.request('initialize');
  const greeted = performance.now() - started;
  await server.request('tools/list');
  const listed = performance.now() - started;
  await server.close();
  return [greeted, listed];
}

/** Lets the server keep its compiled code, which it does once it has time; gives its memory at rest, in MiB. */
async function stay(file: string, env: NodeJS.ProcessEnv): Promise<number> {
  const server = startStdio(file, { ...env, MIST_APITOKEN: TOKEN });
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

/** Starts of Node alone and of the server, in turn and in one environment. */
async function inTurn(bundle: Bundle, env: NodeJS.ProcessEnv, rounds: number) {
  await stay(bundle.file, env);
  const node: number[] = [];
  const greeted: number[] = [];
  const listed: number[] = [];
  const first: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    node.push(await bare(env));
    const [greeting, list] = await visit(bundle.file, env);
    greeted.push(greeting);
    listed.push(list);
    const [cold] = await visit(bundle.file, { ...env, NODE_DISABLE_COMPILE_CACHE: '1' });
    first.push(cold);
  }
  return { node, greeted, listed, first };
}

/** From the start of the process until a client is answered, and the memory then. */
export const start: Measure = {
  name: 'start',
  async run({ rounds }) {
    const bundle = buildBundle();
    try {
      const { node, greeted, listed, first } = await inTurn(bundle, { ...inherited(), ...bundle.env }, rounds);
      // Some variables, such as NODE_EXTRA_CA_CERTS, cost every start of Node; without them the same work weighs more.
      const empty = await inTurn(bundle, bundle.env, rounds);
      const base = median(node);
      return [
        compared('start until initialize is answered (node -e 0)', 'ms', median(greeted), base, 1.6),
        compared('the same, 95th percentile', 'ms', quantile(greeted, 0.95), quantile(node, 0.95)),
        compared('start until tools/list is answered (node -e 0)', 'ms', median(listed), base),
        compared('first start, nothing compiled yet (node -e 0)', 'ms', median(first), base),
        compared('start in an empty environment (node -e 0)', 'ms', median(empty.greeted), median(empty.node)),
        bounded('memory at rest', 'MiB', await stay(bundle.file, bundle.env), 60),
      ];
    } finally {
      bundle.close();
    }
  },
};
