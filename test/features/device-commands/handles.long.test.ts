import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../../simulator/cloud.ts';
import { textOf } from '../../../simulator/json.ts';
import type { StreamFaultKind } from '../../../simulator/stream-fault.ts';
import type { CommandRequest } from './command-process.ts';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const script = fileURLToPath(new URL('./command-process.ts', import.meta.url));

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
});
afterAll(() => cloud.close());

/** How long a process may stay after its last line before it counts as held open, in milliseconds. */
const PATIENCE = 30_000;

/** Runs errands in a process of their own. @returns no code where it did not end by itself */
function alone(errands: readonly CommandRequest[]): Promise<{ lines: string[]; code: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--import', tsx, script, cloud.url, cloud.tokens.write, JSON.stringify(errands)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let text = '';
    let overdue: NodeJS.Timeout | undefined;
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
      clearTimeout(overdue);
      overdue = setTimeout(() => child.kill(), PATIENCE);
    });
    child.on('exit', (code) => {
      clearTimeout(overdue);
      resolve({ lines: text.trim().split('\n'), code });
    });
  });
}

/** Faults, whether the command has a stream of its own, when it is cancelled, and what comes of it. */
const CASES: readonly (readonly [StreamFaultKind[], boolean, number | undefined, string])[] = [
  [[], false, undefined, 'idle output'],
  [['marker', 'foreign', 'split'], false, undefined, 'marker output'],
  [['ack_missing'], false, undefined, 'error timeout'],
  [['ack_refused'], false, undefined, 'error forbidden'],
  [['ack_cut'], false, undefined, 'error network'],
  [['ack_late'], false, undefined, 'idle output'],
  [['ack_missing'], false, 100, 'error cancelled'],
  [['silent'], false, undefined, 'limit nothing'],
  [['endless'], false, undefined, 'limit output'],
  [['endless'], false, 300, 'cancelled output'],
  [['flood'], false, undefined, 'limit output'],
  [['cut'], false, undefined, 'closed output'],
  [['failure'], false, undefined, 'closed output'],
  [['huge'], false, undefined, 'closed output'],
  [['no_session'], false, undefined, 'no session nothing'],
  [['elsewhere'], true, undefined, 'error refused'],
  [[], true, undefined, 'limit output'],
  [['cut'], true, undefined, 'closed output'],
  [[], true, 400, 'cancelled output'],
];

describe('nothing is left behind', () => {
  it('after any fault of the stream: a process that has nothing else to do ends by itself', async () => {
    const switches = cloud.world.table('devices').filter((row) => row.type === 'switch');
    const runs = CASES.flatMap(([kinds, own, cancelAfter], index) => {
      // Several cases share a device; a fault of each lasts for its one command, in order.
      const row = switches[index % switches.length];
      const deviceId = textOf(row, 'id');
      const one: CommandRequest = {
        siteId: textOf(row, 'site_id'),
        deviceId,
        own,
        ...(cancelAfter ? { cancelAfter } : {}),
      };
      return [{ kinds, one }];
    });
    for (let from = 0; from < runs.length; from += switches.length) {
      const part = runs.slice(from, from + switches.length);
      const offs = part.flatMap(({ kinds, one }) =>
        kinds.map((kind) => cloud.stream.fault({ kind, match: one.deviceId })),
      );
      const { lines, code } = await alone(part.map(({ one }) => one));
      for (const off of offs) off();
      expect(lines).toEqual(CASES.slice(from, from + switches.length).map(([, , , said]) => said));
      expect(code).toBe(0);
      await expect.poll(() => cloud.stream.sockets).toBe(0);
    }
    expect(cloud.violations).toEqual([]);
  }, 240_000);

  it('after a command that went well, whose connection is kept for the next one', async () => {
    const row = cloud.world.table('devices').find(({ type }) => type === 'switch');
    const errand = { siteId: textOf(row, 'site_id'), deviceId: textOf(row, 'id'), own: false };
    const opened = cloud.stream.opened;
    const { lines, code } = await alone([errand, errand]);
    expect(lines).toEqual(['idle output', 'idle output']);
    expect(code).toBe(0);
    expect(cloud.stream.opened).toBe(opened + 1);
  }, 120_000);

  it('after a stream that refuses the connection', async () => {
    const row = cloud.world.table('devices').find(({ type }) => type === 'switch');
    const off = cloud.stream.fault({ kind: 'refused', status: 503 });
    const errand = { siteId: textOf(row, 'site_id'), deviceId: textOf(row, 'id'), own: false };
    const { lines, code } = await alone([errand, errand]);
    off();
    expect(lines).toEqual(['error server', 'error server']);
    expect(code).toBe(0);
  }, 120_000);
});
