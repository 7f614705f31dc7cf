import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../../simulator/cloud.ts';
import { orgToken, provider, SECOND_MSP, SECOND_ORGS } from '../../../simulator/world/provider.ts';
import { LAB_ORG, MAIN_ORG } from '../../../simulator/world/world.ts';
import { isRecord } from '../../../src/core/json.ts';
import type { ToolAnswer } from '../../harness/answer.ts';
import { startCloud } from '../../harness/cloud.ts';
import { openProfilesStage, type ProfilesStage } from '../../harness/profiles-stage.ts';
import { openStage } from '../../harness/stage.ts';

const rowsOf = ({ data }: ToolAnswer): readonly Record<string, unknown>[] =>
  Array.isArray(data.results) ? data.results.filter(isRecord) : [];

const callsOf = ({ data }: ToolAnswer): Record<string, unknown> => (isRecord(data.calls) ? data.calls : {});

/** Names of many customers. */
const customers = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `Customer ${String(index + 1).padStart(2, '0')}`);

let cloud: DemoCloud;
let stage: ProfilesStage;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 2, world: provider() });
  stage = await openProfilesStage({ nordwind: { cloud: cloud.url, token: cloud.tokens.msp } });
});
afterAll(async () => {
  await stage.close();
  await cloud.close();
});

describe('a report on the organizations of an MSP', () => {
  it('is offered with its prompts where the token has a role at an MSP, and nowhere else', async () => {
    const names = (await stage.client.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['mist_get_msp_overview', 'mist_get_msp_objects']));
    expect((await stage.client.listPrompts()).prompts.map(({ name }) => name)).toContain('customer_morning_report');
    const single = await openStage();
    try {
      const tools = (await single.client.listTools()).tools.map(({ name }) => name);
      expect(tools.filter((name) => name.includes('msp'))).toEqual([]);
      expect((await single.client.listPrompts()).prompts.map(({ name }) => name)).not.toContain('customer_licenses');
      const call = single.client.callTool({ name: 'mist_get_msp_overview', arguments: {} });
      await expect(call).rejects.toThrow(/offered where the token has a role at an MSP/);
    } finally {
      await single.close();
    }
  });

  it('has a row for each, the worst first, by the routes of the MSP where there are such', async () => {
    const before = cloud.requests.length;
    const answer = await stage.call('mist_get_msp_overview');
    expect(answer.data).toMatchObject({ total: 3, complete: 'yes', organizations: 3, answered: 3 });
    expect(rowsOf(answer)[0]).toEqual({
      org: 'Nordwind Airport',
      org_id: cloud.world.id('orgs', 'Nordwind Airport'),
      ...{ sites: 1, devices: 3, away: 1, worst_sle: { coverage: 94, 'successful-connect': 97 } },
      ...{ critical_alarms: 1, alarm_types: { device_down: 1 } },
      licenses_end: [expect.objectContaining({ type: 'SUB-MAN', quantity: 2, days_left: 25 })],
      firmware: { ap: { '0.14.29543': 1, '0.15.30112': 1 }, switch: { '23.4R2-S4.11': 1 } },
    });
    const routes = cloud.requests.slice(before).map(({ route = '' }) => route);
    expect(routes.filter((route) => route.endsWith('/orgs/{org_id}/stats'))).toEqual([]);
    expect(routes.filter((route) => route.endsWith('/orgs/{org_id}/licenses'))).toEqual([]);
    expect(callsOf(answer)).toEqual({ announced: routes.length, made: routes.length });
    expect(cloud.violations).toEqual([]);
  });

  it('says in the row what could not be read, and is never empty', async () => {
    const id = cloud.world.id('orgs', 'Nordwind Clinic');
    const lift = cloud.fault({ kind: '403', match: `/api/v1/orgs/${id}/alarms` });
    const answer = await stage.call('mist_get_msp_overview', { parts: ['devices', 'alarms'] });
    lift();
    expect(answer.data).toMatchObject({ complete: 'no', answered: 3, totals: { away: 1 } });
    const [row] = rowsOf(answer);
    expect(row).toMatchObject({ org: 'Nordwind Clinic', devices: 3, not_read: [expect.stringMatching(/^alarms: /)] });
    expect(row).not.toHaveProperty('critical_alarms');
    expect(answer.data.note).toContain('no sign of health');
  });

  it('asks each organization where the MSP cannot be asked, and says so', async () => {
    const lift = cloud.fault({ kind: '403', match: 'GET /api/v1/msps/{msp_id}/stats/orgs' });
    const answer = await stage.call('mist_get_msp_overview', { parts: ['devices'] });
    lift();
    expect(rowsOf(answer).map(({ devices }) => devices)).toEqual([3, 3, 3]);
    expect(answer.data.note).toContain(
      `Statistics of the MSP ${SECOND_MSP} could not be read, so each organization was asked`,
    );
  });

  it('is about the organizations that are named, and no others', async () => {
    const answer = await stage.call('mist_get_msp_overview', { orgs: ['nordwind clinic'], parts: ['alarms'] });
    expect(rowsOf(answer).map(({ org }) => org)).toEqual(['Nordwind Clinic']);
    expect((await stage.call('mist_get_msp_overview', { orgs: ['Nordwind Klinic'] })).text).toContain(
      'Nordwind Clinic',
    );
  });

  it('fails as a whole where nobody answers', async () => {
    const lift = cloud.fault({ kind: '403', match: '/api/v1/orgs' });
    const answer = await stage.call('mist_get_msp_overview', { parts: ['alarms'] });
    lift();
    expect(answer.isError).toBe(true);
  });
});

