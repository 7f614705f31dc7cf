import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { MAIN_ORG } from '../../simulator/world/world.ts';
import { createMistClient, type MistClientOptions, maskSecrets } from '../../src/library/client.ts';
import { operations } from '../../src/library/layer.ts';

let cloud: DemoCloud;
let path: { org_id: string };
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
  path = { org_id: cloud.world.id('orgs', MAIN_ORG) };
});
afterAll(() => cloud.close());

let before = 0;
beforeEach(() => {
  before = cloud.requests.length;
});
/** Requests of this test that reached the cloud. */
const sent = () => cloud.requests.slice(before);

const clientOf = (options: Partial<MistClientOptions> = {}) =>
  createMistClient({ host: cloud.url, token: cloud.tokens.write, allowOtherHost: true, ...options });

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('createMistClient', () => {
  it('refuses a host that is no public cloud unless the program allows another, and sends nothing', () => {
    expect(() => createMistClient({ host: cloud.url, token: 'abcdefgh' })).toThrow('is not a Mist cloud');
    expect(() => createMistClient({ host: 'https://api.mist.com.example.org', token: 'abcdefgh' })).toThrow(
      'not a Mist cloud',
    );
    expect(sent()).toEqual([]);
  });

  it('shows its token in no error and in no printed form', async () => {
    const mist = clientOf({ token: cloud.tokens.bad });
    const result = await mist.request('GET /api/v1/self');
    expect(result).toMatchObject({ ok: false, error: { kind: 'unauthorized', more: { status: 401 } } });
    const { inspect } = await import('node:util');
    expect(inspect([result, mist], { depth: 9 })).not.toContain(cloud.tokens.bad);
  });
});

