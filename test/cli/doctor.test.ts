import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { checkNode } from '../../src/cli/doctor/machine.ts';
import { TOKEN } from '../harness/process.ts';
import { run, type Surroundings } from '../harness/run.ts';
import { hasOpenssl, makeCertificates } from '../mist/http/proxy/certificates.ts';

let cloud: DemoCloud;
let other: DemoCloud;
beforeAll(async () => {
  [cloud, other] = await Promise.all([startDemoCloud({ seed: 1 }), startDemoCloud({ seed: 2 })]);
});
afterAll(async () => {
  expect([...cloud.violations, ...other.violations]).toEqual([]);
  await Promise.all([cloud.close(), other.close()]);
});

interface DoctorLine {
  readonly name: string;
  readonly status: string;
  readonly found: string;
  readonly remedy?: string;
}

/** What the doctor says, by the names of its checks. */
async function doctor(args: readonly string[], around: Surroundings) {
  const { stdout, stderr, code } = await run(['doctor', ...args], around);
  expect(stderr).toBe('');
  const { checks }: { checks: readonly DoctorLine[] } = JSON.parse(stdout);
  return { code, text: stdout, of: (name: string) => checks.find((check) => check.name === name) };
}

/** Port 9 of this machine refuses. */
const NOWHERE = 'http://127.0.0.1:9';

describe('what is right', () => {
  it('is said, with who the token is and what that gives', async () => {
    const env = { MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.write };
    const { code, of, text } = await doctor(['--enable-write-tools'], { env });
    expect(code).toBe(0);
    expect(of('Node')).toMatchObject({ status: 'ok' });
    expect(of('configuration')?.found).toContain('--enable-write-tools');
    expect(of('configuration')?.found).toContain('MIST_APITOKEN');
    expect(of('sources')?.found).toMatch(/^MIST_APITOKEN from the environment; MIST_HOST from the environment: 127/);
    expect(of('cloud')).toMatchObject({ status: 'ok' });
    expect(of('token')?.found).toMatch(/accepted by .* of org Lakeside Retail Group/);
    expect(of('API calls')?.found).toMatch(/^\d+ of 5000 left/);
    expect(of('tools')?.found).toMatch(/^(\d+) of \1: \d+ that read, 3 that write$/);
    expect(of('changes')?.found).toContain('on: each is put before a person');
    expect(text).not.toContain(cloud.tokens.write);
  });

  it('is readable as lines', async () => {
    const { code, stdout } = await run(['doctor', '--demo', '--no-json']);
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .every((line) => line.startsWith('✓ ')),
    ).toBe(true);
  });

  it('needs no token for a server on http, whose clients bring theirs', async () => {
    const { code, of } = await doctor([], { env: { MIST_HOST: cloud.url, MISTMCP_TRANSPORT_MODE: 'http' } });
    expect(code).toBe(0);
    expect(of('token')).toMatchObject({ status: 'skipped' });
  });

  it('names the file that was read, never a value of it', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'mistmcp-'));
    writeFileSync(join(cwd, '.env'), `MIST_APITOKEN=${cloud.tokens.read}\nMIST_HOST=${cloud.url}\n`);
    const { code, of, text } = await doctor(['-e', '.env'], { cwd });
    const unnamed = await doctor([], { cwd, env: { MIST_HOST: NOWHERE } });
    rmSync(cwd, { recursive: true });
    expect(code).toBe(0);
    expect(of('configuration')?.found).toContain('MIST_APITOKEN in .env');
    expect(of('sources')?.found).toMatch(/^MIST_APITOKEN from \.env; MIST_HOST from \.env: 127/);
    expect(unnamed.of('configuration')).toMatchObject({
      status: 'warning',
      found: expect.not.stringContaining('.env'),
      remedy: expect.stringContaining('-e .env'),
    });
    expect(text).not.toContain(cloud.tokens.read);
  });
});

