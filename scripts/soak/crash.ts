import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { textOf } from '../../simulator/json.ts';
import { readAudit } from './audit-record.ts';
import { crashPlan, type PlanCrashes } from './crash-plan.ts';
import type { Dice } from './dice.ts';
import type { Link } from './link.ts';
import { lives } from './probe.ts';
import { CHANGED } from './questions.ts';
import { type Ground, startStdio } from './servers.ts';

/** What came of killing the server in the middle of writes. */
export interface Crashes {
  kills: number;
  /** Writes that the cloud got. */
  sent: number;
  /** Attempts without an end in the record, by what the cloud says of them. */
  readonly unclear: { made: number; notMade: number };
  torn: number;
  readonly plans: PlanCrashes;
}

const FILE = 'crash.jsonl';
const TOOL = 'mist_change_configuration_objects';
const LANES = 3;

/** Longest time from the first write to the kill, in milliseconds. */
const LONGEST = 900;

/** Longest wait for the first write, in milliseconds. */
const FIRST = 10_000;

/** Changes one object after another, each with a yes, until the server dies. */
async function keepWriting(link: Link, marker: () => string): Promise<void> {
  let object_id: string | undefined;
  for (;;) {
    const payload = { name: marker() };
    const args = { object_type: 'org_assetfilters', payload };
    const question = object_id ? { ...args, action_type: 'update', object_id } : { ...args, action_type: 'create' };
    const { data } = await link.ask({ kind: 'tool', name: TOOL, args: question });
    object_id = typeof data.object_id === 'string' ? data.object_id : object_id;
  }
}

/** Whether the line is about giving an object this name; the name it had before stands there too. */
const gives = (text: string, marker: string): boolean => new RegExp(`\\\\"${marker}\\\\"(?! →)`).test(text);

/** Holds the record against the cloud after a kill. */
function compare({ upstream, tally, bundle }: Ground, prefix: string, crashes: Crashes): void {
  const record = readAudit(join(bundle.folder, FILE));
  const { writes, cloud } = upstream;
  const names = new Set(cloud.world.table(CHANGED).map((row) => textOf(row, 'name')));
  const mine = [...writes].filter(([marker]) => marker.startsWith(prefix));
  for (const [marker, requests] of mine) {
    crashes.sent += 1;
    const attempts = record.attempts.filter(({ text }) => gives(text, marker));
    if (requests.length > 1) tally.fail('written twice', `${marker}: ${requests.join(', ')}`);
    if (attempts.length === 0) tally.fail('changed without a record', marker);
    if (attempts.length > 1) tally.fail('recorded twice', marker);
  }
  for (const { text, outcome } of record.attempts.filter(({ text }) => text.includes(prefix))) {
    if (outcome !== undefined) continue;
    const made = [...names].some((name) => name.startsWith(prefix) && gives(text, name));
    crashes.unclear[made ? 'made' : 'notMade'] += 1;
  }
  crashes.torn = record.torn;
}

/** Kills a server with no warning while it writes, starts it again, and compares the record with the cloud; again and again. */
export async function crash(ground: Ground, dice: Dice, until: number): Promise<Crashes> {
  const plans: PlanCrashes = { kills: 0, before: 0, after: 0, continued: 0, undone: 0 };
  const crashes: Crashes = { kills: 0, sent: 0, unclear: { made: 0, notMade: 0 }, torn: 0, plans };
  const { upstream, tally, bundle } = ground;
  const file = join(bundle.folder, FILE);
  let torn = 0;
  while (Date.now() < until || crashes.kills === 0) {
    const round = crashes.kills + 1;
    const prefix = `soak-${round}-crash-`;
    let number = 0;
    const server = await startStdio(ground, { name: 'crash', era: '2025-11-25', tenant: 'write', audit: FILE });
    // A slow cloud makes the time between a request and its answer long enough to be met.
    const clear = upstream.cloud.fault({ kind: 'slow', delayMs: 150 });
    const marker = (): string => {
      number += 1;
      return `${prefix}${number}`;
    };
    const work = Array.from({ length: LANES }, () => keepWriting(server.link, marker).catch(() => {}));
    for (const begin = Date.now(); !upstream.writes.has(`${prefix}1`) && Date.now() - begin < FIRST; ) await wait(5);
    await wait(dice.below(LONGEST));
    process.kill(server.pid, 'SIGKILL');
    await Promise.all(work);
    while (lives(server.pid)) await wait(5);
    clear();
    await server.link.client.close();
    crashes.kills += 1;
    compare(ground, prefix, crashes);
    await crashPlan(ground, dice, plans);
    if (dice.chance(0.3) && existsSync(file)) {
      // What a loss of power leaves of a line.
      appendFileSync(file, '{"time":"2026-01-01T00:00:00.000Z","princip');
      torn += 1;
    }
  }
  await written(ground);
  const { torn: found } = readAudit(file);
  if (found !== torn) tally.fail('lines lost in the record', `${found} unreadable lines, ${torn} were torn`);
  crashes.torn = found;
  return crashes;
}

/** The next line after a torn one stands by itself. */
async function written(ground: Ground): Promise<void> {
  const file = join(ground.bundle.folder, FILE);
  const server = await startStdio(ground, { name: 'crash', era: '2025-11-25', tenant: 'write', audit: FILE });
  const before = readAudit(file).attempts.length;
  const args = { action_type: 'create', object_type: 'org_assetfilters', payload: { name: 'soak-0-last-1' } };
  await server.link.ask({ kind: 'tool', name: TOOL, args });
  await server.close();
  if (readAudit(file).attempts.length !== before + 1)
    ground.tally.fail('record', 'a change after a crash is not on record');
}
