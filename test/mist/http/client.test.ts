import { describe, expect, it } from 'vitest';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import { version } from '../../../src/core/version.ts';
import { createMistClient, type MistClient, type MistRequest } from '../../../src/mist/http/client.ts';
import { clientOf, faultServers, json, startFaultServer, TOKEN } from '../../harness/fault-server.ts';

const ORG = '11111111-2222-3333-4444-555555555555';
const SELF: MistRequest = { route: 'GET /api/v1/self' };
const CREATE: MistRequest = { route: 'POST /api/v1/orgs/{org_id}/sites', path: { org_id: ORG }, body: { name: 'x' } };

const serve = faultServers();

async function failure(client: MistClient, request: MistRequest): Promise<MistError> {
  try {
    await client.send(request);
  } catch (error) {
    if (error instanceof MistError) {
      expect(JSON.stringify([error.what, error.advice, error.more, error.stack])).not.toContain(TOKEN);
      return error;
    }
    throw error;
  }
  throw new Error('the request succeeded');
}

describe('what is sent', () => {
  it('names the token, the agent and JSON, and gives back what came', async () => {
    const server = await serve((response) => json(response, { email: 'a@b.c' }, 200, { 'x-page-total': '7' }));
    const answer = await clientOf(server).send(SELF);
    expect(answer).toMatchObject({ route: SELF.route, status: 200, body: { email: 'a@b.c' }, url: '/api/v1/self' });
    expect(answer.headers.get('x-page-total')).toBe('7');
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: `Token ${TOKEN}`,
      'user-agent': `mistmcp/${version}`,
      accept: 'application/json',
    });
    expect(server.requests[0]?.headers['content-type']).toBeUndefined();
  });

  it('joins lists with commas, sends false, and leaves out what has no value', async () => {
    const server = await serve((response) => json(response, { results: [] }));
    const answer = await clientOf(server).send({
      route: 'GET /api/v1/orgs/{org_id}/alarms/search',
      path: { org_id: ORG },
      query: { acked: false, limit: 5, type: ['a b', 'c&d'], severity: undefined, group: [] },
    });
    expect(server.requests[0]?.url).toBe(`/api/v1/orgs/${ORG}/alarms/search?acked=false&limit=5&type=a%20b,c%26d`);
    expect(answer.url).toBe(server.requests[0]?.url);
  });

  it('sends a body as JSON, nulls and dash keys included', async () => {
    const server = await serve((response) => json(response, { id: ORG }));
    const body = { name: 'Zürich', notes: null, '-vars': '', latlng: { lat: 1 } };
    await clientOf(server).send({ route: 'PUT /api/v1/sites/{site_id}', path: { site_id: ORG }, body });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(body);
    expect(server.requests[0]?.headers['content-type']).toBe('application/json');
  });

  it('keeps connections alive from one request to the next', async () => {
    const server = await serve((response) => json(response, {}));
    const client = clientOf(server);
    for (let round = 0; round < 20; round++) await client.send(SELF);
    expect(server.requests).toHaveLength(20);
    expect(server.connections()).toBeLessThan(5);
  });

  it('sends a next exactly as it is written, without what follows #', async () => {
    const server = await serve((response) => json(response, { results: [] }));
    const next = `/api/v1/orgs/${ORG}/alarms/search?end=1711035686&limit=10&search_after=%5B1711031354000%2C+%2256%22%5D`;
    const answer = await clientOf(server).get(`${next}#skip=3`);
    expect(server.requests[0]?.url).toBe(next);
    expect(answer).toMatchObject({ route: 'GET /api/v1/orgs/{org_id}/alarms/search', url: next });
  });
});

