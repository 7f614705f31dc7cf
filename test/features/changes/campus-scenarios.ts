import { expect } from 'vitest';
import type { CampusOptions } from '../../../simulator/world/campus/index.ts';
import { isRecord } from '../../../src/core/json.ts';
import { type Args, type CampusStage, openCampus } from './campus-stage.ts';

/** One change of the campus, and what has to come of it. */
export interface Scenario {
  readonly does: string;
  readonly options?: CampusOptions;
  /** What is made so before, by hand. */
  readonly before?: (stage: CampusStage) => void;
  readonly change: (stage: CampusStage) => Args;
  readonly verdict: string | RegExp;
  /** What the question says under `Why:`, line by line. */
  readonly why?: readonly (string | RegExp)[];
  /** A line of the question besides. */
  readonly says?: RegExp;
  /** What the network shows afterwards; `nothing lost` where a change reaches devices, and nothing is said. */
  readonly after?: { readonly result: string; readonly says?: RegExp };
  /** The write as method and the last part of its path but the id. */
  readonly writes: string;
}

const template =
  (payload: object) =>
  (stage: CampusStage): Args =>
    stage.update('org_networktemplates', 'T', payload);

const usage = (name: string, patch: object) => template({ port_usages: { [name]: patch } });

const port =
  (name: string, entry: object) =>
  (stage: CampusStage): Args =>
    stage.update('site_devices', 'ACC1', { port_config: { [name]: entry } });

const openIot = (stage: CampusStage): Args => stage.update('org_wlans', 'IoT', { auth: { type: 'open', psk: null } });

/** Template W is not for South. */
function onlyNorth({ row, id, cloud }: CampusStage): void {
  Object.assign(row('templates', 'W'), { exceptions: { site_ids: [id('sites', 'South')] } });
  cloud.world.touch();
}

/** A device is configured by others. */
const others =
  (name: string) =>
  ({ row, cloud }: CampusStage): void => {
    Object.assign(row('devices', name), { mist_configured: false });
    cloud.world.touch();
  };

const noPhone = usage('desk', { poe_disabled: true });

