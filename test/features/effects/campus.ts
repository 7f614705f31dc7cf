import type { JsonObject } from '../../../src/core/json.ts';
import type { Facts } from '../../../src/features/effects/facts.ts';
import type { Verdict } from '../../../src/features/effects/finding.ts';
import type {
  AccessPointState,
  Effect,
  GatewayState,
  NetworkState,
  PortState,
  SiteEffect,
  SiteState,
  SwitchState,
  Vlan,
  WlanState,
} from '../../../src/features/effects/model.ts';

/** VLANs of the campus by the name of their network. */
export const VLANS = { mgmt: 5, corp: 10, voice: 20, cam: 30, guest: 40 } as const;
type NetworkName = keyof typeof VLANS;

export const GW = 'aa0000000001';
export const CORE = 'cc0000000001';
export const ACC = 'ac0000000001';
export const AP1 = 'a50000000001';

export const networks = (over: Partial<Record<NetworkName, Vlan>> = {}): ReadonlyMap<string, NetworkState> =>
  new Map(
    Object.entries({ ...VLANS, ...over }).map(([name, vlan]) => [
      name,
      { name, vlan, subnet: `10.${String(vlan).replace(/\D/g, '') || 0}.0.0/24`, source: 'networktemplate T' },
    ]),
  );

export const port = (over: Partial<PortState> = {}): PortState => ({
  ...{ usage: 'desk', mode: 'access', isDisabled: false, untagged: VLANS.corp, tagged: new Set<Vlan>() },
  ...{ voice: undefined, isPoweringDisabled: false, stp: { isEdge: false, isDisabled: false } },
  ...{ settings: {}, labels: {}, certainty: 'certain', source: 'networktemplate T' },
  ...over,
});

export const desk = port();
export const apPort = port({ usage: 'ap', mode: 'trunk', untagged: VLANS.mgmt, tagged: new Set([10, 40]) });
export const up = port({ usage: 'up', mode: 'trunk', untagged: VLANS.mgmt, tagged: new Set([5, 10, 20, 30, 40]) });
const none = port({ usage: 'default', untagged: 1, certainty: 'assumed', source: undefined });

const device = (mac: string, name: string) => ({
  ...{ id: `00000000-0000-0000-1000-${mac}`, mac, macs: [mac], name, model: 'EX4100', role: 'access' },
  ...{ management: 'mist' as const, config: {}, doubts: [], openVariables: new Map<string, string>() },
});

export function range(from: number, to: number, state: PortState): readonly (readonly [string, PortState])[] {
  return Array.from({ length: to - from + 1 }, (_, index) => [`ge-0/0/${from + index}`, state] as const);
}

export const access = (over: Partial<SwitchState> = {}): SwitchState => ({
  ...device(ACC, 'ACC1'),
  ...{ type: 'switch', networks: networks(), defaultPort: none, irbs: new Map() },
  ports: new Map([
    ...range(0, 39, desk),
    ...range(40, 43, apPort),
    ...range(44, 47, desk),
    ['xe-0/1/0', up],
    ['xe-0/1/1', up],
  ]),
  ...over,
});

export const core = (over: Partial<SwitchState> = {}): SwitchState => ({
  ...device(CORE, 'CORE'),
  ...{ type: 'switch', networks: networks(), defaultPort: none, irbs: new Map() },
  ports: new Map(['xe-0/1/0', 'xe-0/1/1', 'xe-0/1/3'].map((name) => [name, up])),
  ...over,
});

const leases = { type: 'local', ip_start: '10.0.0.10', ip_end: '10.0.0.99' };
const ROUTED = ['mgmt', 'corp', 'voice', 'guest'];

export const gateway = (over: Partial<GatewayState> = {}): GatewayState => ({
  ...device(GW, 'GW'),
  ...{ type: 'gateway', networks: networks(), policies: [], objects: new Map<string, JsonObject>(), references: [] },
  config: {
    dhcpd_config: Object.fromEntries(ROUTED.map((name) => [name, leases])),
    ip_configs: Object.fromEntries(ROUTED.map((name) => [name, { type: 'static' }])),
  },
  ports: new Map<string, JsonObject>([
    ['ge-0/0/0', { usage: 'wan', ip_config: { type: 'dhcp' } }],
    ['ge-0/0/1', { usage: 'lan', networks: ROUTED }],
  ]),
  ...over,
});

export const accessPoint = (over: Partial<AccessPointState> = {}): AccessPointState => ({
  ...device(AP1, 'AP1'),
  ...{ type: 'ap', wlans: new Set(['w-corp', 'w-guest']), perhaps: new Set<string>() },
  ...over,
});

export const wlan = (id: string, ssid: string, vlan: number, over: Partial<WlanState> = {}): WlanState => ({
  ...{ id, ssid, source: 'wlantemplate W', isEnabled: true, bands: new Set(['24', '5']), vlans: new Set([vlan]) },
  config: { ssid, vlan_id: vlan, vlan_enabled: true, auth: { type: 'psk', psk: 'x' }, isolation: true },
  ...over,
});

export const corpWlan = wlan('w-corp', 'Corp', 10, {
  config: { ssid: 'Corp', vlan_id: 10, auth: { type: 'eap' }, auth_servers: [{ host: '10.0.0.1' }] },
});
export const guestWlan = wlan('w-guest', 'Guest', 40);