describe('what is never sent', () => {
  const refusals: Record<string, MistRequest> = {
    'an id that climbs out': {
      route: 'DELETE /api/v1/orgs/{org_id}/wlans/{wlan_id}',
      path: { org_id: ORG, wlan_id: '..' },
    },
    'an id of another shape': { route: 'GET /api/v1/orgs/{org_id}', path: { org_id: 'acme' } },
    'a missing id': { route: 'GET /api/v1/orgs/{org_id}' },
    'an empty id': { route: 'GET /api/v1/orgs/{org_id}', path: { org_id: '' } },
    'an id too many': { route: 'GET /api/v1/self', path: { org_id: ORG } },
    'a parameter the route has not': {
      route: 'GET /api/v1/orgs/{org_id}/sites',
      path: { org_id: ORG },
      query: { nmae: 'x' },
    },
    'a parameter named like a method of objects': { route: 'GET /api/v1/self', query: { constructor: 'x' } },
    'a number that is none': {
      route: 'GET /api/v1/orgs/{org_id}/sites',
      path: { org_id: ORG },
      query: { limit: Number.NaN },
    },
  };
  for (const [name, request] of Object.entries(refusals)) {
    it(name, async () => {
      const server = await serve((response) => json(response, {}));
      expect((await failure(clientOf(server), request)).kind).toBe('refused');
      expect(server.connections()).toBe(0);
    });
  }

  it('anything that needs a token when there is none', async () => {
    const server = await serve((response) => json(response, {}));
    const error = await failure(createMistClient({ cloud: server.cloud, token: undefined }), SELF);
    expect(error.kind).toBe('no_token');
    expect(error.advice).toMatch(/MIST_APITOKEN.*API Token/s);
    expect(server.connections()).toBe(0);
  });

  it('but a public route is asked without a token', async () => {
    const server = await serve((response) => json(response, {}));
    await createMistClient({ cloud: server.cloud, token: undefined }).send({ route: 'GET /api/v1/register/recaptcha' });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('anything after close, which also ends what is under way', async () => {
    const server = await serve(() => {});
    const client = clientOf(server);
    const waiting = failure(client, SELF);
    await expect.poll(() => server.requests.length).toBe(1);
    await client.close();
    expect((await waiting).kind).toBe('cancelled');
    expect((await failure(client, SELF)).kind).toBe('cancelled');
    expect(server.requests).toHaveLength(1);
  });
});

describe('errors in words', () => {
  const statuses = [
    [400, 'bad_request'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [409, 'bad_request'],
    [429, 'rate_limited'],
    [500, 'server'],
  ] as const;
  for (const [status, kind] of statuses) {
    it(`${status} is ${kind} and carries what the API said`, async () => {
      const server = await serve((response) => json(response, { detail: `no ${status}` }, status));
      const error = await failure(clientOf(server), SELF);
      expect(error).toMatchObject({ kind, more: { status, detail: `no ${status}` } });
      expect(server.requests).toHaveLength(1);
    });
  }

  it('401 says both causes, the cloud, and that no other is tried', async () => {
    const server = await serve((response) => json(response, {}, 401));
    const { what, advice } = await failure(clientOf(server), SELF);
    expect(what).toContain(server.cloud.name);
    expect(advice).toMatch(/token is wrong/);
    expect(advice).toMatch(/another cloud/);
    expect(advice).toMatch(/never tried on other clouds/);
  });

  it('takes the token and control characters out of what the API said, and cuts nothing before it is masked', async () => {
    const detail = `${'x'.repeat(280)} bad\u0000\u001b[31m\n${TOKEN} ${'y'.repeat(500)}`;
    const server = await serve((response) => json(response, { detail }, 400));
    const { more } = await failure(clientOf(server), SELF);
    expect(more.detail?.endsWith('y'.repeat(500))).toBe(true);
    expect(more.detail).not.toContain(TOKEN.slice(0, 6));
    expect(more.detail).not.toMatch(/\p{Cc}/u);
  });

  it('a write that failed on the way says that it may have happened', async () => {
    const server = await serve((response) => response.destroy());
    const error = await failure(clientOf(server), CREATE);
    expect(error.kind).toBe('network');
    expect(error.advice).toMatch(/read the object before trying again/);
  });

  it('a refused connection is named', async () => {
    const server = await startFaultServer(() => {});
    await server.close();
    const error = await failure(clientOf(server), SELF);
    expect(error.kind).toBe('network');
    expect(error.what).toContain('refused');
  });
});

describe('redirects', () => {
  for (const status of [301, 302, 303, 307, 308]) {
    it(`${status} is an error, and the other host hears nothing`, async () => {
      const canary = await serve((response) => json(response, {}));
      const server = await serve((response) => {
        response.writeHead(status, { location: `${canary.url}/api/v1/self?stolen=1` }).end();
      });
      const error = await failure(clientOf(server), SELF);
      expect(error.kind).toBe('redirect');
      expect(error.what).not.toContain('stolen');
      expect(canary.connections()).toBe(0);
      expect(server.requests).toHaveLength(1);
    });
  }
});

describe('answers that are no JSON', () => {
  const bodies: Record<string, [string, RegExp]> = {
    'a web page': ['<!DOCTYPE html><html><body>Login</body></html>', /web page/],
    'broken JSON': ['{"results": [{"id": "1"', /cut off/],
    'an empty body': ['', /empty/],
    'plain text': ['upstream says hello', /not JSON/],
  };
  for (const [name, [body, words]] of Object.entries(bodies)) {
    for (const chunked of [false, true]) {
      it(`${name}, ${chunked ? 'chunked' : 'with a length'}`, async () => {
        const server = await serve((response) => {
          response.writeHead(200, chunked ? {} : { 'content-length': Buffer.byteLength(body) });
          if (chunked) response.flushHeaders();
          response.end(body);
        });
        const error = await failure(clientOf(server), SELF);
        expect(error.kind).toBe('not_json');
        expect(error.what).toMatch(words);
        expect(server.requests).toHaveLength(1);
      });
    }
  }

  it('a page of a proxy with 502 or 403 keeps its kind and says so', async () => {
    const server = await serve((response) => response.writeHead(403).end('<html>blocked</html>'));
    const error = await failure(clientOf(server), SELF);
    expect(error.kind).toBe('forbidden');
    expect(error.what).toMatch(/web page/);
    expect(error.more.detail).toBeUndefined();
  });

  it('an empty success is fine for a change', async () => {
    const server = await serve((response, { method }) => response.writeHead(method === 'DELETE' ? 204 : 200).end());
    const client = clientOf(server);
    const gone = await client.send({ route: 'DELETE /api/v1/sites/{site_id}', path: { site_id: ORG } });
    expect(gone).toMatchObject({ status: 204, body: undefined });
    expect((await client.send(CREATE)).body).toBeUndefined();
  });

  it('a route that answers with a file of text gives the text', async () => {
    const server = await serve((response) => response.writeHead(200, { 'content-type': 'text/csv' }).end('a,b\n1,2\n'));
    const answer = await clientOf(server).send({
      route: 'GET /api/v1/sites/{site_id}/devices/export',
      path: { site_id: ORG },
    });
    expect(answer.body).toBe('a,b\n1,2\n');
  });
});
