import { generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { SignInConfig } from '../../../../src/config/sign-in.ts';
import { KeysUnavailable } from '../../../../src/transport/http/sign-in/provider-keys.ts';
import { ForgedToken, TokenVerifier } from '../../../../src/transport/http/sign-in/verifier.ts';

type Claims = Readonly<Record<string, unknown>>;
type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

const config: SignInConfig = {
  ...{ issuer: 'https://login.example.com', audiences: ['https://mcp.example.com/mcp', 'api://mist'] },
  ...{ publicUrl: 'https://mcp.example.com/mcp', groupsClaim: ['groups'], clients: [], access: 'access.json' },
  ...{ mistTokens: false, personLimit: 60 },
};
let own: Pair;
let foreign: Pair;
let other: Pair;
beforeAll(async () => {
  [own, foreign, other] = [
    await generateKeyPair('RS256'),
    await generateKeyPair('RS256'),
    await generateKeyPair('RS512'),
  ];
});

const seconds = (): number => Math.floor(Date.now() / 1000);
const person = { sub: 'ann', scope: 'mist:read' };

/** A token of the provider; a claim that is undefined is left out. */
function sign(claims: Claims = {}, header: Partial<JWTHeaderParameters> = {}, key = own.privateKey): Promise<string> {
  const whole = {
    ...{ iss: config.issuer, aud: config.audiences[0], iat: seconds(), exp: seconds() + 600, ...person },
    ...claims,
  };
  return new SignJWT(JSON.parse(JSON.stringify(whole))).setProtectedHeader({ alg: 'RS256', ...header }).sign(key);
}

/** A verifier that knows the provider's key, and how often it was looked for. */
function stage(over: Partial<SignInConfig> = {}, find: () => Promise<Pair['publicKey']> = async () => own.publicKey) {
  const looks: number[] = [];
  const verifier = new TokenVerifier(
    { ...config, ...over },
    {
      find: () => {
        looks.push(1);
        return find();
      },
    },
  );
  return { verifier, looks };
}
const callerOf = async (claims: Claims, over: Partial<SignInConfig> = {}) =>
  stage(over).verifier.callerOf(await sign({ ...person, ...claims }));
const refusalOf = async (token: string, verifier = stage().verifier): Promise<Error> => {
  const error: unknown = await verifier.verifyAccessToken(token).catch((thrown: unknown) => thrown);
  if (error instanceof Error) return error;
  throw new Error('it was taken');
};

describe('a token that the provider signed for this server', () => {
  it('says who it is of, by which application, with what', async () => {
    const exp = seconds() + 300;
    const token = await sign({ exp, azp: 'app', groups: ['noc', 7, 'lab'], preferred_username: 'Ann', scope: 'a b' });
    const { verifier } = stage();
    expect(await verifier.callerOf(token)).toEqual({
      ...{
        issuer: config.issuer,
        subject: 'ann',
        name: 'Ann',
        client: 'app',
        groups: ['noc', 'lab'],
        scopes: ['a', 'b'],
      },
    });
    const info = await verifier.verifyAccessToken(token);
    expect(info).toMatchObject({
      ...{ clientId: 'app', scopes: ['a', 'b'], expiresAt: exp + 60, resource: new URL(config.publicUrl) },
    });
    expect(JSON.stringify(info)).not.toContain(token);
  });

  it.each([
    [{ preferred_username: 'p', name: 'n', email: 'e' }, 'p'],
    [{ preferred_username: '', name: 'n', email: 'e' }, 'n'],
    [{ name: 7, email: 'e' }, 'e'],
    [{}, undefined],
    [{ name: 'x'.repeat(300) }, 'x'.repeat(200)],
  ])('calls its person by %j as %s', async (claims, name) => {
    expect((await callerOf(claims)).name).toBe(name);
  });

  it.each([
    [{ azp: 'a', client_id: 'b', cid: 'c', appid: 'd' }, 'a'],
    [{ client_id: 'b', cid: 'c', appid: 'd' }, 'b'],
    [{ cid: 'c', appid: 'd' }, 'c'],
    [{ appid: 'd' }, 'd'],
    [{}, 'unknown'],
  ])('names the application by %j as %s', async (claims, client) => {
    expect((await callerOf(claims)).client).toBe(client);
  });

  it('has groups where the claim is, by its whole name or a way down', async () => {
    const groups = async (claims: Claims, groupsClaim: readonly string[]) =>
      (await callerOf(claims, { groupsClaim })).groups;
    expect(await groups({ realm: { roles: ['noc'] } }, ['realm', 'roles'])).toEqual(['noc']);
    expect(await groups({ 'https://x.y/groups': ['lab'] }, ['https://x', 'y/groups'])).toEqual(['lab']);
    expect(await groups({ realm: 'x' }, ['realm', 'roles'])).toEqual([]);
    // A part of its name would be the group of others.
    expect(await groups({ groups: 'noc  lab' }, ['groups'])).toEqual(['noc  lab']);
    expect(await groups({ groups: '' }, ['groups'])).toEqual([]);
    expect(await groups({ scp: 'noc lab' }, ['scp'])).toEqual(['noc', 'lab']);
    expect(await groups({ groups: { a: 1 } }, ['groups'])).toEqual([]);
  });

  it('has the scopes and permissions of all claims, roles only of an application by itself', async () => {
    const scopes = async (claims: Claims, over: Partial<SignInConfig> = {}) =>
      (await callerOf({ scope: undefined, ...claims }, over)).scopes;
    const all = { scope: 'a', scp: ['b'], permissions: ['c', 'a'], roles: ['d'] };
    expect(await scopes(all)).toEqual(['a', 'b', 'c']);
    expect(await scopes({ ...all, idtyp: 'app' })).toEqual(['a', 'b', 'c', 'd']);
    expect(await scopes({ ...all, idtyp: 'user' })).toEqual(['a', 'b', 'c']);
  });

  it('has a scope that begins with an address also where the provider leaves that out', async () => {
    const over = { readScope: 'api://mist/read', writeScope: 'api://mist/write' };
    const scopes = async (scope: string) => (await callerOf({ scope }, over)).scopes;
    expect(await scopes('read')).toEqual(['read', 'api://mist/read']);
    expect(await scopes('api://mist/read')).toEqual(['api://mist/read']);
    // Who may change may read.
    expect(await scopes('write')).toEqual(['write', 'api://mist/write', 'api://mist/read']);
    expect(await scopes('mist')).toEqual(['mist']);
    expect((await callerOf({ scope: 'write' }, { writeScope: 'write' })).scopes).toEqual(['write']);
    expect((await callerOf({ scope: 'x' }, { readScope: 'read' })).scopes).toEqual(['x']);
  });

  it.each(['JWT', 'at+jwt', 'application/at+jwt', 'AT+JWT'])('is taken with the type %s', async (typ) => {
    await expect(stage().verifier.verifyAccessToken(await sign({}, { typ }))).resolves.toBeDefined();
  });

  it('is taken for any of the audiences, a minute after its end, and as a bearer token', async () => {
    for (const claims of [
      { aud: 'api://mist' },
      { aud: ['x', 'api://mist'] },
      { exp: seconds() - 50 },
      { typ: 'Bearer' },
    ])
      await expect(stage().verifier.verifyAccessToken(await sign(claims))).resolves.toBeDefined();
  });
});

describe('a token that is good for nothing', () => {
  it.each<[string, Claims, RegExp]>([
    ['is for another server', { aud: 'https://other.example.com' }, /not for this server: its claim aud/],
    ['is of another provider', { iss: 'https://other.example.com' }, /not for this server: its claim iss/],
    ['has expired', { exp: seconds() - 70 }, /has expired/],
    ['never ends', { exp: undefined }, /its claim exp/],
    ['is for nobody', { sub: undefined }, /its claim sub/],
    ['names nobody', { sub: '' }, /names nobody/],
    ['has no scope', { scope: undefined }, /neither a scope nor a permission/],
    ['is an ID token by its nonce', { nonce: 'x' }, /no access token/],
    ['is an ID token by a hash of the access token', { at_hash: 'x' }, /no access token/],
    ['is an ID token by a hash of a code', { c_hash: 'x' }, /no access token/],
    ['is for refreshing', { typ: 'Refresh' }, /no access token/],
    ['is bound to a key', { cnf: { jkt: 'x' } }, /bound to a key/],
  ])('because it %s is refused, and not held for forged', async (_, claims, words) => {
    const error = await refusalOf(await sign(claims));
    expect(error.message).toMatch(words);
    expect(error).not.toBeInstanceOf(ForgedToken);
    expect(error).toHaveProperty('code', 'invalid_token');
  });

  it.each(['xjwt', 'at+jwtx', 'logout+jwt'])('because its type is %s is refused', async (typ) => {
    expect((await refusalOf(await sign({}, { typ }))).message).toBe('The token is of another type.');
  });

  it('because it claims a key and was not signed with it is forged', async () => {
    const signed = await sign();
    for (const token of [await sign({}, {}, foreign.privateKey), `${signed.slice(0, -4)}AAAA`]) {
      const error = await refusalOf(token);
      expect(error).toBeInstanceOf(ForgedToken);
      expect(error).toHaveProperty('code', 'invalid_token');
    }
  });

  it('because it is none of the provider is refused, and not held for forged', async () => {
    const unsigned = (await sign()).replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString('base64url'));
    for (const token of [unsigned, 'no.token.at-all', 'x'.repeat(16_385)]) {
      const error = await refusalOf(token);
      expect(error).not.toBeInstanceOf(ForgedToken);
      expect(error).toHaveProperty('code', 'invalid_token');
    }
    expect((await refusalOf('x'.repeat(16_385))).message).toBe('The token is too long.');
    const strong = await sign({}, { alg: 'RS512' }, other.privateKey);
    const refused = await refusalOf(strong, stage({}, async () => other.publicKey).verifier);
    expect(refused.message).toBe('The token is none that the provider signed.');
    expect(refused).not.toBeInstanceOf(ForgedToken);
  });

  it('is not told from a good one while the keys cannot be had', async () => {
    for (const error of [new KeysUnavailable('The provider does not answer.'), new TypeError('fetch failed')]) {
      const { verifier } = stage({}, async () => {
        throw error;
      });
      expect(await refusalOf(await sign(), verifier)).toBeInstanceOf(KeysUnavailable);
    }
  });

  it('is never known', async () => {
    const { verifier } = stage();
    const token = await sign({ nonce: 'x' });
    await refusalOf(token, verifier);
    expect(verifier.knows(token)).toBe(false);
  });
});

describe('a token that was found good', () => {
  it('is known until it expires', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const { verifier, looks } = stage();
      const token = await sign({ exp: seconds() + 100 });
      expect(verifier.knows(token)).toBe(false);
      await verifier.callerOf(token);
      await verifier.verifyAccessToken(token);
      expect([verifier.knows(token), looks.length]).toEqual([true, 1]);
      vi.advanceTimersByTime(159_000);
      await verifier.callerOf(token);
      expect(looks).toHaveLength(1);
      vi.advanceTimersByTime(2000);
      expect((await refusalOf(token, verifier)).message).toBe('The token has expired.');
      expect([verifier.knows(token), looks.length]).toEqual([false, 2]);
    } finally {
      vi.useRealTimers();
    }
  });
});
