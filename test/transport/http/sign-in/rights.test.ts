import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Era } from '../../../harness/era.ts';
import { type IdentityProvider, startIdentityProvider } from '../../../harness/identity-provider.ts';
import { startScriptedCloud } from '../../../harness/scripted-cloud.ts';
import { openSignInStage, PUBLIC_URL, type SignInStage } from '../../../harness/sign-in-stage.ts';
import { ask, initialize } from '../../../harness/wire.ts';

let provider: IdentityProvider;
let stage: SignInStage;
let london: string;

const noc = { groups: ['noc'], profiles: ['writer'], role: 'write' };
const everybody = [noc, { groups: ['desk'], profiles: ['reader'], role: 'read' }];

beforeAll(async () => {
  provider = await startIdentityProvider(PUBLIC_URL);
  stage = await openSignInStage({
    issuer: provider.issuer,
    access: everybody,
    args: ['--enable-write-tools'],
    setup: { lookMs: 20 },
  });
  london = stage.cloud.world.id('sites', 'London Store');
});

afterAll(async () => {
  await stage.close();
  await provider.close();
});

const told = (text: string): number => stage.lines.filter((line) => line.includes(text)).length;
const CHANGED = 'access file has changed and is in use';

async function grant(rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const before = told(CHANGED);
  stage.grant(rows);
  await expect.poll(() => told(CHANGED), { timeout: 20_000 }).toBeGreaterThan(before);
}

beforeEach(async () => {
  await grant([...everybody, { subject: 'nobody', profiles: ['reader'], role: 'read' }]);
  await grant(everybody);
});

const tokenOf = (sub: string, ...groups: string[]) => provider.sign({ sub, groups, scope: 'openid' });
const answer = () => ({ action: 'accept' as const, content: { confirm: true } });
const account = { action_type: 'account_info' };

describe.each<Era>(['2025-11-25', '2026-07-28'])('somebody whose rights became fewer, in the revision %s', (era) => {
  it('finds nothing of what was kept while they had more', async () => {
    const token = await tokenOf(`ann ${era}`, 'noc');
    const wide = await stage.connect({ era, token });
    const { data } = await wide.call('mist_search_device', { org_id: stage.org, device_type: 'ap', all_pages: true });
    const handle = String(data.handle);
    expect((await wide.call('mist_query_result', { handle })).isError).toBe(false);
    await grant([{ ...noc, sites: [london] }]);
    const narrow = await stage.connect({ era, token });
    expect((await narrow.call('mist_query_result')).data).toMatchObject({ handles: [] });
    expect((await narrow.call('mist_query_result', { handle })).text).toContain('There is no such handle');
  });
});

it('somebody of whom no row is meant any more is listened to no longer, though they ask for nothing', async () => {
  const authorization = { Authorization: `Bearer ${await tokenOf('eve', 'noc')}` };
  const { headers } = await ask(stage.running.url, { headers: authorization, body: initialize });
  const session = {
    ...authorization,
    Accept: 'text/event-stream',
    'Mcp-Session-Id': String(headers['mcp-session-id']),
  };
  const stream = await fetch(stage.running.url, { headers: session });
  expect(stream.status).toBe(200);
  await grant([{ subject: 'somebody else', profiles: ['reader'], role: 'read' }]);
  await expect(stream.text()).resolves.toBe('');
});

it('two applications of one person that are told of different groups leave each other’s sessions alone', async () => {
  const [wide, narrow] = await Promise.all([
    stage.connect({ token: await tokenOf('two', 'noc') }),
    stage.connect({ token: await tokenOf('two', 'desk') }),
  ]);
  for (let turn = 0; turn < 2; turn += 1) {
    expect((await wide.call('mist_get_self', account)).data).toMatchObject({ email: 'write@lakeside.example' });
    expect((await narrow.call('mist_get_self', account)).data).toMatchObject({ email: 'read@lakeside.example' });
  }
});

