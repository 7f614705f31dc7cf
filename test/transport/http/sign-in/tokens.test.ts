import { generateSecret, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type IdentityProvider, startIdentityProvider } from '../../../harness/identity-provider.ts';
import { openSignInStage, PUBLIC_URL, type SignInStage } from '../../../harness/sign-in-stage.ts';

let provider: IdentityProvider;
let stage: SignInStage;
const READ = 'mist:read';

beforeAll(async () => {
  provider = await startIdentityProvider(PUBLIC_URL);
  stage = await openSignInStage({
    issuer: provider.issuer,
    access: [{ groups: ['noc'], profiles: ['reader'], role: 'read' }],
    args: ['--oidc-read-scope', READ, '--oidc-clients', 'app', '--mist-tokens', '--enable-write-tools'],
  });
});

afterAll(async () => {
  await stage.close();
  await provider.close();
});

const person = { sub: 'ann', groups: ['noc'], scope: READ };
const initialize = {
  ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
};

async function post(token: string | undefined, path = '/mcp') {
  const response = await fetch(new URL(path, stage.running.url), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(initialize),
  });
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate') ?? '',
    text: await response.text(),
  };
}

const now = () => Math.floor(Date.now() / 1000);

describe('a token at /mcp', () => {
  it('that the provider signed for this server lets its person in', async () => {
    expect((await post(await provider.sign(person))).status).toBe(200);
    expect((await post(await provider.sign(person, { typ: 'JWT' }))).status).toBe(200);
    const { scope: _, ...others } = person;
    expect((await post(await provider.sign({ ...others, scp: [READ] }))).status).toBe(200);
    expect((await post(await provider.sign({ ...others, permissions: [READ] }))).status).toBe(200);
  });

  it('that is missing is challenged with where to sign in and what for', async () => {
    const { status, challenge, text } = await post(undefined);
    expect(status).toBe(401);
    expect(text).toContain('Missing Authorization header. Sign in');
    expect(challenge).toContain('resource_metadata="http://127.0.0.1:8000/.well-known/oauth-protected-resource/mcp"');
    expect(challenge).toContain(`scope="${READ}"`);
  });

  it.each<[string, () => Promise<string>]>([
    ['of another issuer', () => provider.sign({ ...person, iss: 'http://127.0.0.1:1' })],
    ['for another audience', () => provider.sign({ ...person, aud: 'https://other.example' })],
    ['without an audience', () => provider.sign({ ...person, aud: undefined })],
    ['that has expired', () => provider.sign({ ...person, exp: now() - 120 })],
    ['that never expires', () => provider.sign({ ...person, exp: undefined })],
    ['that is not good yet', () => provider.sign({ ...person, nbf: now() + 600 })],
    ['of nobody', () => provider.sign({ ...person, sub: undefined })],
    ['of a number', () => provider.sign({ ...person, sub: 7 })],
    ['that is an ID token by its nonce', () => provider.sign({ ...person, nonce: 'n' })],
    ['that is an ID token by at_hash', () => provider.sign({ ...person, at_hash: 'h' })],
    ['that is an ID token by c_hash', () => provider.sign({ ...person, c_hash: 'h' })],
    ['that is an ID token by its typ', () => provider.sign({ ...person, typ: 'ID' })],
    ['of another type', () => provider.sign(person, { typ: 'logout+jwt' })],
    ['without a scope', () => provider.sign({ ...person, scope: undefined })],
    ['with roles in the place of a scope', () => provider.sign({ ...person, scope: undefined, roles: [READ] })],
    ['that is bound to a key', () => provider.sign({ ...person, cnf: { jkt: 'x' } })],
    ['signed by somebody else', () => provider.sign(person, {}, 'foreign')],
    ['signed with an unknown key', () => provider.sign(person, { kid: 'other' })],
    [
      'signed with a secret',
      async () => {
        const claims = { ...person, iss: provider.issuer, aud: PUBLIC_URL, exp: now() + 600 };
        return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(await generateSecret('HS256'));
      },
    ],
    [
      'that is not signed',
      async () => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
        const claims = { ...person, iss: provider.issuer, aud: PUBLIC_URL, exp: now() + 600 };
        return `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.`;
      },
    ],
    ['of Mist', async () => stage.cloud.tokens.write],
  ])('%s is refused with a challenge and reaches no cloud', async (_, make) => {
    const seen = stage.cloud.requests.length;
    const token = await make();
    const { status, challenge, text } = await post(token);
    expect(status).toBe(401);
    expect(challenge).toContain('error="invalid_token"');
    expect(challenge).toContain('resource_metadata=');
    expect(text).not.toContain(token);
    expect(stage.cloud.requests.length).toBe(seen);
  });

  it('of an application that may not be used is refused without another sign-in', async () => {
    const { status, challenge } = await post(await provider.sign({ ...person, client_id: 'foreign' }));
    expect([status, challenge]).toEqual([403, '']);
  });

  it('that lacks the scope for reading is told which one it needs', async () => {
    const { status, challenge } = await post(await provider.sign({ ...person, scope: 'other' }));
    expect(status).toBe(403);
    expect(challenge).toContain('error="insufficient_scope"');
    expect(challenge).toContain(`scope="${READ}"`);
  });

  it('of whom no row is meant names the claim that was looked at', async () => {
    const { status, text } = await post(await provider.sign({ ...person, groups: ['sales'] }));
    expect(status).toBe(403);
    expect(text).toContain('claim `groups`');
    expect(text).not.toContain('noc');
  });

  it('whose groups are one text is of that group, and of none that a part of its name is called', async () => {
    expect((await post(await provider.sign({ ...person, groups: 'noc' }))).status).toBe(200);
    expect((await post(await provider.sign({ ...person, groups: 'friends of noc' }))).status).toBe(403);
  });
});

