import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LAB_ORG } from '../../../../simulator/world/world.ts';
import { type IdentityProvider, startIdentityProvider } from '../../../harness/identity-provider.ts';
import { openSignInStage, PUBLIC_URL, type SignInStage } from '../../../harness/sign-in-stage.ts';

let provider: IdentityProvider;
let stage: SignInStage;
let london: string;
let other: string;

const noc = { groups: ['noc'], profiles: ['writer'], role: 'write' };
const desk = { groups: ['desk'], profiles: ['reader'], role: 'read' };
const shop = () => ({ subject: 'shop', profiles: ['writer'], role: 'write', sites: [london] });
const rows = () => [noc, desk, shop()];

beforeAll(async () => {
  provider = await startIdentityProvider(PUBLIC_URL);
  stage = await openSignInStage({
    issuer: provider.issuer,
    access: [noc, desk],
    args: ['--enable-write-tools'],
    setup: { lookMs: 20 },
  });
  london = stage.cloud.world.id('sites', 'London Store');
  other = stage.cloud.world.id('sites', 'San Jose Lab');
  stage.grant(rows());
  await vi.waitFor(() => expect(stage.lines.join('\n')).toContain('access file has changed and is in use'), 90_000);
});

afterAll(async () => {
  await stage.close();
  await provider.close();
});

const tokenOf = (sub: string, ...groups: string[]) =>
  provider.sign({ sub, groups, scope: 'openid', name: `Name of ${sub}` });
const answer = () => ({ action: 'accept' as const, content: { confirm: true } });
const names = async (connected: Awaited<ReturnType<SignInStage['connect']>>) =>
  (await connected.client.listTools()).tools.map(({ name }) => name);

describe('a row of the access file', () => {
  it('offers tools that change something to its writers alone', async () => {
    const [writer, reader] = await Promise.all([
      stage.connect({ token: await tokenOf('ann', 'noc'), answer }),
      stage.connect({ token: await tokenOf('bob', 'desk'), answer }),
    ]);
    expect(await names(writer)).toContain('mist_update_configuration_objects');
    expect(await names(reader)).not.toContain('mist_update_configuration_objects');
    const seen = stage.cloud.requests.length;
    const { data } = await reader.call('mist_get_configuration_objects', {
      org_id: stage.org,
      object_type: 'org_sites',
    });
    expect(JSON.stringify(data)).toContain('London Store');
    expect(stage.cloud.requests.slice(seen).map(({ caller }) => caller)).not.toContain('write');
  });

  it('gives no changes to a client that wants none', async () => {
    const narrow = await stage.connect({ token: await tokenOf('ann', 'noc'), answer, query: 'readonly=true' });
    expect(await names(narrow)).not.toContain('mist_update_configuration_objects');
  });

  it('tells its people that the cloud is that of their profile and nothing they choose', async () => {
    const one = await stage.connect({ token: await tokenOf('ann', 'noc') });
    const { contents } = await one.client.readResource({ uri: 'mist://clouds' });
    expect(JSON.stringify(contents)).toContain('The operator gives each profile its cloud');
    expect(JSON.stringify(contents)).not.toContain('X-Mist-Cloud');
  });

  it('with sites reaches those and nothing of the others, not even their names', async () => {
    const keeper = await stage.connect({ token: await tokenOf('shop') });
    const one = await keeper.call('mist_get_stats', { stats_type: 'site_devices', org_id: stage.org, site_id: london });
    expect(one.isError).not.toBe(true);
    const seen = stage.cloud.requests.length;
    const two = await keeper.call('mist_get_stats', { stats_type: 'site_devices', org_id: stage.org, site_id: other });
    expect(two.isError).toBe(true);
    expect(JSON.stringify(two)).toContain('does not reach');
    const whole = await keeper.call('mist_get_stats', { stats_type: 'org_devices', org_id: stage.org });
    expect(JSON.stringify(whole)).toContain('name one of your sites');
    const asked = stage.cloud.requests.slice(seen).map(({ path }) => path);
    expect(asked.filter((path) => path.includes('/stats'))).toEqual([]);
    const sites = await keeper.call('mist_get_configuration_objects', { org_id: stage.org, object_type: 'org_sites' });
    expect(JSON.stringify(sites)).toContain('London Store');
    expect(JSON.stringify(sites)).not.toContain('San Jose Lab');
  });

  it('that is gone ends the session of its people at the next request', async () => {
    const leaver = await stage.connect({ token: await tokenOf('eve', 'temp', 'noc') });
    stage.grant([desk, shop()]);
    await expect
      .poll(() => leaver.client.listTools().then(() => 'served', String))
      .toContain('no row of the access file');
    stage.grant(rows());
    await expect.poll(() => leaver.client.listTools().then(() => 'served', String)).not.toContain('no row');
  });
});

