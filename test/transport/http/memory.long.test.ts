import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { holdingOf } from '../../../scripts/soak/probe.ts';
import { type ServerProcess, startServer } from '../../harness/process.ts';
import { ask, listTools, openSession } from '../../harness/wire.ts';
import { startMirror } from './mirror.ts';

/** Sessions whose remains are weighed; `TEST_SESSIONS` sets another number. */
const SESSIONS = Number(process.env.TEST_SESSIONS ?? 300);

/** A live session holds some 180 KB, so one that stays shows far above what V8 itself varies by. */
const MAX_LEFT_PER_SESSION = 5 * 1024; // bytes

const probe = fileURLToPath(new URL('../../../scripts/soak/probe.cjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mistmcp-memory-'));

let open: ServerProcess | undefined;
afterEach(async () => {
  open?.child.kill('SIGKILL');
  await open?.exit;
  rmSync(folder, { recursive: true });
});

describe.skipIf(!existsSync('/proc/self'))('memory of the process (needs /proc)', () => {
  it(`holds nothing of ${SESSIONS} sessions that were opened, used and ended`, async () => {
    const cloud = await startMirror(() => true);
    const env = { MIST_HOST: cloud.url, NODE_OPTIONS: `--require "${probe}"`, SOAK_PROBE: folder };
    const server = startServer(['-t', 'http', '-p', '0', '--metrics-port', '0'], env);
    open = server;
    await server.said('mcp-remote');
    const url = /listens on (\S+)/.exec(server.stderr())?.[1] ?? '';
    const bearer = { Authorization: 'Bearer q7Wc2LrT9vXn4KpB8sHd3FjM' };
    const crowd = async (size: number): Promise<void> => {
      const ids = [];
      for (let index = 0; index < size; index += 1) ids.push(await openSession(url, bearer));
      const all = ids.map((id) => ({ ...bearer, 'Mcp-Session-Id': id }));
      for (const headers of all) await ask(url, { headers, body: listTools });
      for (const headers of all) await ask(url, { method: 'DELETE', headers });
    };
    const heap = async (): Promise<number> => {
      let bytes = Number.NaN;
      // What has a finalizer goes with the collection after the one that found it.
      for (let round = 0; round < 3; round += 1)
        bytes = (await holdingOf(server.child.pid ?? 0, folder, 0))?.heap ?? NaN;
      return bytes;
    };
    // What is made once, such as schemas and compiled code, is no growth.
    await crowd(100);
    const before = await heap();
    await crowd(SESSIONS);
    const left = ((await heap()) - before) / SESSIONS;
    process.stderr.write(`left of an ended session: ${left.toFixed(0)} bytes\n`);
    expect(left).toBeLessThan(MAX_LEFT_PER_SESSION);
    const metrics = /Metrics are at (\S+)/.exec(server.stderr())?.[1] ?? '';
    const { text } = await ask(metrics, { method: 'GET', path: '/metrics' });
    expect(text).toMatch(/^mistmcp_sessions 0$/m);
    cloud.close();
  }, 120_000);
});