export const site = (over: Partial<SiteState> = {}): SiteState => ({
  ...{ id: 'north', name: 'North', switches: [core(), access()], accessPoints: [accessPoint()], gateways: [gateway()] },
  ...{ wlans: [corpWlan, guestWlan], setting: {}, timezone: 'Europe/Zurich', unread: [] },
  ...over,
});

/** The switch with other ports. */
export const withPorts = (device: SwitchState, changed: Readonly<Record<string, PortState>>): SwitchState => ({
  ...device,
  ports: new Map([...device.ports, ...Object.entries(changed)]),
});

/** A change of ACC1's ports. */
export const portsChanged = (changed: Readonly<Record<string, PortState>>, base = site()): SiteEffect => ({
  before: base,
  after: {
    ...base,
    switches: base.switches.map((one) => (one.name === 'ACC1' ? withPorts(one, changed) : one)),
  },
});

/** A change of every port of ACC1 that has a profile. */
export const usageChanged = (usage: string, change: (port: PortState) => PortState, base = site()): SiteEffect => {
  const of = (one: SwitchState): SwitchState => ({
    ...one,
    ports: new Map([...one.ports].map(([name, state]) => [name, state.usage === usage ? change(state) : state])),
  });
  return { before: base, after: { ...base, switches: base.switches.map(of) } };
};

const now = (): number => Math.round(Date.now() / 1000);

const row = (mac: string, port_id: string, more: JsonObject = {}): JsonObject => ({ mac, port_id, up: true, ...more });

const lldp = (mac: string, name: string, port: string): JsonObject => ({
  ...{ neighbor_mac: mac, neighbor_system_name: name, neighbor_port_desc: port },
});

export const PORTS: readonly JsonObject[] = [
  row(ACC, 'xe-0/1/0', { ...lldp(CORE, 'CORE', 'xe-0/1/0'), uplink: true, stp_role: 'root' }),
  row(ACC, 'xe-0/1/1', { up: false }),
  row(CORE, 'xe-0/1/0', lldp(ACC, 'ACC1', 'xe-0/1/0')),
  row(CORE, 'xe-0/1/3', { ...lldp(GW, 'GW', 'ge-0/0/1'), uplink: true }),
  row(GW, 'ge-0/0/1', lldp(CORE, 'CORE', 'xe-0/1/3')),
  row(GW, 'ge-0/0/0', { uplink: true }),
  ...range(0, 19, desk).map(([name]) => row(ACC, name, { mac_count: 1, poe_on: false })),
  ...range(20, 39, desk).map(([name]) => row(ACC, name, { up: false, poe_on: false })),
  row(ACC, 'ge-0/0/40', { ...lldp(AP1, 'AP1', 'ETH0'), poe_on: true, power_draw: 14 }),
  ...range(41, 47, desk).map(([name]) => row(ACC, name, { up: false, poe_on: false })),
];

/** The second cable between ACC1 and CORE, which spanning tree keeps in reserve. */
export const SECOND_UPLINK: readonly JsonObject[] = [
  ...PORTS.filter(({ mac, port_id }) => !(mac === ACC && port_id === 'xe-0/1/1')),
  row(ACC, 'xe-0/1/1', { ...lldp(CORE, 'CORE', 'xe-0/1/1'), stp_role: 'alternate' }),
  row(CORE, 'xe-0/1/1', lldp(ACC, 'ACC1', 'xe-0/1/1')),
];

export const deviceRows = (seen = now()): readonly JsonObject[] => [
  ...[GW, CORE, ACC].map((mac) => ({
    mac,
    status: 'connected',
    last_seen: seen,
    type: mac === GW ? 'gateway' : 'switch',
  })),
  {
    ...{ mac: AP1, status: 'connected', last_seen: seen, type: 'ap' },
    lldp_stat: { chassis_id: ACC, system_name: 'ACC1', port_desc: 'ge-0/0/40' },
  },
];

export const wiredRows = (seen = now()): readonly JsonObject[] =>
  range(0, 19, desk).map(([port_id], index) => ({
    mac: `0a00000000${String(index).padStart(2, '0')}`,
    timestamp: seen,
    device_mac_port: [{ device_mac: ACC, port_id, vlan: 10 }],
  }));

/** Clients of a WLAN. */
export const wirelessRows = (count: number, wlan_id = 'w-guest', vlan_id = '40'): readonly JsonObject[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ mac: `0b00000000${String(index).padStart(2, '0')}`, ap_mac: AP1, wlan_id, vlan_id, band: '5', ssid: 'Guest' },
  }));

const reading = (rows: readonly JsonObject[]) => ({ rows, ageSeconds: 30 });

/** What is live at North; a kind may be given otherwise. */
export const facts = (over: Partial<Facts> = {}): Facts => ({
  ports: reading(PORTS),
  devices: reading(deviceRows()),
  wiredClients: reading(wiredRows()),
  wirelessClients: reading([]),
  peers: reading([]),
  ...over,
});

export const rows = reading;

/** An effect on sites, and nothing else. */
export const effectOn = (...sites: readonly SiteEffect[]): Effect => ({
  ...{ sites, groups: [], unchanged: [], notComputed: [], unmodeled: [], isLabelOnly: false },
  ...{ access: { rules: undefined, tags: [], keys: [], wxlan: [] }, layers: '' },
  looked: { sites: sites.length, devices: 3, requests: 5 },
});

/** What was looked at for it. */
export const looked: Verdict['looked'] = {
  ...{ sites: 1, devices: 3, ports: 1, clients: 1 },
  ageSeconds: 30,
  requests: 9,
};