describe('request', () => {
  it('answers a read with its data', async () => {
    const result = await clientOf().request('GET /api/v1/self');
    expect(result).toMatchObject({ ok: true, status: 200, data: { email: expect.stringContaining('@') } });
  });

  it('refuses a change where the client only reads', async () => {
    const result = await clientOf().request('POST /api/v1/orgs/{org_id}/sites', { path, body: { name: 'x' } });
    expect(result).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(sent()).toEqual([]);
  });

  it('refuses every route whose effect is a change, also those that are a GET', async () => {
    const mist = clientOf();
    const route = 'GET /api/v1/self/two_factor/token';
    expect(operations[route].effect).toBe('write');
    expect(await mist.request(route)).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(sent()).toEqual([]);
  });

  it('sends a change once, whatever becomes of it', async () => {
    const mist = clientOf({ allowWrites: true });
    const stop = cloud.fault({ kind: '503', method: 'POST' });
    const result = await mist.request('POST /api/v1/orgs/{org_id}/sites', { path, body: { name: 'x' } });
    stop();
    expect(result).toMatchObject({ ok: false, error: { more: { status: 503 } } });
    expect(sent()).toHaveLength(1);
    expect(mist.calls.since_start).toBe(1);
  });

  it('tries a read again, and counts each attempt', async () => {
    const mist = clientOf();
    cloud.fault({ kind: '503', match: 'GET /api/v1/self', times: 1 });
    expect(await mist.request('GET /api/v1/self')).toMatchObject({ ok: true });
    expect(mist.calls.since_start).toBe(2);
  });

  it('follows no redirect', async () => {
    const strangers: string[] = [];
    const other = createServer((request, response) => {
      strangers.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const stop = cloud.fault({ kind: 'redirect', location: `http://127.0.0.1:${port}/` });
    const result = await clientOf().request('GET /api/v1/self');
    stop();
    other.close();
    expect(result).toMatchObject({ ok: false, error: { kind: 'redirect' } });
    expect(strangers).toEqual([]);
  });

  it.each(['..', 'a/b', '%2e%2e', 'x?y', ''])('refuses %j as an id, and sends nothing', async (id) => {
    const mist = clientOf({ allowWrites: true });
    const result = await mist.request('DELETE /api/v1/orgs/{org_id}/wlans/{wlan_id}', {
      path: { ...path, wlan_id: id },
    });
    expect(result).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(sent()).toEqual([]);
  });

  it('refuses a query parameter that the route does not have, where the compiler did not see it', async () => {
    const query: { limit: number } = Object.assign({ limit: 1 }, { limt: 2 });
    const result = await clientOf().request('GET /api/v1/orgs/{org_id}/sites', { path, query });
    expect(result).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(sent()).toEqual([]);
  });

  it('says what came instead of a list', async () => {
    const stop = cloud.fault({ kind: 'html', match: 'GET /api/v1/orgs/{org_id}/sites' });
    const html = await clientOf().request('GET /api/v1/orgs/{org_id}/sites', { path });
    stop();
    expect(html).toMatchObject({ ok: false, error: { kind: 'not_json' } });
    const odd = createServer((_, response) => response.end('null'));
    await new Promise<void>((resolve) => {
      odd.listen(0, '127.0.0.1', resolve);
    });
    const address = odd.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const mist = clientOf({ host: `http://127.0.0.1:${port}` });
    const none = await mist.request('GET /api/v1/orgs/{org_id}/sites', { path });
    const pages = await collect(mist.pages('GET /api/v1/orgs/{org_id}/sites', { path }));
    odd.close();
    odd.closeAllConnections();
    expect(none).toMatchObject({ ok: false, error: { kind: 'unexpected_answer' } });
    expect(pages).toMatchObject([{ ok: true, rows: [], end: { complete: 'unknown' } }]);
  });

  it('ends as cancelled when its signal aborts', async () => {
    const stop = cloud.fault({ kind: 'hang' });
    const signal = AbortSignal.timeout(50);
    const result = await clientOf().request('GET /api/v1/self', { signal });
    stop();
    expect(result).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
  });
});

describe('lists', () => {
  const route = 'GET /api/v1/orgs/{org_id}/inventory';

  it('pages are fetched when they are asked for, and the last one says that it is', async () => {
    const pages = clientOf().pages(route, { path, query: { limit: 20 } });
    for await (const page of pages) {
      expect(page).toMatchObject({ ok: true, rows: { length: 20 } });
      expect(page).not.toHaveProperty('end');
      break;
    }
    expect(sent()).toHaveLength(1);
    const all = await collect(clientOf().pages(route, { path, query: { limit: 20 } }));
    expect(all.length).toBeGreaterThan(2);
    expect(all.map((page) => page.ok && page.end?.complete)).toEqual([...all.slice(1).map(() => undefined), 'yes']);
  });

  it('rows are those of all pages, each once', async () => {
    const rows = await collect(clientOf().rows(route, { path, query: { limit: 20 } }));
    const whole = await clientOf().request(route, { path, query: { limit: 1000 } });
    expect(whole).toMatchObject({ ok: true, data: rows });
  });

  it('rows end with an error where pages are missing, unless that is allowed', async () => {
    const rows = clientOf().rows(route, { path, query: { limit: 20 }, maxPages: 2 });
    const got: unknown[] = [];
    const walk = async () => {
      for await (const row of rows) got.push(row);
    };
    await expect(walk()).rejects.toMatchObject({ kind: 'incomplete' });
    expect(got).toHaveLength(40);
    const options = { path, query: { limit: 20 }, maxPages: 2, allowIncomplete: true };
    expect(await collect(clientOf().rows(route, options))).toHaveLength(40);
  });

  it('a page that fails is the last item of pages and the error of rows', async () => {
    const pages = clientOf().pages(route, { path, query: { limit: 20 } });
    const items: unknown[] = [];
    for await (const page of pages) {
      items.push(page);
      if (items.length === 1) cloud.fault({ kind: '500', times: 1 });
    }
    expect(items).toMatchObject([{ ok: true }, { ok: false, error: { more: { status: 500 } } }]);
  });
});

describe('secrets', () => {
  it('are masked where the client or the request says so, and come as they are elsewhere', async () => {
    const route = 'GET /api/v1/orgs/{org_id}/psks';
    const open = await clientOf().request(route, { path });
    const masked = await clientOf().request(route, { path, maskSecrets: true });
    const rows = await collect(clientOf({ maskSecrets: true }).rows(route, { path }));
    if (!open.ok || !masked.ok) throw new Error('the cloud has keys');
    const secrets = open.data.map(({ passphrase }) => passphrase);
    expect(secrets.length).toBeGreaterThan(0);
    for (const text of [masked.data, rows, maskSecrets(open.data)].map((value) => JSON.stringify(value))) {
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  });

  it('are not overwritten with a mask', async () => {
    const mist = clientOf({ allowWrites: true, maskSecrets: true });
    const [key] = await collect(mist.rows('GET /api/v1/orgs/{org_id}/psks', { path }));
    if (!key) throw new Error('the cloud has keys');
    const options = { path: { ...path, psk_id: key.id ?? '' }, body: key };
    const result = await mist.request('PUT /api/v1/orgs/{org_id}/psks/{psk_id}', options);
    expect(result).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(sent().filter(({ method }) => method === 'PUT')).toEqual([]);
  });
});
