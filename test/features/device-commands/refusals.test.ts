import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openLocalStage } from '../../harness/local-stage.ts';
import { deviceOf, type LiveStage, openLiveStage, type Platform } from './live-stage.ts';

let stage: LiveStage;
beforeAll(async () => {
  stage = await openLiveStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.cloud.violations).toEqual([]));

/** Platform, utility, parameters, and what the error must say. */
type Line = readonly [Platform, string, Record<string, unknown>, RegExp];
const WRONG: readonly Line[] = [
  ['ex', 'ping', {}, /`host` is required/],
  ['ex', 'ping', { host: '' }, /`host` is required/],
  ['ex', 'ping', { hots: 'a' }, /`hots` is unknown .* did you mean `host`\?.*`host` is required/],
  ['ex', 'ping', { host: 'a', count: 'many' }, /`count` must be a whole number/],
  ['ex', 'ping', { host: 'a', count: 1.5 }, /`count` must be a whole number/],
  ['ex', 'ping', { host: 'a', size: 10 }, /`size` must be at least 56/],
  ['ex', 'ping', { host: 'a', size: 70_000 }, /`size` must be at most 65535/],
  ['ex', 'ping', { host: 'a', node: 'node7' }, /`node` must be one of node0, node1/],
  ['ex', 'ping', { host: 'a', use_ipv6: 'perhaps' }, /`use_ipv6` must be true or false/],
  ['ex', 'ping', { host: 'a\u001b[2J' }, /no text that a device could take/],
  ['ex', 'ping', { host: { a: 1 } }, /`host` must be a text/],
  ['ex', 'traceroute', { protocol: 'tcp' }, /`protocol` must be one of icmp, udp.*`host` is required/],
  ['ex', 'bouncePort', {}, /`port_ids` is required/],
  ['ex', 'bouncePort', { port_ids: [] }, /`port_ids` is required/],
  ['ex', 'bouncePort', { port_ids: [{ a: 1 }] }, /has an entry that must be a text/],
  ['ex', 'bouncePort', { port_ids: ['ge-0/0/1'], ports: ['ge-0/0/2'] }, /both given/],
  ['ex', 'releaseDhcpLeases', { macs: ['5684dae9ac8b'] }, /`port_id` is required/],
  // What the API does not know would be ignored, and the command would then clear everything.
  ['srx', 'clearSessions', { vrf: 'blue' }, /`vrf` is unknown/],
  ['ex', 'clearMacTable', { port_id: '' }, /`port_id` must not be empty/],
  ['srx', 'clearSessions', { service_ids: '' }, /`service_ids` must not be empty/],
  ['srx', 'retrieveRoutes', { node: { nodee: 'node0' } }, /`node` has no field `nodee`; it has node/],
  ['srx', 'retrieveRoutes', { node: { node: 'node7' } }, /must be one of node0, node1/],
  ['srx', 'clearSessions', { service_ids: [] }, /`service_ids` must not be empty/],
  ['ex', 'releaseDhcpLeases', { port_id: 'x', macs: ['5684dae9ac8'] }, /12 hex digits, not 11/],
  ['srx', 'clearSessions', { service_ids: ['all'] }, /must be an ID/],
  ['srx', 'retrieveSessions', { service_ids: ['a', 'b'] }, /takes one value/],
  ['ex', 'topCommand', { node: 'node0' }, /unknown/],
  ['ex', 'retrieveBgpSummary', { protocol: 'bgp' }, /`protocol` is unknown/],
  ['ex', 'showServicePath', {}, /has no utility/],
];