/** The scenarios of the campus. */
export const SCENARIOS: readonly Scenario[] = [
  {
    does: 'moves the clients of a port profile, but not where the site has a profile of its own',
    options: { southDesk: true },
    change: usage('desk', { port_network: 'guest' }),
    verdict: 'REVIEW: clients move to another VLAN',
    why: ['! "North" ACC1 ge-0/0/0-19: VLAN 10 → 40: 20 clients move and need a new address.'],
    says: /^Not changed: Site "South" overrides port_usages\.desk and stays as it is\.$/m,
    writes: 'PUT networktemplates',
  },
  {
    does: 'closes the only way up',
    change: port('xe-0/1/0', { usage: 'disabled' }),
    verdict: 'UNSAFE: devices lose their only way up',
    why: [
      '✗ "North" ACC1 xe-0/1/0: The only way up is cut for 1 switch and 1 access point ("ACC1", "AP1"); 20 wired clients there now.',
    ],
    after: {
      result: 'worse',
      says: /^"North": no longer connected: "ACC1", "AP1"; 20 wired clients cut off\.$/,
    },
    writes: 'PUT devices',
  },
  {
    does: 'closes one of two ways up',
    options: { secondUplink: true },
    change: port('xe-0/1/0', { usage: 'disabled' }),
    verdict: 'REVIEW: a second way is lost',
    why: ['! "North" ACC1 xe-0/1/0: 1 cable less between switches; another way remains.'],
    writes: 'PUT devices',
  },
  {
    does: 'takes a VLAN from access points whose WLAN needs it, though nobody is on it',
    change: usage('ap', { networks: ['corp'] }),
    verdict: 'UNSAFE: a WLAN needs a VLAN that its access points do not get, and 1 more',
    why: [
      '✗ "North" ACC1 ge-0/0/40: does not carry VLAN 40, which WLAN "Guest" needs at "AP1".',
      '✗ "South" SACC ge-0/0/40-41: does not carry VLAN 40, which WLAN "Guest" needs at "SAP1" and "SAP2".',
    ],
    writes: 'PUT networktemplates',
  },
  {
    does: 'takes a VLAN from access points of which only labels say whether they need it',
    options: { guestByLabels: true },
    change: usage('ap', { networks: ['corp'] }),
    verdict: 'REVIEW: a WLAN needs a VLAN that its access points do not get, and 1 more',
    why: [/^✗ "North" ACC1 ge-0\/0\/40/, /^✗ "South" SACC ge-0\/0\/40-41/],
    writes: 'PUT networktemplates',
  },
  {
    does: 'moves a WLAN whose access point hangs on a switch that nobody manages',
    options: { unmanagedSwitch: true, wireless: { AP1: { Guest: 5 } } },
    before: onlyNorth,
    change: (stage) => stage.update('org_wlans', 'Guest', { vlan_id: 20 }),
    verdict: 'REVIEW: a WLAN changes for its clients; not everything could be looked at',
    why: [/^! "North" WLAN "Guest": VLAN 40 → 20: 5 clients move and need a new address/],
    says: /Which switch port "AP1" hangs on is not known, so neither is whether it carries the VLANs/,
    writes: 'PUT wlans',
  },
  {
    does: 'makes the ports between switches edge ports',
    change: usage('up', { stp_edge: true }),
    verdict: 'UNSAFE: spanning tree is weakened towards a switch, and 1 more',
    why: [
      '✗ "North" ACC1 xe-0/1/0: The port to switch "CORE" becomes an edge port, which goes down on a BPDU.',
      '✗ "North" CORE xe-0/1/1: The port to switch "ACC1" becomes an edge port, which goes down on a BPDU.',
    ],
    writes: 'PUT networktemplates',
  },
  {
    does: 'describes a port and leaves it what it was',
    change: port('ge-0/0/7', { usage: 'desk', description: 'till 7' }),
    verdict: 'SAFE: nothing that works now stops',
    writes: 'PUT devices',
  },
  {
    does: 'names a variable that one of two sites does not have',
    options: { voiceVlan: ['North'] },
    change: template({ networks: { voice: { vlan_id: '{{voice_vlan}}' } } }),
    verdict: 'UNSAFE: a variable has no value, and 2 more',
    why: [
      '✗ "South" SACC: {{voice_vlan}} in networks.voice.vlan_id has no value; 4 clients on what it configures.',
      /^✗ "South" SACC ge-0\/0\/20-23: VLAN \{\{voice_vlan\}\} no longer reaches its gateway/,
      /^! "South" SACC ge-0\/0\/20-23: VLAN 20 → \{\{voice_vlan\}\}: 4 clients move/,
    ],
    says: /^Not changed: Site "North" stays as it is\.$/m,
    writes: 'PUT networktemplates',
  },
  {
    does: 'names a variable that has the same value at all sites',
    options: { voiceVlan: ['North', 'South'] },
    change: template({ networks: { voice: { vlan_id: '{{voice_vlan}}' } } }),
    verdict: 'SAFE: nothing that works now stops',
    says: /^Not changed: 2 sites stay as they are: "North", "South"\.$/m,
    writes: 'PUT networktemplates',
  },
  {
    does: 'takes the WLANs of a template from a site with people on one of them',
    change: (stage) =>
      stage.update('org_wlantemplates', 'W', { exceptions: { site_ids: [stage.id('sites', 'South')] } }),
    verdict: 'UNSAFE: access points lose a WLAN, and 1 more',
    why: [
      '✗ "South" WLAN "Corp": It goes at 2 access points; 9 clients on it now.',
      /^! "South" WLAN "Guest": It goes at 2 access points; 0 clients/,
    ],
    says: /^Not changed: Site "North" stays as it is\.$/m,
    after: { result: 'worse', says: /^"South": 9 wireless clients gone\.$/ },
    writes: 'PUT templates',
  },
  {
    does: 'creates a second WLAN of a name, on a VLAN that does not reach the access point',
    change: ({ id }) => ({
      ...{ action_type: 'create', object_type: 'site_wlans', site_id: id('sites', 'North') },
      payload: {
        ...{ ssid: 'Corp', enabled: true, vlan_enabled: true, vlan_id: 20 },
        auth: { type: 'psk', psk: 'a-key-for-the-test' },
      },
    }),
    verdict: 'REVIEW: two WLANs of one name meet, and 1 more',
    why: [
      '✗ "North" WLAN "Corp": Two WLANs of this name on the same access points differ: eap, VLAN 10; psk, VLAN 20.',
      '! "North" ACC1 ge-0/0/40: does not carry VLAN 20, which WLAN "Corp" needs at "AP1".',
    ],
    writes: 'POST wlans',
  },
  {
    does: 'opens a WLAN that nobody is on to anyone',
    options: { iot: true },
    change: openIot,
    verdict: 'REVIEW: how clients sign on to a WLAN changes, and 1 more',
    why: [
      /^! "North", "South" WLAN "IoT": How clients sign on changes \(psk → open\): 0 clients/,
      '! "North", "South" WLAN "IoT": It is open to anyone and clients are not isolated from each other; there is no portal.',
    ],
    writes: 'PUT wlans',
  },
  {
    does: 'opens a WLAN that three are on',
    options: { iot: true, wireless: { AP1: { IoT: 3 } } },
    change: openIot,
    verdict: 'UNSAFE: how clients sign on to a WLAN changes, and 2 more',
    why: [
      /^✗ "North" WLAN "IoT": How clients sign on changes \(psk → open\): 3 clients/,
      /^! "South" WLAN "IoT": How clients sign on changes \(psk → open\): 0 clients/,
      /^! "North", "South" WLAN "IoT": It is open to anyone/,
    ],
    after: { result: 'worse', says: /^"North": 3 wireless clients gone\.$/ },
    writes: 'PUT wlans',
  },
  {
    does: 'moves a network of the gateways to a VLAN that no switch has',
    change: (stage) => stage.update('org_networks', 'corp', { vlan_id: 11 }),
    verdict: /^UNSAFE: a VLAN no longer reaches its gateway/,
    why: [
      '✗ "North" ACC1 ge-0/0/0-19: VLAN 10 no longer reaches its gateway from here; 20 ports up, 20 clients now.',
      '✗ "North" ACC1 ge-0/0/40: has no way to the gateway for VLAN 10, which WLAN "Corp" needs at "AP1".',
      '✗ "South" SACC ge-0/0/40-41: has no way to the gateway for VLAN 10, which WLAN "Corp" needs at "SAP1" and "SAP2".',
      /^! "South" SACC .*: VLAN 10 no longer reaches its gateway from here; 0 ports up, 0 clients now\.$/,
    ],
    writes: 'PUT networks',
  },
  {
    does: 'gives a network of the gateways another subnet',
    change: (stage) => stage.update('org_networks', 'corp', { subnet: '10.9.9.0/24' }),
    verdict: 'REVIEW: addresses or leases of a device change',
    why: ['! "North", "South" GW, SGW: the subnet of network corp changes: who uses these addresses is not computed.'],
    after: { result: 'not looked at' },
    writes: 'PUT networks',
  },
  {
    does: 'takes a VLAN that a WLAN needs from the LAN port of the gateway, though nobody is on it',
    change: (stage) =>
      stage.update('site_devices', 'GW', {
        port_config: { 'ge-0/0/1': { usage: 'lan', port_network: 'mgmt', networks: ['corp', 'voice'] } },
      }),
    verdict: /^UNSAFE: a WLAN needs a VLAN/,
    why: [
      '✗ "North" ACC1 ge-0/0/40: has no way to the gateway for VLAN 40, which WLAN "Guest" needs at "AP1".',
      '! "North" GW ge-0/0/1: LAN ports of the gateway change.',
    ],
    writes: 'PUT devices',
  },
  {
    does: 'sends another VLAN untagged to the gateway',
    change: (stage) =>
      stage.update('site_devices', 'CORE', { port_config_overwrite: { 'xe-0/1/0': { port_network: 'corp' } } }),
    verdict: 'REVIEW: both ends of a cable differ in their untagged VLAN',
    why: ['✗ "North" CORE xe-0/1/0: Untagged VLAN 10 here, 5 at the gateway ("GW" ge-0/0/1).'],
    after: { result: 'worse' },
    writes: 'PUT devices',
  },
  {
    does: 'forces the speed of ports with people on them',
    change: usage('desk', { speed: '10m', duplex: 'half' }),
    verdict: 'REVIEW: settings of ports in use change',
    why: ['! "North" ACC1 ge-0/0/0-19: duplex, speed changes on ports that are up.'],
    writes: 'PUT networktemplates',
  },
  {
    does: 'makes one end of a cable a bundle',
    change: port('xe-0/1/0', { usage: 'up', aggregated: true, ae_idx: 0 }),
    verdict: 'REVIEW: settings of ports in use change',
    why: ['! "North" ACC1 xe-0/1/0: ae_idx, aggregated changes on ports that are up.'],
    writes: 'PUT devices',
  },
  {
    does: 'trusts the ports between switches no longer while leases are watched',
    before: ({ row, cloud }) => {
      Object.assign(row('networktemplates', 'T'), { dhcp_snooping: { enabled: true, networks: ['corp'] } });
      cloud.world.touch();
    },
    change: usage('up', { allow_dhcpd: false }),
    verdict: 'UNSAFE: DHCP snooping shuts out the server',
    why: [/DHCP snooping of VLAN 10: every way to its server enters by a port that is not trusted\.$/],
    writes: 'PUT networktemplates',
  },
  {
    does: 'takes the variable that the addresses of a gateway are made of',
    change: ({ id }) => ({
      action_type: 'update',
      object_type: 'site_settings',
      site_id: id('sites', 'North'),
      payload: { vars: { octet: null } },
    }),
    verdict: /^UNSAFE: a variable has no value/,
    says: /\{\{octet\}\} in ip_configs\.mgmt\.ip has no value; 20 clients on what it configures\./,
    writes: 'PUT setting',
  },
  {
    does: 'takes the rules by which the port of an access point gets its profile',
    options: { dynamic: true },
    change: usage('dynamic', { rules: [] }),
    verdict: /^REVIEW: /,
    says: /ACC1 ge-0\/0\/40: rules changes on ports that are up\./,
    writes: 'PUT networktemplates',
  },
  {
    does: 'takes a BGP neighbor away whose session is up',
    change: (stage) =>
      stage.update('org_gatewaytemplates', 'G', { bgp_config: { isp: { neighbors: { '192.0.2.1': null } } } }),
    verdict: 'UNSAFE: a BGP session is touched',
    why: ['✗ "North", "South" GW, SGW: BGP peer 192.0.2.1 goes; its session is established.'],
    after: { result: 'worse', says: /^"North": routing sessions down: 192\.0\.2\.1 of GW\.$/ },
    writes: 'PUT gatewaytemplates',
  },
  {
    does: 'leaves a switch to others',
    change: (stage) => stage.update('site_devices', 'ACC1', { mist_configured: false }),
    verdict: 'REVIEW: Mist begins or ends to configure a device',
    why: [
      '! "North" ACC1: Mist no longer configures it: no later change reaches it, and nobody here sees what it runs then.',
    ],
    after: { result: 'not looked at' },
    writes: 'PUT devices',
  },
  {
    does: 'leaves a gateway to others and empties its LAN port in the same breath',
    change: (stage) =>
      stage.update('site_devices', 'GW', {
        mist_configured: false,
        port_config: { 'ge-0/0/1': { usage: 'lan', port_network: 'mgmt', networks: [] } },
      }),
    verdict: 'REVIEW: Mist begins or ends to configure a device',
    why: [/^! "North" GW: Mist no longer configures it/],
    says: /^Not changed: "GW": not configured by Mist, so nothing of this reaches it\.$/m,
    after: { result: 'not looked at' },
    writes: 'PUT devices',
  },
  {
    does: 'leaves a switch to others, if it was adopted',
    change: (stage) => stage.update('site_devices', 'ACC1', { managed: false }),
    verdict: 'REVIEW: Mist begins or ends to configure a device; not everything could be looked at',
    why: ['! "North" ACC1: Mist may no longer configure it: then no later change reaches it.'],
    says: /Whether Mist configures it is not known/,
    after: { result: 'not looked at' },
    writes: 'PUT devices',
  },
  {
    does: 'begins to configure a switch that others configured',
    before: others('ACC1'),
    change: (stage) => stage.update('site_devices', 'ACC1', { mist_configured: true }),
    verdict: 'UNKNOWN: what it does is not known everywhere',
    why: ['! "North" ACC1: Mist configures it from now on: what is decided here replaces what it runs.'],
    says: /"ACC1": Mist begins to configure it; what it runs until then, and so what changes, is not known\./,
    after: { result: 'not looked at' },
    writes: 'PUT devices',
  },
  {
    does: 'changes a port profile of which the only switch that has it is configured by others',
    options: { southDesk: true },
    before: others('ACC1'),
    change: usage('desk', { port_network: 'guest' }),
    verdict: 'SAFE: nothing that works now stops',
    says: /^Not changed: "ACC1": not configured by Mist, so nothing of this reaches it\. \(and 2 more\)$/m,
    writes: 'PUT networktemplates',
  },
  {
    does: 'changes ports that nobody is on at a site where devices are told later',
    before: ({ cloud, id }) => {
      const site = id('sites', 'North');
      const setting = cloud.world.table('site_settings').find(({ site_id }) => site_id === site);
      Object.assign(setting ?? {}, { config_push_policy: { no_push: true } });
      cloud.world.touch();
    },
    change: port('ge-0/0/30', { usage: 'disabled' }),
    verdict: 'REVIEW: what changes is known, not all that it meets',
    says: /"North": Devices get it later \(config_push_policy\.no_push\): what hangs there then is not known\./,
    writes: 'PUT devices',
  },
];

