import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { startCloud } from '../harness/cloud.ts';
import { type Direct, openDirect } from '../harness/direct-stage.ts';

/** What wild calls have found, each in its smallest form. */
describe('calls that once went wrong', () => {
  let cloud: DemoCloud;
  let stage: Direct;
  let instead: unknown;

  beforeAll(async () => {
    cloud = await startCloud();
    const respond = async (_: Request, ask: () => Promise<Response>): Promise<Response> =>
      instead === undefined
        ? ask()
        : new Response(String(instead), { headers: { 'content-type': 'application/json' } });
    stage = await openDirect({ cloud, respond });
  });
  afterAll(async () => {
    await stage.close();
    await cloud.close();
  });

  it.each([
    [
      'an object in the place of a choice',
      'mist_get_self',
      { action_type: { toString: 'x' } },
      /must be one of .*; got \{/,
    ],
    [
      'an object in the place of a switch',
      'mist_get_stats',
      { stats_type: 'org', all_pages: { toString: 1 } },
      /`all_pages` must be true or false/,
    ],
    [
      'an object in the place of a number of rows',
      'mist_call_api',
      { operation: 'listOrgSites', query: { limit: { toString: 1 } } },
      /`query.limit` must be/,
    ],
    [
      'a variable that is an object',
      'mist_update_configuration_objects',
      {
        ...{ action_type: 'update', object_type: 'site_settings', site_id: 'Zurich HQ', dry_run: true },
        ...{ payload: { vars: { guest_vlan: { toString: 1 } } }, allow_unknown: ['vars.guest_vlan'] },
      },
      undefined,
    ],
    [
      'a kind of device that is an object',
      'mist_change_configuration_objects',
      {
        ...{ action_type: 'create', object_type: 'org_deviceprofiles', dry_run: true },
        payload: {
          ...{ name: 'a1a', type: { toString: 1 } },
          path_preferences: { '7': { paths: [{ internet_access: true, type: 'local' }], strategy: 'ecmp' } },
        },
      },
      /type cannot be/,
    ],
    ['a name that every object has', 'mist_search_api', { query: 'constructor prototype' }, undefined],
    ['a word without end', 'mist_search_api', { query: 'a'.repeat(1_000_000) }, /characters/],
    ['half a character in a column', 'mist_search_device', { limit: 1, fields: '\ud800' }, undefined],
    [
      'half a character in a column of a page with another',
      'mist_get_stats',
      { stats_type: 'org_devices', fields: '\ud800' },
      undefined,
    ],
    ['a duration that is none', 'mist_get_org_sites_sle', { sle: 'wifi', duration: 'yesterday' }, /duration such as/],
    [
      'a country that is none',
      'mist_get_constants',
      { object_type: 'ap_channels', country_code: 'x1' },
      /`country_code` must fit/,
    ],
    [
      'two ports in the place of one',
      'mist_explain',
      { subject: 'port', name: 'BER-O-SW-ACC1', port_id: 'ge-0/0/1,' },
      /must be one port/,
    ],
    ['nothing before a comma', 'mist_search_device', { version: ',4' }, undefined],
    ['nothing between commas', 'mist_search_nac_user_macs', { labels: ['a,,b'] }, undefined],
    [
      'a column without a root',
      'mist_get_stats',
      { stats_type: 'org_devices', device_type: 'switch', group_by: '..\\..\\' },
      /No row has a column/,
    ],
    ['a blank in a list', 'mist_search_nac_user_macs', { labels: [''] }, undefined],
    ['a time that is none', 'mist_call_api', { operation: 'searchOrgDevices', query: { start: 'soon' } }, /epoch/],
    [
      'arguments nested without end',
      'mist_call_api',
      { operation: 'getSelf', query: JSON.parse(`${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`) },
      /nested/,
    ],
  ] as const)('%s', async (_, tool, args, words) => {
    const before = cloud.violations.length;
    const { isError, text } = await stage.call(tool, args);
    expect(text).not.toContain('on its own account');
    expect(cloud.violations.slice(before)).toEqual([]);
    if (words) expect(text).toMatch(words);
    expect(isError).toBe(words !== undefined);
  });

  it('a comma in a word is not looked for where it would make two of it', async () => {
    const before = cloud.violations.length;
    const { data } = await stage.call('mist_find', { text: '999,' });
    expect(data.not_looked_at).toContain('WAN clients (takes no comma)');
    expect(cloud.violations.slice(before)).toEqual([]);
  });

  it.each([
    { subject: 'device', name: 'ZUR-H-AP-Canteen' },
    { subject: 'client', name: 'BER-LT-0042' },
    { subject: 'wlan', name: 'Lakeside-Guest' },
  ])('a time that no clock shows is told as it is: $subject', async (question) => {
    instead = '{"results":[{"last_seen":-1e999,"uptime":1e308,"timestamp":-99999999999999,"mac":"5c5b35000001"}]}';
    const { text } = await stage.call('mist_explain', question);
    instead = undefined;
    expect(text).not.toContain('on its own account');
  });

  it.each([
    ['an answer nested without end', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, /nested deeper/],
    [
      'a single row without end',
      JSON.stringify([{ id: 'a', ...Object.fromEntries([...Array(50_000).keys()].map((at) => [`n${at}`, 1])) }]),
      /far more/,
    ],
  ])('%s', async (_, body, words) => {
    instead = body;
    const answer = await stage.call('mist_call_api', { operation: 'getSelf', fields: ['*'] });
    instead = undefined;
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(words);
  });
});
