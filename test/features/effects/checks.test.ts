import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Facts } from '../../../src/features/effects/facts.ts';
import type { PortState, SiteEffect, SwitchState } from '../../../src/features/effects/model.ts';
import { judgeSite } from '../../../src/features/effects/verdict/judge-site.ts';
import {
  ACC,
  access,
  CORE,
  core,
  desk,
  deviceRows,
  facts,
  GW,
  gateway,
  portsChanged,
  range,
  rows,
  SECOND_UPLINK,
  site,
  up,
  withPorts,
} from './campus.ts';

/** What one check says of a change, as `level certainty where: says`. */
function told(check: string, effect: SiteEffect, live: Facts = facts()): readonly string[] {
  return judgeSite(effect, live)
    .findings.filter((one) => one.check === check && one.wasSo !== true)
    .map(({ level, certainty, where, says }) => `${level} ${certainty} ${where}: ${says}`);
}

const lacking = (effect: SiteEffect, live: Facts = facts()): string => judgeSite(effect, live).insufficient.join('\n');

const switched = (before: readonly SwitchState[], after: readonly SwitchState[]): SiteEffect => ({
  before: site({ switches: before }),
  after: site({ switches: after }),
});

describe('poe.budget', () => {
  const off: PortState = { ...desk, isPoweringDisabled: true };
  const unpowered = site({ switches: [core(), access({ ports: new Map([...range(0, 39, off), ['xe-0/1/0', up]]) })] });
  const powered = (last: number): SiteEffect => portsChanged(Object.fromEntries(range(0, last, desk)), unpowered);
  const supply = (...modules: readonly JsonObject[]): Facts =>
    facts({
      devices: rows(
        deviceRows().map((row) => (row.mac === ACC ? { ...row, module_stat: modules.map((poe) => ({ poe })) } : row)),
      ),
    });

  it('asks for a look where more ports are powered than the supply may feed', () => {
    expect(told('poe.budget', powered(9), supply({ max_power: 740, power_draw: 600 }))).toEqual([
      'risk likely ACC1 ge-0/0/0-9: 10 more ports may draw power; 600 of 740 W are drawn now.',
    ]);
  });

  it('says nothing where the supply is enough, all members of a stack together', () => {
    expect(told('poe.budget', powered(3), supply({ max_power: 740, power_draw: 600 }))).toEqual([]);
    const stack = supply({ max_power: 740, power_draw: 600 }, { max_power: 740, power_draw: 20 });
    expect(told('poe.budget', powered(9), stack)).toEqual([]);
  });

  it('names the switch whose supply is not in the statistics', () => {
    expect(lacking(powered(1))).toContain('How much power "ACC1" can give is not in the statistics.');
    expect(lacking(portsChanged({ 'ge-0/0/5': off }))).not.toContain('How much power');
  });
});

describe('stp.root', () => {
  const stp = (device: SwitchState, stp_config: JsonObject): SwitchState => ({ ...device, config: { stp_config } });
  const first = stp(core(), { bridge_priority: '4k' });

  it('tells which switch the tree grows from then', () => {
    const effect = switched([first, access()], [first, stp(access(), { bridge_priority: '0' })]);
    expect(told('stp.root', effect)).toEqual([
      'risk likely ACC1: The root of spanning tree moves from "CORE" to "ACC1": traffic stops while the tree is built anew.',
    ]);
    const byMac = switched([first, access()], [stp(core(), {}), access()]);
    expect(told('stp.root', byMac).join()).toContain('moves from "CORE" to "ACC1"');
  });

  it('is a note where the root stays', () => {
    const effect = switched([first, access()], [first, stp(access(), { bridge_priority: '8192' })]);
    expect(told('stp.root', effect)).toEqual([
      'note likely ACC1: The priority of spanning tree changes; "CORE" stays its root.',
    ]);
  });

  it('does not take a priority that does not read for one', () => {
    const effect = switched([first, access()], [first, stp(access(), { bridge_priority: '{{prio}}' })]);
    expect(lacking(effect)).toContain('Which switch becomes the root of spanning tree is not known');
  });

  it('asks for a look where anything else of spanning tree is set', () => {
    const effect = switched([first, access()], [first, stp(access(), { vstp: true })]);
    expect(told('stp.root', effect)).toEqual(['risk likely ACC1: Spanning tree is set otherwise (stp_config).']);
  });
});