describe('what is wrong has a remedy', () => {
  it('an old Node', () => {
    expect(checkNode('18.19.0')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('20.18.1') });
    expect(checkNode('20.18.0').status).toBe('failed');
    for (const version of ['20.18.1', '20.20.2', '22.0.0', '24.1.0-nightly'])
      expect(checkNode(version).status).toBe('ok');
  });

  it('a configuration that cannot be read', async () => {
    const { code, of } = await doctor([], { env: { MISTMCP_PORT: 'x', MIST_HOST: cloud.url } });
    expect(code).toBe(1);
    expect(of('configuration')).toMatchObject({ status: 'failed', found: expect.stringContaining('MISTMCP_PORT') });
    expect(of('cloud')).toBeUndefined();
  });

  it('no token, and a text that is none', async () => {
    const missing = await doctor([], { env: { MIST_HOST: cloud.url } });
    expect(missing.code).toBe(1);
    expect(missing.of('cloud')).toMatchObject({ status: 'ok' });
    expect(missing.of('token')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('MIST_APITOKEN') });
    const broken = await doctor([], { env: { MIST_HOST: cloud.url, MIST_APITOKEN: 'two "words" here' } });
    expect(broken.of('token')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('without quotes') });
    expect(broken.text).not.toContain('words');
  });

  it('a cloud that refuses the connection; the token is not sent', async () => {
    const { code, of } = await doctor([], { env: { MIST_HOST: NOWHERE, MIST_APITOKEN: TOKEN } });
    expect(code).toBe(1);
    expect(of('cloud')).toMatchObject({ status: 'failed', found: expect.stringContaining('ECONNREFUSED') });
    expect(of('token')).toMatchObject({ status: 'skipped' });
  });

  it('a token that this cloud rejects: it goes to no other, and doctor says so', async () => {
    const before = other.requests.length;
    const env = { MIST_HOST: cloud.url, MIST_APITOKEN: other.tokens.read };
    const { code, of, text } = await doctor([], { env });
    expect(code).toBe(1);
    expect(of('token')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('another cloud') });
    expect(of('other clouds')).toMatchObject({ status: 'skipped', found: expect.stringContaining('--try-clouds') });
    expect(other.requests.length).toBe(before);
    expect(text).not.toContain(other.tokens.read);
  });

  it('a token of another cloud, where the operator lets it be tried', async () => {
    const env = { MIST_HOST: cloud.url, MIST_APITOKEN: other.tokens.read };
    const { code, of } = await doctor(['--try-clouds', `${NOWHERE},${other.url}`], { env });
    expect(code).toBe(1);
    expect(of('other clouds')?.remedy).toContain(`MIST_HOST=${new URL(other.url).host}`);
    const wrong = await doctor(['--try-clouds', other.url], { env: { ...env, MIST_APITOKEN: TOKEN } });
    expect(wrong.of('other clouds')).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('rejects it too'),
    });
    const unknown = await run(['doctor', '--try-clouds', 'nowhere'], { env });
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('--try-clouds: "nowhere"') });
  });

  it('write tools for a token that only reads, and changes that nobody is asked about', async () => {
    const env = { MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.read };
    const { code, of } = await doctor(['--enable-write-tools', '--disable-elicitation'], { env });
    expect(code).toBe(0);
    expect(of('tools')).toMatchObject({ status: 'warning', found: expect.stringContaining('may only read') });
    expect(of('changes')).toMatchObject({ status: 'warning' });
  });

  it('a proxy variable that does not count', async () => {
    const env = { MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.read, HTTP_PROXY: 'http://127.0.0.1:9' };
    const { of } = await doctor([], { env });
    expect(of('proxy')).toMatchObject({ status: 'warning', remedy: expect.stringContaining('HTTPS_PROXY') });
  });

  it.skipIf(!hasOpenssl)('a certificate of an unknown authority (skipped without openssl)', async () => {
    const certificates = makeCertificates(['localhost']);
    let requests = 0;
    const server = createServer({ cert: certificates.cert, key: certificates.key }, (_request, response) => {
      requests += 1;
      response.writeHead(401, { 'content-type': 'application/json' }).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port }: AddressInfo = Object(server.address());
    const env = { MIST_HOST: `https://localhost:${port}`, MIST_APITOKEN: TOKEN };
    const { code, of } = await doctor([], { env });
    expect(code).toBe(1);
    expect(of('cloud')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
    expect(of('cloud')?.found).toContain('issued by "Test authority"');
    expect(requests).toBe(0);
    const trusted = await doctor([], { env: { ...env, NODE_EXTRA_CA_CERTS: certificates.ca } });
    expect(trusted.of('cloud')).toMatchObject({ status: 'ok', found: expect.stringContaining('Test authority') });
    server.closeAllConnections();
    server.close();
    certificates.remove();
  });
});