it('an access file that cannot be used is told once for each way in which it cannot, and once when it can again', async () => {
  const told = (text: string): number => stage.lines.filter((line) => line.includes(text)).length;
  const before = { broken: told('cannot be used; the one before it'), mended: told('as it was before, and in use') };
  stage.grant([{ groups: ['noc'], profiles: ['nobody'], role: 'read' }]);
  await expect.poll(() => told('cannot be used; the one before it') - before.broken).toBe(1);
  // It is looked at again meanwhile, several times.
  await new Promise((resolve) => setTimeout(resolve, 200));
  stage.grant([{ groups: ['noc'], role: 'read' }]);
  await expect.poll(() => told('cannot be used; the one before it') - before.broken).toBe(2);
  stage.grant(rows());
  await expect.poll(() => told('as it was before, and in use') - before.mended).toBe(1);
  expect(told('cannot be used; the one before it') - before.broken).toBe(2);
});

describe('the token of a profile', () => {
  it('that Mist refuses is the matter of the operator: no 401, and the one before it goes on', async () => {
    const token = await tokenOf('ann', 'noc');
    stage.setToken('writer', stage.cloud.tokens.bad);
    await expect.poll(() => stage.lines.join('\n')).toContain('the one before it counts');
    const kept = await stage.connect({ token });
    expect((await kept.call('mist_get_self', { action_type: 'account_info' })).isError).not.toBe(true);
    stage.setToken('writer', stage.cloud.tokens.write);
    expect(stage.lines.join('\n')).not.toContain(stage.cloud.tokens.bad);
    expect(stage.lines.join('\n')).not.toContain(stage.cloud.tokens.write);
  });
});

describe('the record', () => {
  it('has every call with issuer, subject, application and profile', async () => {
    const one = await stage.connect({ token: await tokenOf('rec', 'desk') });
    await one.call('mist_get_self', { action_type: 'account_info' });
    const line = stage.lines.find((text) => text.includes('"subject":"rec"') || text.includes('subject=rec'));
    expect(line).toContain(provider.issuer);
    expect(line).toContain('reader');
    expect(line).toContain('app');
  });
});

describe('a person with several profiles', () => {
  it('says with each call which is meant, and is never answered by another', async () => {
    const both = await stage.connect({ token: await tokenOf('two', 'noc', 'desk') });
    const { tools } = await both.client.listTools();
    const without = tools.filter(({ inputSchema }) => !('profile' in (inputSchema.properties ?? {})));
    // What is answered from this process alone is nobody's, and what asks all profiles is about none.
    expect(without.map(({ name }) => name)).toEqual([
      ...['mist_get_configuration_object_schema', 'mist_search_api'],
      ...['mist_get_msp_overview', 'mist_get_msp_objects'],
    ]);
    const overview = await both.call('mist_get_msp_overview', { parts: ['devices'] });
    expect(overview.data).toMatchObject({ total: 1, answered: 1, complete: 'yes' });
    const asked = await both.call('mist_get_self', { action_type: 'account_info' });
    expect(asked.isError).toBe(true);
    expect(JSON.stringify(asked)).toMatch(/Give `profile`: writer, reader\./);
    const self = await both.call('mist_get_self', { action_type: 'account_info', profile: 'reader' });
    expect(self.data).toMatchObject({ profile: 'reader' });
    expect(stage.cloud.requests.at(-1)?.caller).toBe('read');
    const single = await stage.connect({ token: await tokenOf('two', 'noc', 'desk'), query: 'profile=writer' });
    expect((await single.call('mist_get_self', { action_type: 'account_info' })).isError).not.toBe(true);
  });

  it('names an organization that one sees through an MSP alone, and changes nothing by a token that reads', async () => {
    const profile = (name: string) => ({ cloud: stage.cloud.url, token: { file: `${name}.token` } });
    stage.setToken('provider', stage.cloud.tokens.msp);
    const row = { groups: ['lead'], profiles: ['provider', 'reader'], role: 'write' };
    stage.grant([row], { provider: profile('provider'), reader: profile('reader') });
    const token = await tokenOf('lea', 'lead');
    const lead = await vi.waitFor(() => stage.connect({ token, answer }), 90_000);
    const seen = stage.cloud.requests.length;
    const lab = await lead.call('mist_search_device', { org_id: LAB_ORG, device_type: 'ap' });
    expect(lab.data).toMatchObject({ profile: 'provider' });
    const change = {
      action_type: 'update',
      object_type: 'org_sites',
      object_id: london,
      payload: { notes: 'checked' },
    };
    const refused = await lead.call('mist_change_configuration_objects', { ...change, profile: 'reader' });
    expect(JSON.stringify(refused)).toContain('The profile reader is for reading; nothing was sent.');
    expect(stage.cloud.requests.slice(seen).map(({ caller }) => caller)).not.toContain('read');
  });
});
