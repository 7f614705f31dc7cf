import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { isRecord } from '../../src/core/json.ts';
import { cases } from '../harness/cases.ts';
import { startCloud } from '../harness/cloud.ts';
import { openDirect } from '../harness/direct-stage.ts';
import { startFaultServer } from '../harness/fault-server.ts';
import { openHttpStage } from '../harness/http-stage.ts';
import { type Canary, startCanary } from './canary.ts';
import { learn } from './inputs.ts';

/** Ways to lead a URL to another host. */
const tricks = (host: string, path = '/api/v1/self'): readonly string[] => [
  ...[
    `http://${host}${path}`,
    `HtTp://${host}${path}`,
    `https://${host}${path}`,
    `//${host}${path}`,
    `///${host}${path}`,
  ],
  ...[`\\\\${host}${path}`, `/\\${host}${path}`, `\\/${host}${path}`, `http:${host}${path}`, `http:/${host}${path}`],
  ...[`http:\\\\${host}${path}`, `ht\ttp://${host}${path}`, `\nhttp://${host}${path}`, ` http://${host}${path}`],
  ...[
    `/\t/${host}${path}`,
    `@${host}${path}`,
    `.${host}${path}`,
    `:80@${host}${path}`,
    `/api/v1/../..//${host}${path}`,
  ],
  ...[`ws://${host}${path}`, `file://${host}${path}`, `${path}@${host}`, `${path}\r\nHost: ${host}`],
  ...[`http://api.mist.com#@${host}${path}`, `http://api.mist.com\\@${host}${path}`, `http://${host}#.mist.com${path}`],
];

describe('a canary on loopback that nothing may ever reach', () => {
  let canary: Canary;
  let cloud: DemoCloud;
  let every: readonly string[];

  beforeAll(async () => {
    canary = await startCanary();
    cloud = await startCloud();
    // Every trick with some hosts, every host with some tricks.
    const few = cases(4);
    every = canary.hosts.flatMap((host, at) => (at % (36 / few) === 0 ? tricks(host) : tricks(host).slice(0, few)));
  });
  afterAll(async () => {
    await canary.close();
    await cloud.close();
  });

  it('counts who comes', async () => {
    // A connection that ends as it begins may leave the request waiting; it was counted by then.
    const call = (host = ''): Promise<unknown> =>
      fetch(`http://${host}/`, { signal: AbortSignal.timeout(5000) }).catch(() => {});
    await call(canary.hosts[0]);
    await call(canary.hosts[7]);
    expect(canary.count()).toBe(2);
  });

  const unreached = async (act: () => Promise<void>): Promise<void> => {
    const before = canary.count();
    await act();
    expect(canary.count() - before).toBe(0);
  };

  it('by a next that the cloud gives, followed by hand and by itself', () =>
    unreached(async () => {
      let next = '';
      const respond = async (_: Request, ask: () => Promise<Response>): Promise<Response> => {
        const response = await ask();
        const body: unknown = await response.json();
        const headers = { 'x-page-total': '100', link: `<${encodeURI(next)}>; rel="next"` };
        return Response.json(isRecord(body) ? { ...body, total: 100, next } : body, { headers });
      };
      const stage = await openDirect({ cloud, respond });
      for (next of every) {
        const { data } = await stage.call('mist_search_device', { limit: 1 });
        if (typeof data.next === 'string') await stage.call('mist_get_next_page', { url: data.next });
        await stage.call('mist_get_next_page', { url: next });
      }
      for (const host of canary.hosts) {
        next = `http://${host}/api/v1/self`;
        await stage.call('mist_search_device', { all_pages: true, confirm_cost: true });
      }
      expect(stage.sent.filter(({ url }) => new URL(url).origin !== cloud.url)).toEqual([]);
      await stage.close();
    }));

  it('by a redirect, a refresh or a link', () =>
    unreached(async () => {
      let [status, location] = [302, ''];
      const server = await startFaultServer((response) => {
        const headers = {
          location,
          refresh: `0; url=${location}`,
          link: `<${location}>; rel=next`,
          'alt-svc': `h2="${location}"`,
        };
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"results":[]}');
      });
      const stage = await openDirect({ cloud, host: server.url });
      const safe = canary.hosts.filter((host) => /^[\x21-\x7e]+$/.test(host));
      for (status of [200, 201, 300, 301, 302, 303, 304, 305, 307, 308]) {
        for (const host of safe) {
          location = `http://${host}/api/v1/self`;
          const { isError } = await stage.call('mist_get_self', { action_type: 'account_info' });
          if (status >= 300) expect(isError).toBe(true);
        }
        location = `//${safe[0]}/x`;
        await stage.call('mist_call_api', {
          operation: 'POST /api/v1/orgs/{org_id}/wlans',
          path: {},
          body: { ssid: 'x' },
        });
      }
      await stage.close();
      await server.close();
    }));

  it('by the answer to a command on a live device', () =>
    unreached(async () => {
      let host = '';
      const respond = async (request: Request, ask: () => Promise<Response>): Promise<Response> => {
        if (request.method !== 'POST') return ask();
        const url = `ws://${host}/api-ws/v1/stream`;
        return Response.json({ session: 'x', url, stream: url, ws: url, host, redirect: url });
      };
      const stage = await openDirect({ cloud, respond });
      const known = await learn(stage);
      const [start] = known.starts('mist_utilities').filter(({ utility }) => utility === 'retrieveMacTable');
      for (host of canary.hosts.slice(0, 6)) {
        const { data } = await stage.call('mist_utilities', start);
        expect(data).toBeDefined();
      }
      await stage.close();
    }));

  it('by ids, names and paths that are given', () =>
    unreached(async () => {
      const stage = await openDirect({ cloud });
      for (const text of every) {
        await stage.call('mist_get_org_or_site_info', { info_type: 'org', org_id: text });
        await stage.call('mist_call_api', { operation: `GET ${text}` });
        await stage.call('mist_call_api', { operation: 'GET /api/v1/orgs/{org_id}', path: { org_id: text } });
        await stage.call('mist_call_api', { operation: 'GET /api/v1/self', query: { host: text } });
      }
      expect(stage.sent.filter(({ url }) => new URL(url).origin !== cloud.url)).toEqual([]);
      await stage.close();
    }));

  it('by a cloud that a client names', () =>
    unreached(async () => {
      const stage = await openHttpStage();
      const names = canary.hosts.flatMap((host) => [
        host,
        `http://${host}`,
        `https://${host}/`,
        `api.mist.com@${host}`,
      ]);
      for (const name of names) {
        const wire = encodeURIComponent(name);
        const plain = /^[\x21-\x7e]+$/.test(name);
        for (const way of [
          { query: `cloud=${wire}` },
          { query: `MIST_HOST=${wire}` },
          ...(plain ? [{ headers: { 'X-Mist-Cloud': name } }] : []),
        ]) {
          await stage.connect(way).then(
            ({ call }) => call('mist_get_self', { action_type: 'account_info' }),
            () => {},
          );
        }
      }
      await stage.close();
    }));
});
