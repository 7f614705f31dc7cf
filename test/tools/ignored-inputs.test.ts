import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';
import { symbolsOf } from './request-table.ts';

let stage: Stage;
let symbols: Record<string, string>;
beforeAll(async () => {
  stage = await openLocalStage();
  symbols = await symbolsOf(stage);
});
afterAll(() => stage.close());

describe('an input that cannot narrow the answer', () => {
  it.each([
    [
      'start on live statistics',
      'mist_get_stats',
      () => ({ stats_type: 'org_ports', start: '-1d', limit: 1 }),
      '`start`',
    ],
    [
      'the id of the organization on its statistics',
      'mist_get_stats',
      () => ({ stats_type: 'org', object_id: symbols.ORG }),
      '`object_id`',
    ],
    [
      'a metric on the list of metrics',
      'mist_list_site_sle_info',
      () => ({ query_type: 'metrics', site_id: symbols.SITE, scope: 'site', metric: 'coverage' }),
      '`metric`',
    ],
  ])('is ignored with a note: %s', async (_, tool, args, name) => {
    const { data, isError, text } = await stage.call(tool, args());
    expect(isError, text).toBe(false);
    expect(data.note).toContain(`${name} was ignored: `);
  });

  it('is ignored in the words of settings, which may be written back as they are', async () => {
    for (const args of [
      { object_type: 'Org setting', object_id: symbols.ORG },
      { object_type: 'site_setting', site_id: symbols.SITE, object_id: symbols.SITE?.replaceAll('-', '') },
    ]) {
      const { object_id: _, ...without } = args;
      const answer = await stage.call('mist_get_configuration_objects', args);
      expect(answer.isError, answer.text).toBe(false);
      expect(answer.data).toEqual((await stage.call('mist_get_configuration_objects', without)).data);
    }
  });

  it.each([
    ['mist_get_stats', () => ({ stats_type: 'org', object_id: symbols.WLAN }), '`object_id` does not apply'],
    ['mist_get_stats', () => ({ stats_type: 'org', object_id: symbols.APMAC }), '`object_id` does not apply'],
    [
      'mist_get_configuration_objects',
      () => ({ object_type: 'Org setting', object_id: symbols.WLAN }),
      '`object_id` does not apply',
    ],
  ])('is refused where it could: %s', async (tool, args, words) => {
    const { data, isError } = await stage.call(tool, args());
    expect(isError).toBe(true);
    expect(data.error).toContain(words);
  });
});

describe('a limit', () => {
  it('above the largest page is lowered, with a note', async () => {
    const { data } = await stage.call('mist_search_device', { device_type: 'AP', limit: 5000 });
    expect(data.note).toContain('`limit` was lowered from 5000 to 1000.');
    expect(stage.cloud.requests.at(-1)?.query.limit).toBe('1000');
  });

  it('of 0 is the default', async () => {
    await stage.call('mist_search_device', { device_type: 'aps', limit: '0' });
    expect(stage.cloud.requests.at(-1)?.query).toMatchObject({ limit: '20', type: 'ap' });
  });
});

describe('a device', () => {
  it.each([
    'mist_search_device',
    'mist_search_nac_user_macs',
    'mist_troubleshoot',
    'mist_search_client',
    'mist_search_events',
  ])('is refused by %s where its MAC address lost a digit, before anything is sent', async (tool) => {
    const before = stage.cloud.requests.length;
    const selector = { mist_troubleshoot: { troubleshoot_type: 'wired' }, mist_search_client: { client_type: 'nac' } };
    const more = Object.entries({ ...selector, mist_search_events: { event_source: 'device' } }).find(
      ([name]) => name === tool,
    );
    const { data, isError } = await stage.call(tool, { ...more?.[1], mac: '5c:5b:35:00:00:1' });
    expect(isError).toBe(true);
    expect(data.error).toContain('(12 hex digits, not 11)');
    expect(stage.cloud.requests.length).toBe(before);
  });

  it('may be named by its ID where a MAC address is wanted, and IDs may lack their dashes', async () => {
    await stage.call('mist_search_events', { event_source: 'DEVICE', mac: symbols.SWITCH });
    expect(stage.cloud.requests.at(-1)?.query.mac).toBe(symbols.SWITCHMAC);
    const { data } = await stage.call('mist_get_org_or_site_info', {
      info_type: 'Sites',
      site_id: symbols.SITE?.replaceAll('-', '').toUpperCase(),
    });
    expect(data.id).toBe(symbols.SITE);
  });
});
