import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../../../harness/stage.ts';
import { type Certificates, hasOpenssl, makeCertificates } from './certificates.ts';
import { type ProxyServer, startProxy, startTlsFront, type TlsFront } from './proxy-server.ts';

const HOSTS = ['api.mist.test', 'api-ws.mist.test'];
const PASSWORD = 'p@ss/word:7Kq2';
const self = (stage: Stage) => stage.call('mist_get_self', { action_type: 'account_info' });
const LOGIN = `engineer:${PASSWORD}`;

describe.skipIf(!hasOpenssl)('a web proxy on the way to the cloud (needs the openssl command)', () => {
  let certificates: Certificates;
  let front: TlsFront;
  beforeAll(async () => {
    certificates = makeCertificates(HOSTS);
    front = await startTlsFront(certificates);
  });
  afterAll(async () => {
    await front.close();
    certificates.remove();
  });

  let proxy: ProxyServer | undefined;
  let stage: Stage | undefined;
  afterEach(async () => {
    await stage?.close();
    await proxy?.close();
    stage = undefined;
    proxy = undefined;
  });

  /** A server whose cloud is behind TLS and known to the proxy alone. */
  async function open(
    env: (proxy: ProxyServer) => Record<string, string>,
    more: { login?: string; token?: 'read' | 'write' } = {},
  ): Promise<{ stage: Stage; proxy: ProxyServer }> {
    proxy = await startProxy(
      (target) => (target.startsWith('127.') ? Number(target.split(':')[1]) : front.port),
      more.login,
    );
    stage = await openStage({
      token: more.token ?? 'read',
      args: ['--debug'],
      env: { MIST_HOST: 'https://api.mist.test', NODE_EXTRA_CA_CERTS: certificates.ca, ...env(proxy) },
    });
    front.lead(stage.cloud.url);
    return { stage, proxy };
  }

  it('is asked for a tunnel and sees neither token nor request', async () => {
    const { stage, proxy } = await open(({ url }) => ({ HTTPS_PROXY: url }));
    const { isError } = await self(stage);
    expect(isError).toBe(false);
    // The look at the token as the connection opens may still be under way, with a tunnel of its own.
    expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set(['api.mist.test:443']));
    expect(proxy.plain).toEqual([]);
    const visible = proxy.seen() + JSON.stringify(proxy.asked);
    expect(visible).not.toContain(stage.cloud.tokens.read);
    expect(visible).not.toContain('/api/v1');
    expect(stage.cloud.violations).toEqual([]);
  });

  it('keeps its connections for the requests that follow', async () => {
    const { stage, proxy } = await open(({ url }) => ({ https_proxy: url, HTTPS_PROXY: 'http://127.0.0.1:1' }));
    const kept = ['device_models', 'license_types', 'alarm_definitions', 'countries', 'languages', 'insight_metrics'];
    await stage.call('mist_get_constants', { object_type: 'ap_led_status' });
    const before = proxy.asked.length;
    for (const type of kept) await stage.call('mist_get_constants', { object_type: type });
    expect(stage.cloud.requests.length).toBeGreaterThanOrEqual(kept.length);
    expect(proxy.asked.length - before).toBeLessThanOrEqual(1);
  });

  it('gets a login where it wants one, which is never seen again', async () => {
    const url = ({ port }: ProxyServer): string => `http://engineer:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`;
    const { stage } = await open((proxy) => ({ HTTPS_PROXY: url(proxy) }), { login: LOGIN });
    expect((await self(stage)).isError).toBe(false);
    expect(stage.stderr()).toMatch(/"proxy":"127\.0\.0\.1:\d+"/);
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), Buffer.from(LOGIN).toString('base64')]) {
      expect(stage.stderr()).not.toContain(secret);
    }
  });

  it('is left out for hosts of NO_PROXY; those of this machine are among them unless told', async () => {
    const { stage, proxy } = await open(({ url }) => ({ ALL_PROXY: url, NO_PROXY: 'intranet, .mist.test:443' }));
    const { data } = await self(stage);
    // The name is known to the proxy alone, so without it there is no way.
    expect(data.error).toMatch(/^api\.mist\.test could not be reached: (the name is not known|DNS did not answer)/);
    expect(proxy.asked).toEqual([]);
    await stage.close();
    const told = await openStage({ env: { HTTPS_PROXY: proxy.url, NO_PROXY: '<-loopback>' } });
    expect((await self(told)).isError).toBe(false);
    await told.close();
    expect(proxy.asked.map(({ target }) => target)).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
    expect(proxy.plain).toEqual([]);
  });

  it('that opens TLS with an authority of its own is told of with the way to trust it', async () => {
    const { stage } = await open(({ url }) => ({ HTTPS_PROXY: url, NODE_EXTRA_CA_CERTS: '' }));
    const { data } = await self(stage);
    expect(data.error).toMatch(/its certificate comes from an authority that is not known here \([A-Z_]+\), as seen/);
    const knows = process.allowedNodeEnvironmentFlags.has('--use-system-ca');
    expect(data.next_step).toContain('NODE_EXTRA_CA_CERTS=/path/to/ca.pem');
    expect(String(data.next_step).includes('NODE_OPTIONS=--use-system-ca')).toBe(knows);
    expect(stage.cloud.requests).toEqual([]);
  });

  describe('for live device commands', () => {
    const ping = async (stage: Stage) => {
      const device = stage.cloud.world.table('devices').find((row) => row.type === 'switch');
      const place = { site_id: device?.site_id, device_id: device?.mac };
      return stage.call('mist_utilities', {
        utility: 'ping',
        device_type: 'ex',
        ...place,
        parameters: { host: '192.0.2.1' },
      });
    };

    it('carries the WebSocket in a tunnel too', async () => {
      const { stage, proxy } = await open(({ url }) => ({ HTTPS_PROXY: url }), { token: 'write' });
      const { isError, text } = await ping(stage);
      expect(text).toContain('192.0.2.1');
      expect(isError).toBe(false);
      expect(proxy.asked.map(({ target }) => target)).toContain('api-ws.mist.test:443');
      expect(proxy.seen() + JSON.stringify(proxy.asked)).not.toContain(stage.cloud.tokens.write);
    });
  });
});