describe('the paths beside each other', () => {
  it('take a Mist token at /token/mcp and hand no token of the provider to Mist there', async () => {
    expect((await post(stage.cloud.tokens.read, '/token/mcp')).status).toBe(200);
    const seen = stage.cloud.requests.length;
    const { status, text } = await post(await provider.sign(person), '/token/mcp');
    expect([status, stage.cloud.requests.length]).toEqual([401, seen]);
    expect(text).toContain('/mcp only');
  });

  it('say at both well-known paths who signs people in, and mirror nothing of the provider', async () => {
    for (const path of ['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp']) {
      const response = await fetch(new URL(path, stage.running.url));
      expect(await response.json()).toMatchObject({
        resource: PUBLIC_URL,
        authorization_servers: [provider.issuer],
        scopes_supported: [READ],
        bearer_methods_supported: ['header'],
      });
    }
    const mirror = await fetch(new URL('/.well-known/oauth-authorization-server', stage.running.url));
    expect(mirror.status).toBe(404);
  });

  it('refuse a token in the URL', async () => {
    expect((await post(undefined, `/mcp?access_token=${await provider.sign(person)}`)).status).toBe(400);
  });
});

describe('a provider that is down later', () => {
  const MINUTE = 60_000;

  it('shuts nobody out whose token is signed with a key that is known, for an hour', async () => {
    const own = await startIdentityProvider(PUBLIC_URL);
    const access = [{ subject: 'ann', profiles: ['reader'], role: 'read' }];
    const other = await openSignInStage({ issuer: own.issuer, access });
    const fresh = (more: object = {}) => own.sign({ ...person, exp: now() + 4 * 3600, ...more });
    const started = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: started });
    try {
      expect((await post(await fresh(), other.running.url)).status).toBe(200);
      own.isUp = false;
      // Keys are asked for anew after ten minutes.
      vi.setSystemTime(started + 11 * MINUTE);
      expect((await post(await fresh(), other.running.url)).status).toBe(200);
      const asked = own.asked.length;
      expect((await post(await fresh({ jti: 'another' }), other.running.url)).status).toBe(200);
      expect(own.asked.length).toBe(asked);
      const unseen = await own.sign({ ...person, exp: now() + 4 * 3600 }, { kid: 'new' });
      expect((await post(unseen, other.running.url)).status).toBe(503);
      expect((await post(await own.sign(person, {}, 'foreign'), other.running.url)).status).toBe(401);
      vi.setSystemTime(started + 90 * MINUTE);
      expect((await post(await fresh(), other.running.url)).status).toBe(503);
      own.isUp = true;
      vi.setSystemTime(started + 91 * MINUTE);
      expect((await post(await fresh(), other.running.url)).status).toBe(200);
    } finally {
      vi.useRealTimers();
      await other.close();
      await own.close();
    }
  });
});

describe('a provider that is down at the start', () => {
  it('keeps nobody from starting: tokens are answered 503 until its keys are there', async () => {
    const late = await startIdentityProvider(PUBLIC_URL);
    late.isUp = false;
    const access = [{ subject: 'ann', profiles: ['reader'], role: 'read' }];
    const other = await openSignInStage({ issuer: late.issuer, access });
    const token = await late.sign(person);
    expect((await post(token, other.running.url)).status).toBe(503);
    const asked = late.asked.length;
    expect((await post(token, other.running.url)).status).toBe(503);
    expect(late.asked.length).toBe(asked);
    await other.close();
    late.isUp = true;
    const again = await openSignInStage({ issuer: late.issuer, access });
    expect((await post(token, again.running.url)).status).toBe(200);
    await again.close();
    await late.close();
  });
});