describe('before anything is sent', () => {
  it.each(WRONG)('%s %s %j is refused', async (platform, utility, parameters, words) => {
    const before = stage.cloud.requests.length;
    const { data, isError } = await stage.run(platform, utility, deviceOf(stage, platform), { parameters });
    expect(isError).toBe(true);
    expect(data.error).toMatch(words);
    expect(stage.cloud.requests.length).toBe(before);
    expect(stage.forms).toEqual([]);
  });

  it('says which platform has a utility, and what the nearest names are', async () => {
    const path = await stage.run('ex', 'show-service-path', deviceOf(stage, 'ex'));
    expect(path.data.next_step).toContain('device_type=ssr');
    const typo = await stage.run('ex', 'bouncePrt', deviceOf(stage, 'ex'));
    expect(typo.data.next_step).toContain('bouncePort');
  });

  it('describes one utility where no device is given, at a fraction of the whole list', async () => {
    const { data, text } = await stage.call('mist_utilities', { device_type: 'ex', utility: 'bounce port' });
    expect(data).toMatchObject({ utility: 'bouncePort', effect: 'disruptive', parameters: ['port_ids*: string[]'] });
    const all = await stage.call('mist_utilities', { device_type: 'ex' });
    expect(text.length).toBeLessThan(all.text.length / 5);
  });

  it('wants a device and a site, and something that can be a device', async () => {
    const none = await stage.call('mist_utilities', { device_type: 'ap', utility: 'ping', parameters: { host: 'a' } });
    expect(none.data.error).toContain('needs `site_id` and `device_id`');
    const odd = await stage.run(
      'ap',
      'ping',
      { ...deviceOf(stage, 'ap'), mac: 'Lobby AP' },
      { parameters: { host: 'a' } },
    );
    expect(odd.data.error).toContain('No device is named');
  });

  it('takes names in any case and separators, the name of a site, and MACs in any notation', async () => {
    const device = deviceOf(stage, 'ssr');
    const mac = device.mac.toUpperCase().replace(/(..)(?!$)/g, '$1:');
    const site = String(stage.cloud.world.find('sites', device.siteId)?.name);
    for (const utility of ['Retrieve BGP-summary', 'retrieve_bgp_summary', 'show_bgp_summary']) {
      const { data, text } = await stage.run('ssr', utility, { ...device, mac, siteId: site });
      expect(data, text).toMatchObject({ utility: 'retrieveBgpSummary', device: device.id, completed: true });
    }
  });

  it('says what a parameter depends on, and sends it all the same', async () => {
    const parameters = { host: '192.0.2.9', protocol: 'icmp', port: 4000 };
    const { data } = await stage.run('ssr', 'traceroute', deviceOf(stage, 'ssr'), { parameters });
    expect(data.note).toContain('`port` counts only where protocol is udp');
  });
});

it('without a token: nothing is opened, and what to set is said', async () => {
  const bare = await openLocalStage({ token: undefined });
  const { siteId: site_id, mac: device_id } = deviceOf(stage, 'ex');
  const call = { device_type: 'ex', utility: 'topCommand', site_id, device_id };
  const { data, isError } = await bare.call('mist_utilities', call);
  const { opened } = bare.cloud.stream;
  await bare.close();
  expect({ isError, opened }).toEqual({ isError: true, opened: 0 });
  expect(data.next_step).toContain('MIST_APITOKEN');
});

describe('without write tools', () => {
  let readOnly: LiveStage;
  beforeAll(async () => {
    readOnly = await openLiveStage({ readOnly: true });
  });
  afterAll(() => readOnly.close());

  it('diagnoses, lists what would change something as not available, and refuses it', async () => {
    const { data } = await readOnly.call('mist_utilities', { device_type: 'ex' });
    expect(JSON.stringify(data)).toContain('"utility":"bouncePort","effect":"disruptive","available":false');
    expect(JSON.stringify(data)).toContain('"utility":"clearHitCount","effect":"state-changing","available":false');
    expect(JSON.stringify(data)).toContain('"utility":"ping","effect":"diagnostic","available":true');
    const ap = deviceOf(readOnly, 'ap');
    const ping = await readOnly.run('ap', 'ping', ap, { parameters: { host: '192.0.2.1', count: 1 } });
    expect(ping.data.completed, ping.text).toBe(true);
    for (const [utility, parameters] of [
      ['bouncePort', { port_ids: ['ge-0/0/1'] }],
      ['cableTest', { port_id: 'ge-0/0/1' }],
      ['clearHitCount', { policy_name: 'x' }],
    ] as const) {
      const { data: refused } = await readOnly.run('ex', utility, deviceOf(readOnly, 'ex'), { parameters });
      expect(refused.next_step).toContain('--enable-write-tools');
    }
    expect(readOnly.posts().map(({ command }) => command)).toEqual(['ping']);
    expect(readOnly.forms).toEqual([]);
  });
});
