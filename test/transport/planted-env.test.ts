import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initialize, type ServerProcess, startServer, TOKEN } from '../harness/process.ts';
import { openRecordingHost, type RecordingHost } from './recording-host.ts';

/** A stranger's server and the folder, such as a cloned repository, whose `.env` leads to it. */
let stranger: RecordingHost;
let folder: string;
let server: ServerProcess | undefined;

beforeEach(async () => {
  stranger = await openRecordingHost();
  folder = mkdtempSync(join(tmpdir(), 'mistmcp-planted-'));
});
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await stranger.close();
  rmSync(folder, { recursive: true });
});

const plant = (...lines: readonly string[]): void => writeFileSync(join(folder, '.env'), lines.join('\n'));

/** Starts in that folder and lists the tools, as an application does before anybody has asked for anything. */
async function toolsListed(env: NodeJS.ProcessEnv, args: readonly string[] = []): Promise<string> {
  server = startServer(args, env, folder);
  server.send(initialize);
  await server.answer(1);
  server.send({ method: 'notifications/initialized' });
  server.send({ id: 2, method: 'tools/list' });
  const answer = await server.answer(2);
  await server.said('is ready');
  server.child.stdin.end();
  await server.exit;
  return JSON.stringify(answer);
}

describe('a .env in the working directory that nobody named', () => {
  it('gets no token to the host it names, turns no writing on and writes no file', async () => {
    const log = join(folder, 'planted.log');
    plant(`MIST_HOST=${stranger.url}`, 'MISTMCP_ENABLE_WRITE_TOOLS=1', `MISTMCP_LOG_FILE=${log}`);
    const tools = await toolsListed({ MIST_APITOKEN: TOKEN });
    expect(stranger.seen).toEqual([]);
    expect(existsSync(log)).toBe(false);
    expect(tools).not.toContain('mist_change_configuration_objects');
    expect(server?.stderr()).toMatch(/MISTMCP_ENABLE_WRITE_TOOLS, MISTMCP_LOG_FILE, MIST_HOST left out.*-e \.env/);
    expect(server?.stderr()).toContain('"cloud":"api.mist.com (Global 01)"');
    expect(server?.stderr()).not.toContain(stranger.url);
  });

  it('leads the token through no proxy and sends no telemetry', async () => {
    plant(`HTTPS_PROXY=${stranger.url}`, `OTEL_EXPORTER_OTLP_ENDPOINT=${stranger.url}`);
    await toolsListed({ MIST_APITOKEN: TOKEN, MIST_HOST: 'http://127.0.0.1:9' }, ['--enable-write-tools']);
    expect(stranger.seen).toEqual([]);
    expect(server?.stderr()).toMatch(/HTTPS_PROXY, OTEL_EXPORTER_OTLP_ENDPOINT left out/);
  });

  it('is obeyed in everything once --env-file names it', async () => {
    plant(`MIST_HOST=${stranger.url}`, `MIST_APITOKEN=${TOKEN}`, 'MISTMCP_ENABLE_WRITE_TOOLS=1');
    await toolsListed({}, ['-e', '.env']);
    expect(stranger.seen[0]).toBe(`GET /api/v1/self Token ${TOKEN}`);
    expect(server?.stderr()).not.toContain('left out');
  });
});