const member: PortState = { ...up, settings: { aggregated: true, ae_idx: '0' } };
const plain: PortState = { ...up, stp: { isEdge: false, isDisabled: true } };
const BUNDLE = ['xe-0/1/0', 'xe-0/1/1'];
const all = (state: PortState) => Object.fromEntries(BUNDLE.map((name) => [name, state]));
const bundled = (): readonly [SwitchState, SwitchState] => [
  withPorts(core(), all(member)),
  withPorts(access(), all(member)),
];
const both = facts({ ports: rows(SECOND_UPLINK) });
/** A change of ACC1's end of the bundle, and of CORE's where that is given. */
const onBundle = (near: Record<string, PortState>, far: Record<string, PortState> = {}): SiteEffect => {
  const [there, here] = bundled();
  return switched([there, here], [withPorts(there, far), withPorts(here, near)]);
};

describe('lag.broken', () => {
  it('tells which port leaves a bundle, and that its other end stays in it', () => {
    expect(told('lag.broken', onBundle({ 'xe-0/1/1': up }), both)).toEqual([
      'risk certain ACC1 xe-0/1/1: 1 port that is up leaves bundle ae0; 1 port left.',
      'risk certain ACC1 xe-0/1/1: Only one end of the cable is in a bundle.',
    ]);
  });

  it('is a break where none is left', () => {
    expect(told('lag.broken', onBundle(all(up)), both)[0]).toBe(
      'break certain ACC1 xe-0/1/0-1: 2 ports that are up leave bundle ae0; none is left.',
    );
  });

  it('sees members that differ, and LACP at one end only', () => {
    const jumbo: PortState = { ...member, settings: { ...member.settings, mtu: 9200 } };
    expect(told('lag.broken', onBundle({ 'xe-0/1/1': jumbo }), both)).toEqual([
      'risk certain ACC1 xe-0/1/0-1: The ports of bundle ae0 are not alike.',
    ]);
    const without: PortState = { ...member, settings: { ...member.settings, ae_disable_lacp: true } };
    expect(told('lag.broken', onBundle(all(without)), both)).toEqual(
      BUNDLE.map((name) => `risk certain ACC1 ${name}: LACP runs at one end of the cable only.`),
    );
    expect(told('lag.broken', onBundle(all(without), all(without)), both)).toEqual([]);
  });
});

describe('loop.new', () => {
  it('is a break where a cable leaves its bundle and spanning tree is off at one end', () => {
    expect(told('loop.new', onBundle({ 'xe-0/1/1': plain }), both)).toEqual([
      'break certain ACC1 xe-0/1/1: The cable leaves its bundle and becomes a second way, and spanning tree is off at one end.',
    ]);
    expect(told('loop.new', onBundle({ 'xe-0/1/1': up }), both)).toEqual([]);
  });

  it('asks for a look where a port is switched on without spanning tree', () => {
    const closed = site({ switches: [core(), withPorts(access(), { 'ge-0/0/45': { ...desk, isDisabled: true } })] });
    const open: PortState = { ...desk, stp: { isEdge: false, isDisabled: true } };
    expect(told('loop.new', portsChanged({ 'ge-0/0/45': open }, closed))).toEqual([
      'risk likely ACC1 ge-0/0/45: The port is switched on without spanning tree: whether it closes a loop is not known.',
    ]);
    expect(told('loop.new', portsChanged({ 'ge-0/0/45': desk }, closed))).toEqual([]);
  });
});

