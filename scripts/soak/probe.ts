import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isRecord } from '../../src/core/json.ts';

/** What a server process holds at a moment. */
export interface Holding {
  /** Seconds since the run began. */
  readonly at: number;
  /** Bytes. */
  readonly rss: number;
  /** Bytes after a garbage collection. */
  readonly heap: number;
  /** Open files and sockets. */
  readonly descriptors: number;
  /** Timers, sockets and whatever else keeps the process awake, by kind. */
  readonly resources: Readonly<Record<string, number>>;
}

/** How long a busy server may take to look at itself, in milliseconds. */
const PATIENCE = 15_000;

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Whether a process lives. */
export const lives = (pid: number): boolean => existsSync(`/proc/${pid}`);

/**
 * Asks a server what it holds.
 *
 * @param folder where the server's probe writes
 * @returns undefined when the process has ended
 * @throws Error when it does not answer
 */
export async function holdingOf(pid: number, folder: string, at: number): Promise<Holding | undefined> {
  const file = join(folder, `${pid}.json`);
  rmSync(file, { force: true });
  if (!lives(pid)) return undefined;
  process.kill(pid, 'SIGUSR2');
  for (const begin = Date.now(); !existsSync(file); await wait(10)) {
    if (!lives(pid)) return undefined;
    if (Date.now() - begin > PATIENCE) throw new Error(`process ${pid} does not say what it holds`);
  }
  const said: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isRecord(said)) throw new Error('the probe wrote something else');
  const resources = isRecord(said.resources) ? said.resources : {};
  return {
    at,
    rss: number(said.rss),
    heap: number(said.heapUsed),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    resources: Object.fromEntries(Object.entries(resources).map(([name, count]) => [name, number(count)])),
  };
}