it('a new token of a profile cuts off no change that is being made', async () => {
  const token = await tokenOf('cut', 'noc');
  const writer = await stage.connect({ token, answer });
  await writer.client.listTools();
  const heal = stage.cloud.fault({ kind: 'slow', method: 'POST', delayMs: 3000, applied: true });
  const change = writer.call('mist_change_configuration_objects', {
    ...{ action_type: 'create', object_type: 'org_wlantemplates', org_id: stage.org },
    payload: { name: 'made while tokens change' },
  });
  const sent = () => stage.cloud.requests.some(({ method }) => method === 'POST');
  await expect.poll(sent, { timeout: 20_000 }).toBe(true);
  const before = told('A new Mist token is in use');
  stage.setToken('writer', stage.cloud.tokens.read);
  await expect.poll(() => told('A new Mist token is in use'), { timeout: 20_000 }).toBeGreaterThan(before);
  const other = await stage.connect({ token });
  expect((await other.call('mist_get_self', account)).data).toMatchObject({ email: 'read@lakeside.example' });
  expect((await change).data).toMatchObject({ outcome: 'applied' });
  heal();
  stage.setToken('writer', stage.cloud.tokens.write);
});

it('a token that comes to see more at Mist leads to no site beyond the organizations of its profile', async () => {
  const [own, foreign] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  const site = '33333333-3333-4333-8333-333333333333';
  const privilege = (org_id: string) => ({ scope: 'org', role: 'read', org_id, name: `Org ${org_id[0]}` });
  let privileges = [privilege(own)];
  const mist = await startScriptedCloud((path) => {
    if (path === '/api/v1/self') return { body: { email: 'a@example.com', privileges } };
    if (path === `/api/v1/sites/${site}`) return { body: { id: site, org_id: foreign, name: 'Elsewhere' } };
    return path.startsWith(`/api/v1/sites/${site}/`) ? { body: [] } : undefined;
  });
  const narrow = await openSignInStage({
    issuer: provider.issuer,
    access: [{ groups: ['noc'], profiles: ['scripted'], role: 'read' }],
    profiles: () => ({ scripted: { cloud: mist.url, token: { file: 'writer.token' }, orgs: [own] } }),
    setup: { lookMs: 20, tenants: { proofMs: 100 } },
  });
  try {
    const token = await tokenOf('ann', 'noc');
    expect((await (await narrow.connect({ token })).call('mist_get_self', account)).text).toContain('Org 1');
    privileges = [...privileges, privilege(foreign)];
    const told = () => narrow.lines.some((line) => line.includes('has other rights than before'));
    await expect.poll(told, { timeout: 20_000 }).toBe(true);
    const before = mist.requests.length;
    const args = { object_type: 'site_wlans', site_id: site };
    const refused = await (await narrow.connect({ token })).call('mist_get_configuration_objects', args);
    expect(refused.text).toContain('does not reach that site');
    expect(mist.requests.slice(before).filter((path) => path.startsWith(`/api/v1/sites/${site}/`))).toEqual([]);
  } finally {
    await narrow.close();
    mist.close();
  }
});

it.each<[string, string[]]>([
  ['one profile', ['lost']],
  ['several profiles', ['lost', 'reader']],
])(
  'of a token that cannot be read people with %s learn that, and no file or variable of the server',
  async (_, named) => {
    const own = await openSignInStage({
      issuer: provider.issuer,
      access: [{ groups: ['noc'], profiles: named, role: 'read' }],
      profiles: ({ url }) => ({ lost: { cloud: url, token: { env: 'A_VARIABLE_OF_THE_SERVER' } } }),
    });
    try {
      const token = await tokenOf('ann', 'noc');
      const served = await own.connect({ token }).catch(String);
      const told =
        typeof served === 'string'
          ? served
          : (await served.call('mist_get_self', { ...account, profile: 'lost' })).text;
      expect(told).toContain('The Mist token of the profile lost cannot be read.');
      expect(told).not.toContain('A_VARIABLE_OF_THE_SERVER');
      expect(own.lines.join('\n')).toContain('A_VARIABLE_OF_THE_SERVER');
    } finally {
      await own.close();
    }
  },
);