describe('dhcp.scope', () => {
  const leasing = (leases: JsonObject, ip_config: JsonObject = { ip: '10.10.0.1', netmask: '/24' }) => {
    const corp = { type: 'local', ip_start: '10.10.0.10', ip_end: '10.10.0.99', ...leases };
    return gateway({ config: { dhcpd_config: { corp }, ip_configs: { corp: ip_config } } });
  };
  const changed = (after: ReturnType<typeof gateway>): SiteEffect => ({
    before: site({ gateways: [leasing({})] }),
    after: site({ gateways: [after] }),
  });
  const scope = (after: ReturnType<typeof gateway>) => told('dhcp.scope', changed(after)).join('\n');

  it('tells leases, a gateway and fixed addresses that lie outside the subnet', () => {
    expect(scope(leasing({ ip_end: '10.10.1.20' }))).toBe(
      'risk certain GW corp: The leases 10.10.0.10-10.10.1.20 lie outside the subnet.',
    );
    expect(scope(leasing({ gateway: '10.10.9.1' }))).toContain('The gateway 10.10.9.1 that clients are told');
    expect(scope(leasing({ fixed_bindings: { a: { ip: '10.11.0.5' } } }))).toContain('The fixed address 10.11.0.5');
    expect(scope(leasing({ ip_start: '10.10.0.120' }))).toContain('end before they begin');
    expect(scope(leasing({ ip_end: '10.10.0.120', gateway: '10.10.0.1' }))).toBe('');
  });

  it('counts an interface that moves away under the leases', () => {
    expect(scope(leasing({}, { ip: '10.20.0.1', netmask: '255.255.255.0' }))).toContain('lie outside the subnet');
  });

  it('tells networks that lease the same addresses', () => {
    const config = leasing({}).config;
    const guest = { type: 'local', ip_start: '10.10.0.50', ip_end: '10.10.0.60' };
    const dhcpd_config = { ...Object(config.dhcpd_config), guest };
    expect(scope(gateway({ config: { ...config, dhcpd_config } }))).toContain(
      'corp and guest lease the same addresses.',
    );
  });

  it('names the network of which no subnet is known', () => {
    const open = leasing({ ip_start: '{{first}}' });
    expect(lacking(changed(open))).toContain('Whether the leases of network corp fit its subnet is not known.');
  });
});

describe('ospf.peer', () => {
  const speaking = (corp: JsonObject | undefined, area = '0') =>
    gateway({
      config: { ...gateway().config, ospf_areas: { [area]: { networks: corp === undefined ? {} : { corp } } } },
    });
  const changed = (after: ReturnType<typeof gateway>): SiteEffect => ({
    before: site({ gateways: [speaking({})] }),
    after: site({ gateways: [after] }),
  });
  const peer = (state: string): Facts =>
    facts({ peers: rows([{ protocol: 'ospf', mac: GW, neighbor: '10.10.0.2', state, up: state === 'full' }]) });

  it('is a break where a network with a full neighbor no longer speaks it, or in another area', () => {
    expect(told('ospf.peer', changed(speaking(undefined)), peer('full'))).toEqual([
      'break certain GW: Network corp no longer speaks OSPF; its neighbor 10.10.0.2 is full now.',
    ]);
    expect(told('ospf.peer', changed(speaking({}, '1')), peer('full'))[0]).toMatch(
      /^break certain GW: Network corp changes/,
    );
    expect(told('ospf.peer', changed(speaking({ hello_interval: 3 })), peer('full'))[0]).toMatch(/^break/);
  });

  it('is a note where the neighbor is down, a risk where none is known, and for metrics', () => {
    expect(told('ospf.peer', changed(speaking(undefined)), peer('down'))[0]).toMatch(/^note/);
    expect(told('ospf.peer', changed(speaking(undefined)))[0]).toMatch(/^risk/);
    expect(told('ospf.peer', changed(speaking({ metric: 50 })), peer('full'))).toEqual([
      'risk certain GW: Routing by OSPF changes: which routes come and go is not computed.',
    ]);
  });

  it('needs the peers', () => {
    expect(lacking(changed(speaking(undefined)), facts({ peers: { failed: 'HTTP 403' } }))).toContain('Routing peers');
  });
});

it('the bundle of the stage hangs on two cables', () => {
  const links = SECOND_UPLINK.filter(({ mac, neighbor_mac }) => mac === ACC && neighbor_mac === CORE);
  expect(links).toHaveLength(2);
});