/** The same where more sites are reached than are looked at. */
export const FAR_SCENARIOS: readonly Scenario[] = [
  {
    does: 'switches power off at more sites than are looked at',
    options: { shops: 638 },
    change: noPhone,
    verdict: 'UNKNOWN: what it does is not known everywhere',
    why: [/^! "Shop 001", "Shop 002", "Shop 00\d" and \d+ more .*: PoE is switched off; whether something draws power/],
    says: /\d+ of 640 sites were not looked at \(limit of 200 sites a change/,
    writes: 'PUT networktemplates',
  },
  {
    does: 'switches power off at more sites than are looked at, with phones at those',
    options: { shops: 638, shopPhones: true },
    change: noPhone,
    verdict: /^UNSAFE: devices lose their power, and \d+ more; not everything could be looked at$/,
    says: /^ {2}✗ "Shop .* ge-0\/0\/5: PoE is switched off where 1 device draws power/m,
    after: { result: 'worse', says: /^"Shop .*: ports down: SHOP-/ },
    writes: 'PUT networktemplates',
  },
];

const objectIn = (value: unknown): Args => (isRecord(value) ? value : {});

/** A text as it is, or as it must look. */
const exactly = (text: string | RegExp): unknown => (typeof text === 'string' ? text : expect.stringMatching(text));

/** A write without the host, the scope and the id. */
const briefly = (write: string): string => {
  const [method = '', path = ''] = write.split(' ');
  const [, collection = ''] = /\/(?:orgs|sites)\/[^/]+\/([a-z]+)/.exec(path) ?? [];
  return `${method} ${collection}`;
};

/** What the world holds, without what it counts. */
const held = ({ cloud }: CampusStage): unknown =>
  ['networktemplates', 'gatewaytemplates', 'templates', 'wlans', 'devices', 'site_settings', 'sites'].map((table) =>
    cloud.world.table(table).map(({ modified_time: _, created_time: __, ...row }) => row),
  );

/** The way back with the key that no answer shows. */
const wayBack = ({ data }: { readonly data: Args }): Args =>
  objectIn(JSON.parse(JSON.stringify(data.undo).replaceAll('****', 'demo-campus-iot')));

/**
 * Makes the change of a scenario through a real client, with everything that has to come of it: the question, the write,
 * the answer, what the network shows, that the same again is nothing, and the way back to exactly what there was.
 *
 * @param boundMs longest time that a call may take
 */
export async function checkScenario(scenario: Scenario, boundMs?: number): Promise<void> {
  const stage = await openCampus(scenario.options, boundMs === undefined ? {} : { boundMs });
  scenario.before?.(stage);
  const before = structuredClone(held(stage));
  const args = scenario.change(stage);
  const { question, why, writes, data } = await stage.change(args);

  const [first = ''] = question.split('\n');
  expect(first).toEqual(exactly(scenario.verdict));
  if (scenario.why) expect(why).toHaveLength(scenario.why.length);
  for (const [index, line] of (scenario.why ?? []).entries()) expect(why[index]).toEqual(exactly(line));
  if (scenario.says) expect(question).toMatch(scenario.says);
  expect(question.split('\n').length, question).toBeLessThanOrEqual(25);

  expect(writes.map(briefly)).toEqual([scenario.writes]);
  expect(data).toMatchObject({ outcome: 'applied', verdict: { decision: first.split(':')[0] } });

  const { result, says } = scenario.after ?? { result: 'nothing lost' };
  if (question.includes('What changes in the network:')) expect(data.after).toMatchObject({ result });
  else expect(data).not.toHaveProperty('after');
  if (says) expect(objectIn(data.after).says).toContainEqual(expect.stringMatching(says));

  if (scenario.writes.startsWith('PUT')) expect((await stage.change(args)).data.outcome).toBe('unchanged');
  const back = await stage.change(wayBack({ data }));
  expect(back.data).toMatchObject({ outcome: 'applied' });
  expect(held(stage)).toEqual(before);
  expect(stage.cloud.violations).toEqual([]);
  await stage.close();
}
