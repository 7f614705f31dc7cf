import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { type ServerProcess, startServer } from '../process.ts';
import { ask, listTools, openSession } from './wire.ts';

// The number that counts is 1000: TEST_SESSIONS=1000.
const sessions = Number(process.env.TEST_SESSIONS ?? 300);

const status = (pid: number | undefined): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return undefined;
  }
};

let open: ServerProcess | undefined;
afterEach(async () => {
  open?.child.kill('SIGKILL');
  await open?.exit;
});

describe.skipIf(status(process.pid) === undefined)('memory of the process (needs /proc)', () => {
  it(`is back within 20 % after ${sessions} sessions opened, held and dropped`, async () => {
    const server = startServer(['-t', 'http', '-p', '0', '--metrics'], { MIST_HOST: 'http://127.0.0.1:9' });
    open = server;
    await server.said('mcp-remote');
    const url = /listens on (\S+)/.exec(server.stderr())?.[1] ?? '';
    const megabytes = (): number => Number(/VmRSS:\s+(\d+)/.exec(status(server.child.pid) ?? '')?.[1]) / 1024;
    const bearer = { Authorization: 'Bearer q7Wc2LrT9vXn4KpB8sHd3FjM' };
    const crowd = async (size: number): Promise<void> => {
      const ids = [];
      for (let index = 0; index < size; index += 1) ids.push(await openSession(url, bearer));
      const all = ids.map((id) => ({ ...bearer, 'Mcp-Session-Id': id }));
      for (const headers of all) await ask(url, { headers, body: listTools });
      for (const headers of all) await ask(url, { method: 'DELETE', headers });
    };
    // What is made once, such as schemas and compiled code, is no growth.
    await crowd(250);
    await crowd(250);
    await new Promise((resolve) => setTimeout(resolve, 6000));
    const before = megabytes();
    await crowd(sessions);
    await expect.poll(megabytes, { timeout: 20_000, interval: 500 }).toBeLessThan(before * 1.2);
    const { text } = await ask(url, { method: 'GET', path: '/metrics' });
    expect(text).toMatch(/^mistmcp_sessions 0$/m);
    process.stderr.write(`memory before ${before.toFixed(0)} MB, after ${megabytes().toFixed(0)} MB\n`);
  }, 120_000);
});
