import { afterAll, beforeAll, expect, it } from 'vitest';
import { type IdentityProvider, startIdentityProvider } from '../../../harness/identity-provider.ts';
import { openSignInStage, PUBLIC_URL, type SignInStage } from '../../../harness/sign-in-stage.ts';
import { ask, initialize } from '../../../harness/wire.ts';

let provider: IdentityProvider;
let stage: SignInStage;

beforeAll(async () => {
  provider = await startIdentityProvider(PUBLIC_URL);
  stage = await openSignInStage({
    issuer: provider.issuer,
    access: [{ groups: ['noc'], profiles: ['reader'], role: 'read' }],
    args: ['--behind-proxy', '--person-limit', '120'],
  });
});

afterAll(async () => {
  await stage.close();
  await provider.close();
});

const OFFICE = '198.51.100.7';
const OFFICE_B = '198.51.100.10';
const person = (sub: string): Promise<string> => provider.sign({ sub, groups: ['noc'], scope: 'openid' });
const open = async (token: string | undefined, from: string): Promise<readonly [number, string | undefined]> => {
  const headers = { 'X-Forwarded-For': from, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
  const { status, headers: got } = await ask(stage.running.url, { headers, body: initialize });
  return [status, got['retry-after']];
};

it('forged tokens of one address are not looked at any more after some; whoever is known there goes on', async () => {
  const known = await person('ann');
  expect((await open(known, OFFICE))[0]).toBe(200);
  for (let turn = 0; turn < 10; turn += 1) {
    const forged = await provider.sign({ sub: `stranger ${turn}`, scope: 'openid' }, {}, 'foreign');
    expect((await open(forged, OFFICE))[0]).toBe(401);
  }
  const [status, retryAfter] = await open('not.a.token', OFFICE);
  expect(status).toBe(429);
  expect(Number(retryAfter)).toBeGreaterThan(0);
  expect((await open(known, OFFICE))[0]).toBe(200);
  expect((await open(await person('ben'), '198.51.100.8'))[0]).toBe(200);
});

it('clients without a token, with one that has expired, and with one of something else are no strangers', async () => {
  const now = Math.floor(Date.now() / 1000);
  const expired = await provider.sign({ sub: 'cat', groups: ['noc'], scope: 'openid', exp: now - 600 });
  for (let turn = 0; turn < 15; turn += 1) {
    expect((await open(undefined, '198.51.100.9'))[0]).toBe(401);
    expect((await open(expired, '198.51.100.9'))[0]).toBe(401);
  }
  // Neither are those that were set up with a Mist token, or for another provider.
  const astray = await provider.sign({ sub: 'cat', scope: 'openid' }, { kid: 'of another provider' }, 'foreign');
  for (let turn = 0; turn < 15; turn += 1) {
    expect((await open(stage.cloud.tokens.read, '198.51.100.9'))[0]).toBe(401);
    expect((await open(astray, '198.51.100.9'))[0]).toBe(401);
  }
  expect((await open(await person('cat'), '198.51.100.9'))[0]).toBe(200);
});

it('a person has a number of requests, whichever application makes them; others are not touched', async () => {
  const [one, other] = await Promise.all([
    person('dan'),
    provider.sign({ sub: 'dan', groups: ['noc'], scope: 'openid', client_id: 'another' }),
  ]);
  const answers = Array.from({ length: 42 }, (_, turn) => open(turn % 2 === 0 ? one : other, OFFICE_B));
  const statuses = (await Promise.all(answers)).map(([status]) => status);
  // The slice of ten seconds may turn once meanwhile.
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(20);
  expect((await open(await person('eve'), OFFICE_B))[0]).toBe(200);
});

it('a person who sends what is no request, or no message at all, is told to wait, too', async () => {
  const headers = { 'X-Forwarded-For': OFFICE_B, Authorization: `Bearer ${await person('fay')}` };
  const bodies = ['{"jsonrpc":', JSON.stringify({ jsonrpc: '2.0', id: 'none', result: {} })];
  const statuses: number[] = [];
  for (let turn = 0; turn < 90; turn += 1)
    statuses.push((await ask(stage.running.url, { headers, body: bodies[turn % 2] ?? '' })).status);
  // 40 in ten seconds, which may turn meanwhile.
  expect(statuses).toContain(429);
  expect(statuses.filter((status) => status !== 429).length).toBeGreaterThanOrEqual(40);
  expect((await open(await person('gil'), OFFICE_B))[0]).toBe(200);
});
