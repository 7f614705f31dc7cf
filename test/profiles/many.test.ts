import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { orgToken, provider, SECOND_ORGS } from '../../simulator/world/provider.ts';
import { openProfilesStage, type ProfilesStage } from '../harness/profiles-stage.ts';
import type { StagedProfile } from '../harness/profiles-toml.ts';

/** Names of the organizations of two clouds; one of them occurs on both. */
const ON_FIRST = ['Amber Bakery', 'Birch Hotels', 'Cedar Schools', 'Delta Freight', 'Elm Hospital', 'Harbor Lab'];
const ON_SECOND = [...SECOND_ORGS, 'Fjord Museums', 'Grove Retail', 'Haven Ports'];
const CALLS = 1000;

interface Customer {
  readonly profile: string;
  readonly org: string;
  readonly cloud: DemoCloud;
  readonly seed: number;
}

let clouds: readonly DemoCloud[];
let customers: readonly Customer[];
let stage: ProfilesStage;
beforeAll(async () => {
  clouds = [
    await startDemoCloud({ seed: 3, world: provider({ msp: 'Third Services', orgs: ON_FIRST }) }),
    await startDemoCloud({ seed: 2, world: provider({ orgs: ON_SECOND }) }),
  ];
  const [first, second] = clouds;
  if (!first || !second) throw new Error('no clouds');
  customers = [
    ...ON_FIRST.map((org, index) => ({ profile: `a${index}`, org, cloud: first, seed: 3 })),
    ...ON_SECOND.map((org, index) => ({ profile: `b${index}`, org, cloud: second, seed: 2 })),
  ];
  const profiles = customers.map(({ profile, org, cloud, seed }): [string, StagedProfile] => [
    profile,
    { cloud: cloud.url, token: orgToken(seed, org) },
  ]);
  stage = await openProfilesStage(Object.fromEntries(profiles));
});
afterAll(async () => {
  await stage.close();
  await Promise.all(clouds.map((cloud) => cloud.close()));
});

type Question = readonly [tool: string, args: Record<string, unknown>, check: (customer: Customer) => RegExp];

const names = ({ org }: Customer): RegExp => new RegExp(`"${org}`);

/** Questions that name an organization, and what the answer of the right one has in it. */
const QUESTIONS: readonly Question[] = [
  ['mist_get_org_or_site_info', { info_type: 'org' }, names],
  ['mist_search_device', { device_type: 'ap' }, names],
  ['mist_get_stats', { stats_type: 'org_devices' }, names],
  ['mist_search_alarms', { scope: 'org', start: '-14d' }, ({ org }) => new RegExp(`"${org}|"total":0`)],
  ['mist_get_org_or_site_info', { info_type: 'site' }, names],
  ['mist_find', { text: 'AP1' }, names],
];

/** One of the mixed calls; half name the organization, half the profile, and one name needs both. */
function callOf(index: number): { customer: Customer; tool: string; args: Record<string, unknown>; check: RegExp } {
  const customer = customers[index % customers.length];
  const [tool = '', given = {}, check = names] =
    QUESTIONS[Math.floor(index / customers.length) % QUESTIONS.length] ?? [];
  if (!customer) throw new Error('no customer');
  const byName = index % 2 === 0 && customer.org !== 'Harbor Lab';
  const which = byName ? { org_id: customer.org } : { profile: customer.profile };
  return { customer, tool, args: { ...given, ...which }, check: check(customer) };
}

/** Each request of a cloud, as far as it names an organization, was made by the token of just that one. */
function expectOwnTokens(cloud: DemoCloud, from = 0): void {
  const ids = new Map(cloud.world.table('orgs').map(({ id, name }) => [String(id), String(name)]));
  const sites = new Map(cloud.world.table('sites').map(({ id, org_id }) => [String(id), ids.get(String(org_id))]));
  for (const { path, caller } of cloud.requests.slice(from)) {
    expect(caller, path).toBeDefined();
    const [, kind, id = ''] = /\/(orgs|sites)\/([0-9a-f-]{36})/.exec(path) ?? [];
    if (kind !== undefined) expect(caller, path).toBe(`org:${kind === 'orgs' ? ids.get(id) : sites.get(id)}`);
  }
  expect(cloud.violations).toEqual([]);
}

describe(`${CALLS} mixed calls at once with 12 profiles on 2 clouds`, () => {
  it('are each asked with the right token of the right cloud, and answered to whom they belong', async () => {
    const calls = Array.from({ length: CALLS }, (_, index) => callOf(index));
    const answers = await Promise.all(calls.map(({ tool, args }) => stage.call(tool, args)));
    for (const [index, { isError, data, text }] of answers.entries()) {
      const { customer, check } = callOf(index);
      expect(isError, text).toBe(false);
      expect(data.profile).toBe(customer.profile);
      expect(text).toMatch(check);
      const others = customers.filter(({ org }) => org !== customer.org).map(({ org }) => org);
      expect(others.filter((org) => text.includes(`"${org}`))).toEqual([]);
    }
    for (const cloud of clouds) expectOwnTokens(cloud);
  });

  it('fail for a profile whose token is refused, expired or out of calls, and for no other', async () => {
    const [limited, expired] = customers;
    const [, second] = clouds;
    const refused = customers.find(({ cloud }) => cloud === second);
    if (!limited || !expired || !refused) throw new Error('no customers');
    const org = limited.cloud.world.id('orgs', limited.org);
    const lift = limited.cloud.fault({ kind: 'rate_limit', match: `/api/v1/orgs/${org}`, retryAfter: 3600 });
    const token = orgToken(expired.seed, expired.org);
    const account = expired.cloud.world.accounts.get(token);
    expired.cloud.world.accounts.delete(token);
    refused.cloud.world.accounts.delete(orgToken(refused.seed, refused.org));
    const troubled = [limited, expired, refused];
    const from = clouds.map(({ requests }) => requests.length);
    const calls = Array.from({ length: 120 }, (_, index) => callOf(index));
    const answers = await Promise.all(calls.map(({ tool, args }) => stage.call(tool, args)));
    for (const [index, { isError, text }] of answers.entries()) {
      const { customer, tool } = callOf(index);
      expect(isError, `${customer.profile} ${tool}: ${text}`).toBe(troubled.includes(customer));
      if (customer === limited) expect(text).toMatch(/rate limit/i);
      if (customer === expired) expect(text).toMatch(new RegExp(`token of the profile ${expired.profile}`));
      if (troubled.includes(customer)) expect(text).not.toContain('demo-org-');
    }
    for (const [index, cloud] of clouds.entries()) {
      const made = cloud.requests.slice(from[index]).filter(({ caller }) => caller !== undefined);
      expect(made.length).toBeGreaterThan(0);
    }
    // A new token where the old one was read from is found without a restart.
    lift();
    const renewed = 'demo-org-renewed-000000000000';
    if (account) expired.cloud.world.accounts.set(renewed, account);
    stage.setToken(expired.profile, renewed);
    const again = () => stage.call('mist_get_org_or_site_info', { info_type: 'org', profile: expired.profile });
    await again();
    await expect.poll(async () => (await again()).data.name).toBe(expired.org);
    expect(
      (await stage.call('mist_get_org_or_site_info', { info_type: 'org', profile: limited.profile })).data.name,
    ).toBe(limited.org);
    expect(stage.stderr()).not.toContain('demo-org-');
  });
});