describe('a report on fifty organizations', () => {
  let cloud: DemoCloud;
  beforeAll(async () => {
    cloud = await startDemoCloud({ seed: 5, world: provider({ msp: 'Fifty Services', orgs: customers(50) }) });
  });
  afterAll(() => cloud.close());

  it('tells the number of calls first, and then makes no more of them, failures and repeats included', async () => {
    const stage = await openProfilesStage({ fifty: { cloud: cloud.url, token: cloud.tokens.msp } });
    try {
      await stage.call('mist_get_self', { action_type: 'api_usage' });
      const asked = await stage.call('mist_get_msp_overview');
      expect(asked.text).toMatch(/A report on 50 organizations takes 200 more API calls; \d were made to find them\./);
      expect(asked.text).toContain('confirm_cost=true');
      const lift = cloud.fault({ kind: '503', match: 'GET /api/v1/orgs/{org_id}/alarms/search', times: 20 });
      const before = cloud.requests.length;
      const answer = await stage.call('mist_get_msp_overview', { confirm_cost: true });
      lift();
      const made = cloud.requests.length - before;
      const { announced } = callsOf(answer);
      expect(made).toBeLessThanOrEqual(Number(announced));
      expect(callsOf(answer)).toEqual({ announced, made });
      expect(answer.data).toMatchObject({ total: 50, organizations: 50, answered: 50 });
    } finally {
      await stage.close();
    }
  });
});

describe('a report over several profiles', () => {
  let first: DemoCloud;
  let second: DemoCloud;
  let stage: ProfilesStage;
  beforeAll(async () => {
    first = await startCloud();
    second = await startDemoCloud({ seed: 2, world: provider() });
    stage = await openProfilesStage({
      lakeside: { cloud: first.url, token: first.tokens.read },
      harbor: { cloud: first.url, token: first.tokens.msp },
      clinic: { cloud: second.url, token: orgToken(2, 'Nordwind Clinic') },
      broken: { cloud: second.url, token: second.tokens.bad },
    });
  });
  afterAll(async () => {
    await stage.close();
    await Promise.all([first.close(), second.close()]);
  });

  it('has each organization once with its profile and cloud, and a row for the profile that fails', async () => {
    const answer = await stage.call('mist_get_msp_overview', { parts: ['devices', 'alarms'] });
    const rows = rowsOf(answer);
    expect(rows[0]).toEqual({ profile: 'broken', failed: 'Mist does not accept the token of the profile broken.' });
    const named = rows.slice(1).map(({ org, profile, cloud }) => [org, profile, cloud]);
    expect(named).toEqual(
      expect.arrayContaining([
        [MAIN_ORG, 'lakeside', first.url.replace('http://', '')],
        [LAB_ORG, 'harbor', first.url.replace('http://', '')],
        ['Nordwind Clinic', 'clinic', second.url.replace('http://', '')],
      ]),
    );
    expect(named).toHaveLength(3);
    expect(answer.data).toMatchObject({ complete: 'no', answered: 3 });
    for (const token of [...Object.values(first.tokens), ...Object.values(second.tokens)])
      expect(answer.text).not.toContain(token);
  });

  it('asks of each organization with the token that sees it', async () => {
    const before = second.requests.length;
    await stage.call('mist_get_msp_overview', { orgs: ['Nordwind Clinic'] });
    const callers = second.requests
      .slice(before)
      .flatMap(({ path, caller }) => (path.includes('/orgs/') ? [caller] : []));
    expect(new Set(callers)).toEqual(new Set(['org:Nordwind Clinic']));
    expect(first.violations.concat(second.violations)).toEqual([]);
  });
});

