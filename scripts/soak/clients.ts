import { setTimeout as wait } from 'node:timers/promises';
import type { TokenName } from '../../simulator/caller.ts';
import { cancel, read, type Scene, sinceOf, type Worker } from './activity.ts';
import type { Dice } from './dice.ts';
import type { Asker, Link, Question } from './link.ts';
import { command } from './live.ts';
import { type Patch, planAhead } from './plan.ts';
import type { HttpDoor, HttpLink } from './servers.ts';
import { walk } from './walk.ts';
import { type Plot, write } from './write.ts';

/** What a worker does, in shares of its calls. */
interface Habits {
  readonly walks: number;
  readonly cancels: number;
  readonly writes: number;
  readonly commands: number;
  readonly plans: number;
}

const READER: Habits = { walks: 0.04, cancels: 0.06, writes: 0, commands: 0.03, plans: 0 };
/** It sees one site only, and its only kept rows are those that are left to expire. */
const LOCAL: Habits = { walks: 0, cancels: 0.06, writes: 0, commands: 0, plans: 0 };
const WRITER: Habits = { walks: 0.03, cancels: 0.06, writes: 0.25, commands: 0.05, plans: 0.2 };

/** Longest pause between two calls, in milliseconds: people read. */
const PAUSE = 60;

/** Calls that an application on http makes at most before it connects anew. */
const CALLS = 40;

const mayWrite = (tenant: TokenName): boolean => tenant === 'write';
/** Live commands are for tokens of the organization whose devices they are for. */
const mayCommand = (tenant: TokenName): boolean => tenant === 'read' || tenant === 'write';

async function act(worker: Worker, { plot, patch }: Grounds): Promise<void> {
  const { tenant } = worker.link;
  const { walks, cancels, writes, commands, plans } = mayWrite(tenant) ? WRITER : tenant === 'site' ? LOCAL : READER;
  const share = worker.dice.next();
  if (share < walks) return walk(worker);
  if (share < walks + cancels) return cancel(worker);
  if (share < walks + cancels + writes) return write(worker, plot);
  if (share < walks + cancels + writes + plans) return patch ? planAhead(worker, patch) : read(worker);
  if (share < walks + cancels + writes + plans + commands && mayCommand(tenant)) return command(worker);
  return read(worker);
}

/** Questions with an answer that stays, by who sees it. */
export type Steady = ReadonlyMap<string, readonly Question[]>;

/** What makes a worker. */
export interface Hire extends Scene {
  readonly dice: Dice;
  readonly steady: Steady;
  /** Its application always says goodbye, and waits for its answers. */
  readonly polite: boolean;
  /** Name of its markers; no two workers share one. */
  readonly prefix: string;
  /** A site that it alone changes. */
  readonly site?: string;
}

/** What a worker changes and nobody else. */
interface Grounds {
  readonly plot: Plot;
  readonly patch: Patch | undefined;
}

const groundsOf = ({ prefix, site }: Hire): Grounds => ({
  plot: { prefix: `${prefix}-write`, next: 0 },
  patch: site === undefined ? undefined : { site, prefix: `${prefix}-plan`, next: 0 },
});

const workerOf = (hire: Hire, link: Link): Worker => ({ ...hire, link, steady: hire.steady.get(link.view) ?? [] });

/** A worker at an application that stays connected; `until` is epoch milliseconds. */
export function settled(hire: Hire, link: Link): (until: number) => Promise<void> {
  const grounds = groundsOf(hire);
  const worker = workerOf(hire, link);
  return async (until) => {
    while (Date.now() < until) {
      await act(worker, grounds);
      await wait(hire.dice.below(PAUSE));
    }
  };
}

/** A worker whose application comes and goes: with a goodbye, without one, or in the middle of a call. */
export function roaming(hire: Hire, server: HttpDoor, asker: Asker): (until: number) => Promise<void> {
  const grounds = groundsOf(hire);
  const { dice } = hire;
  return async (until) => {
    while (Date.now() < until) {
      const link = await entered(hire, server, asker);
      if (!link) continue;
      const worker = workerOf(hire, link);
      for (let left = 1 + dice.below(CALLS); left > 0 && Date.now() < until; left -= 1) {
        await act(worker, grounds);
        await wait(dice.below(PAUSE));
      }
      await (hire.polite ? link.leave(true) : depart(worker, link));
    }
  };
}

/** Connects; a server that cannot check a token, or has no time, lets nobody in. @returns undefined then */
async function entered({ tally, faults }: Hire, server: HttpDoor, asker: Asker): Promise<HttpLink | undefined> {
  const began = Date.now();
  try {
    const link = await server.connect(asker);
    tally.count('connections');
    return link;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (faults.wasBad(sinceOf(began))) tally.count('connections refused');
    else tally.fail('cannot connect', `${asker.name}: ${said}`);
    await wait(1000);
    return undefined;
  }
}

async function depart({ dice, steady, tally }: Worker, link: HttpLink): Promise<void> {
  const way = dice.next();
  if (way < 0.2) {
    // Nobody waits for the answer: what becomes of the call is for the server to clear away.
    link.ask(dice.pick(steady)).catch(() => {});
    await wait(dice.below(30));
    tally.count('left in the middle of a call');
  }
  await link.leave(way >= 0.4);
}
