import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { connectTo } from '../harness/http-stage.ts';
import { endsCleanly, initialize, type ServerProcess, startServer, TOKEN } from '../harness/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'mistmcp-process-'));
let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

let server: ServerProcess | undefined;
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.exit;
  server = undefined;
});
const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd?: string): ServerProcess => {
  server = startServer(args, { MIST_HOST: cloud.url, MIST_APITOKEN: TOKEN, ...env }, cwd);
  return server;
};

describe('the proxy variables', () => {
  const PASSWORD = 'pass-for-proxy';
  it.each([
    [
      { HTTPS_PROXY: `http://user:${PASSWORD}@proxy:port` },
      /^mistmcp: HTTPS_PROXY is not the address of a proxy; write/,
    ],
    [{ https_proxy: `http://user:${PASSWORD}%zz@proxy:3128` }, /^mistmcp: https_proxy holds a % that is none of %xx/],
    [{ HTTPS_PROXY: `ftp://user:${PASSWORD}@proxy:21` }, /HTTPS_PROXY does not begin with http:\/\/ or https:\/\//],
    [{ ALL_PROXY: `socks5h://user:${PASSWORD}@proxy:1080` }, /ALL_PROXY names a SOCKS proxy/],
    [{ HTTPS_PROXY: 'http://proxy/wpad.dat' }, /HTTPS_PROXY has more than host and port.*PAC file/],
  ])('stop the start with one sentence: %j', async (env, sentence) => {
    const running = start([], env);
    expect(await running.exit).toEqual({ code: 2, signal: null });
    expect(running.stderr()).toMatch(sentence);
    expect(running.stderr().trim().split('\n')).toHaveLength(1);
    expect(running.stderr()).not.toContain(PASSWORD);
  });

  it('may leave the scheme out, come from a file that is named, and be of no meaning to the simulated cloud', async () => {
    writeFileSync(join(folder, '.env'), 'HTTPS_PROXY=proxy.example.com:3128\nhttp_proxy=:::\n');
    const running = start(['-e', '.env'], { MIST_HOST: 'api.eu.mist.com' }, folder);
    await running.said('"proxy":"proxy.example.com:3128"');
    await endsCleanly(running, () => running.child.stdin.end());
    const simulated = start(['--demo'], { HTTPS_PROXY: ':::' });
    await simulated.said('is ready');
    await endsCleanly(simulated, () => simulated.child.stdin.end());
  });
});

describe('the variables of OpenTelemetry', () => {
  it('are known, and a mistake in them is a warning', async () => {
    const running = start([], {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
      OTEL_TRACES_EXPORTER: 'zipkin',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_SERVICE_NAME: 'x',
    });
    await running.said('is ready');
    expect(running.stderr()).toContain('OTEL_TRACES_EXPORTER: only otlp and none are known');
    expect(running.stderr()).toContain('OTEL_EXPORTER_OTLP_ENDPOINT is not a URL');
    await endsCleanly(running, () => running.child.stdin.end());
  });

  it('with a collector that does not answer do not keep the server from ending', async () => {
    const running = start([], { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://192.0.2.1:4318' });
    running.send(initialize);
    await running.answer(1);
    await endsCleanly(running, () => running.child.stdin.end());
  });
});

describe('what is loaded at the start', () => {
  it('are neither telemetry nor proxies nor WebSockets', async () => {
    const { metafile } = await build({
      entryPoints: [fileURLToPath(new URL('../../src/main.ts', import.meta.url))],
      bundle: true,
      splitting: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      outdir: folder,
      logLevel: 'silent',
    });
    // Whatever is loaded dynamically for an ordinary start counts as well.
    const ordinary = /\/(main|serve|bootstrap|log|server|elicitation|session|role)-?\w*\.js$/;
    const wanted = Object.keys(metafile.outputs).filter((name) => ordinary.test(`/${name}`));
    const reached = new Set(wanted);
    for (const name of reached) {
      for (const { path, kind } of metafile.outputs[name]?.imports ?? []) {
        if (kind === 'import-statement' && path in metafile.outputs) reached.add(path);
      }
    }
    const inputs = [...reached].flatMap((name) => Object.keys(metafile.outputs[name]?.inputs ?? {}));
    expect(inputs).toContain('src/server.ts');
    // The log and the record are always on; what else lies in telemetry is loaded for who asked for it.
    const always = /^src\/telemetry\/(log|log-file|audit-log)\.ts$/;
    const heavy = /node_modules\/(@opentelemetry|undici|https-proxy-agent|ws)\//;
    expect(
      inputs.filter((name) => heavy.test(name) || (name.startsWith('src/telemetry/') && !always.test(name))),
    ).toEqual([]);
    expect(
      Object.values(metafile.outputs).some(({ inputs: all }) => Object.keys(all).some((name) => heavy.test(name))),
    ).toBe(true);
  });
});

describe('a server over http with a log file', () => {
  it('lives on at SIGHUP, and writes the ids of its clients into the file', async () => {
    const path = join(folder, 'http.log');
    const running = start(['--transport', 'http', '--port', '0', '--debug', '--log-file', path]);
    await running.said('/mcp');
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(running.stderr()) ?? [];
    for (const era of ['2025-11-25', '2026-07-28'] as const) {
      const id = `edge-${era}`;
      const { client, call } = await connectTo(url, { era, token: cloud.tokens.read, headers: { 'X-Request-Id': id } });
      await call('mist_get_self', { action_type: 'account_info' });
      const said = readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const ours = said.filter(({ request_id }) => request_id === id).map(({ msg }) => msg);
      expect(ours).toEqual(expect.arrayContaining(['Mist API', 'Tool call']));
      await client.close();
    }
    renameSync(path, `${path}.1`);
    running.child.kill('SIGHUP');
    const { client, call } = await connectTo(url, { token: cloud.tokens.read });
    expect((await call('mist_get_self', { action_type: 'account_info' })).isError).toBe(false);
    await client.close();
    expect(readFileSync(path, 'utf8')).toContain('Tool call');
    expect(readFileSync(path, 'utf8') + running.stderr()).not.toContain(cloud.tokens.read);
    running.child.kill('SIGTERM');
    expect(await running.exit).toEqual({ code: 0, signal: null });
  });
});