describe('objects of an MSP', () => {
  const ask = (args: Record<string, unknown>) => stage.call('mist_get_msp_objects', args);

  it('are its organizations, its groups with their names, itself, and SSO without secrets', async () => {
    expect(rowsOf(await ask({ object_type: 'orgs' })).map(({ name }) => name)).toEqual(SECOND_ORGS);
    const groups = rowsOf(await ask({ object_type: 'orggroups', msp_id: SECOND_MSP }));
    expect(groups).toMatchObject([
      { msp: SECOND_MSP, name: 'North', orgs: SECOND_ORGS.slice(0, 2) },
      { name: 'South', orgs: SECOND_ORGS.slice(2) },
    ]);
    expect(rowsOf(await ask({ object_type: 'msp' }))).toMatchObject([{ name: SECOND_MSP, tier: 'base' }]);
    const sso = await ask({ object_type: 'ssos' });
    expect(rowsOf(sso)).toMatchObject([{ name: 'Provider IdP', idp_type: 'saml' }]);
    expect(sso.text).not.toContain('demo-bind-password');
    expect((await ask({ object_type: 'msp', msp_id: 'Southwind' })).text).toContain(SECOND_MSP);
    expect(cloud.violations).toEqual([]);
  });

  it('tell which organization has a device: by MAC with one call, by serial in the inventories', async () => {
    const row = cloud.world
      .table('inventory')
      .find(({ org_id }) => org_id === cloud.world.id('orgs', 'Nordwind Clinic'));
    const before = cloud.requests.length;
    const byMac = await ask({ object_type: 'inventory', device: String(row?.mac).replace(/..(?!$)/g, '$&:') });
    expect(rowsOf(byMac)).toMatchObject([{ org: 'Nordwind Clinic', serial: row?.serial }]);
    expect(cloud.requests.slice(before).map(({ route }) => route)).toEqual([
      'GET /api/v1/msps/{msp_id}/inventory/{device_mac}',
    ]);
    const bySerial = await ask({ object_type: 'inventory', device: row?.serial });
    expect(rowsOf(bySerial)).toMatchObject([{ org: 'Nordwind Clinic', mac: row?.mac }]);
    const none = await ask({ object_type: 'inventory', device: 'aa:bb:cc:dd:ee:ff' });
    expect(none.data).toMatchObject({
      total: 0,
      complete: 'yes',
      note: 'No organization that these tokens see has it.',
    });
  });

  it('say that a device may be where the organizations of an MSP could not be listed', async () => {
    const token = 'demo-msp-and-clinic-0001';
    const privileges = [
      { scope: 'msp', role: 'read', msp_id: cloud.world.id('msps', SECOND_MSP), name: SECOND_MSP },
      { scope: 'org', role: 'read', org_id: cloud.world.id('orgs', 'Nordwind Clinic'), name: 'Nordwind Clinic' },
    ];
    cloud.world.accounts.set(token, { name: 'both', role: 'read', privileges });
    const lift = cloud.fault({ kind: '403', match: 'GET /api/v1/msps/{msp_id}/orgs' });
    const both = await openProfilesStage({ both: { cloud: cloud.url, token } });
    try {
      const { data } = await both.call('mist_get_msp_objects', { object_type: 'inventory', device: 'NOSUCHSERIAL' });
      expect(data).toMatchObject({ total: 0, complete: 'no', note: 'Nothing was found in what could be read.' });
      expect(data.not_read).toEqual([
        expect.stringContaining(`Organizations of the MSP ${SECOND_MSP} could not be read`),
      ]);
    } finally {
      lift();
      await both.close();
    }
  });

  it('are read and nothing else: deleting organizations, administrators, tokens and SSO are out of reach', async () => {
    const writing = await openProfilesStage(
      { nordwind: { cloud: cloud.url, token: cloud.tokens.msp } },
      { args: ['--enable-write-tools', '--disable-elicitation'] },
    );
    try {
      const before = cloud.requests.length;
      const msp_id = cloud.world.id('msps', SECOND_MSP);
      const org_id = cloud.world.id('orgs', 'Nordwind Clinic');
      const id = '11111111-2222-3333-4444-555555555555';
      const calls: readonly (readonly [string, Record<string, string>])[] = [
        ['DELETE /api/v1/orgs/{org_id}', { org_id }],
        ['DELETE /api/v1/msps/{msp_id}/orgs/{org_id}', { msp_id, org_id }],
        ['DELETE /api/v1/msps/{msp_id}', { msp_id }],
        ['GET /api/v1/msps/{msp_id}/admins', { msp_id }],
        ['DELETE /api/v1/msps/{msp_id}/admins/{admin_id}', { msp_id, admin_id: id }],
        ['POST /api/v1/msps/{msp_id}/invites', { msp_id }],
        ['POST /api/v1/msps/{msp_id}/ssos', { msp_id }],
        ['DELETE /api/v1/msps/{msp_id}/ssos/{sso_id}', { msp_id, sso_id: id }],
        ['POST /api/v1/msps/{msp_id}/ssoroles', { msp_id }],
        ['GET /api/v1/orgs/{org_id}/apitokens', { org_id }],
        ['POST /api/v1/self/apitokens', {}],
      ];
      for (const [operation, path] of calls) {
        const { isError, text } = await writing.call('mist_call_api', { operation, path, body: {} });
        expect(isError, operation).toBe(true);
        expect(text, operation).toMatch(/is never called from here|not called/);
      }
      expect(cloud.requests.slice(before).filter(({ path }) => path !== '/api/v1/self')).toEqual([]);
    } finally {
      await writing.close();
    }
  });
});
