import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { joinPorts, portsOf } from '../../../src/features/configuration/index.ts';
import { changedPorts, switchDifferences } from '../../../src/features/effects/compare/switch-differences.ts';
import type { PortState, SwitchState } from '../../../src/features/effects/model.ts';
import { tupleOf } from '../../../src/features/effects/state/port-tuple.ts';
import { siteState } from '../../../src/features/effects/state/site-state.ts';

const networks = { mgmt: { vlan_id: 5 }, corp: { vlan_id: 10 }, voice: { vlan_id: '20' }, cam: { vlan_id: 30 } };
const usages: JsonObject = {
  desk: { mode: 'access', port_network: 'corp' },
  cam: { mode: 'access', port_network: 'cam', poe_disabled: true },
  up: { mode: 'trunk', all_networks: true, port_network: 'mgmt' },
  auto: { mode: 'dynamic', rules: [{ src: 'lldp_system_name', equals: 'AP', usage: 'up' }] },
};

/** A switch of a site whose template has some usages, networks and one rule. */
function switchOf(device: JsonObject, rule: JsonObject = {}, setting: JsonObject = {}): SwitchState {
  const rules = [{ name: 'access', match_role: 'access', ...rule }];
  const networktemplate = { name: 'T', networks, port_usages: usages, switch_matching: { enable: true, rules } };
  const [computed] = siteState({
    site: { id: 's', name: 'North' },
    setting,
    templates: { networktemplate },
    orders: {},
    devices: [{ id: 'd', mac: '5c5b35000001', name: 'ACC1', type: 'switch', role: 'access', ...device }],
    ...{ profiles: new Map(), wlans: [], wlanTemplates: new Map(), orgNetworks: [], unread: [] },
    gatewayObjects: { services: undefined, servicepolicies: undefined, vpns: undefined },
  }).switches;
  if (!computed) throw new Error('no switch was computed');
  return computed;
}

const portOf = (computed: SwitchState, name: string): PortState => computed.ports.get(name) ?? computed.defaultPort;

describe('the ports of a switch', () => {
  const rule = { port_config: { 'ge-0/0/0-47': { usage: 'desk' } } };

  it('are what the rule says, one by one, and the default elsewhere', () => {
    const computed = switchOf({}, rule);
    expect(computed.ports.size).toBe(48);
    expect(portOf(computed, 'ge-0/0/7')).toMatchObject({
      ...{ usage: 'desk', mode: 'access', untagged: 10, certainty: 'certain', source: 'switch_matching rule access' },
    });
    expect(portOf(computed, 'xe-0/1/0')).toMatchObject({ usage: 'default', untagged: 1, certainty: 'assumed' });
  });

  it('follow the narrower layer, and are likely only where it says less than the broader one in two ways', () => {
    const whole = switchOf({ port_config: { 'ge-0/0/7': { usage: 'cam', description: 'x' } } }, rule);
    expect(portOf(whole, 'ge-0/0/7')).toMatchObject({
      usage: 'cam',
      certainty: 'certain',
      labels: { description: 'x' },
    });
    const poe = { port_config: { 'ge-0/0/0-47': { usage: 'desk', poe_disabled: true } } };
    const open = portOf(switchOf({ port_config: { 'ge-0/0/7': { usage: 'desk' } } }, poe), 'ge-0/0/7');
    expect(open).toMatchObject({ isPoweringDisabled: false, certainty: 'likely' });
  });

  it('are doubtful where one layer names a port twice or a key does not read', () => {
    const twice = switchOf({ port_config: { 'ge-0/0/0-9': { usage: 'desk' }, 'ge-0/0/5': { usage: 'cam' } } });
    expect(portOf(twice, 'ge-0/0/5')).toMatchObject({ usage: 'cam', certainty: 'likely' });
    expect(twice.doubts).toEqual(['port_config of device names ge-0/0/5 under two keys that differ.']);
    const reversed = switchOf({ port_config: { 'ge-0/0/9-2': { usage: 'desk' } } });
    expect(reversed.doubts).toEqual(['port_config of device: ge-0/0/9-2 is a range that ends before it begins.']);
    expect(switchOf({ port_config: { 'ge-0/0/1': { usage: 'nothing' } } }).doubts.join()).toContain('profile nothing');
  });

  it('take overwrites, and what is set locally only where that is let', () => {
    const entry = (no_local_overwrite?: boolean) => ({
      'ge-0/0/1': { usage: 'desk', ...(no_local_overwrite === undefined ? {} : { no_local_overwrite }) },
    });
    const local = { local_port_config: { 'ge-0/0/1': { usage: 'cam' }, 'ge-0/0/2': { usage: 'cam' } } };
    for (const closed of [undefined, true])
      expect(portOf(switchOf({ port_config: entry(closed), ...local }), 'ge-0/0/1').usage).toBe('desk');
    const open = switchOf({ port_config: entry(false), ...local });
    expect([portOf(open, 'ge-0/0/1').usage, portOf(open, 'ge-0/0/2').usage]).toEqual(['cam', 'cam']);
    const over = { port_config_overwrite: { 'ge-0/0/1': { disabled: true, port_network: 'voice' } } };
    expect(portOf(switchOf({ port_config: entry(), ...over }), 'ge-0/0/1')).toMatchObject({
      isDisabled: true,
      untagged: 20,
    });
  });

  it('are assumed where a profile is the system’s, and unknown where nothing says what it is', () => {
    const computed = switchOf({
      port_config: {
        'ge-0/0/1': { usage: 'uplink' },
        'ge-0/0/2': { usage: 'disabled' },
        'ge-0/0/3': { usage: 'iot' },
        'ge-0/0/4': { usage: 'auto' },
      },
    });
    expect(portOf(computed, 'ge-0/0/1')).toMatchObject({ mode: 'trunk', certainty: 'assumed' });
    expect([...new Set(portOf(computed, 'ge-0/0/1').tagged)]).toEqual([5, 10, 20, 30]);
    expect(portOf(computed, 'ge-0/0/2')).toMatchObject({ isDisabled: true, certainty: 'certain' });
    expect(portOf(computed, 'ge-0/0/3')).toMatchObject({ mode: 'unknown', tagged: 'unknown' });
    expect(portOf(computed, 'ge-0/0/4')).toMatchObject({ mode: 'dynamic', tagged: 'unknown', certainty: 'likely' });
    const off = switchOf({
      disabled_system_defined_port_usages: ['uplink'],
      port_config: { 'ge-0/0/1': { usage: 'uplink' } },
    });
    expect(portOf(off, 'ge-0/0/1').mode).toBe('unknown');
  });

  it('name networks with variables by their values, and an open one by its text', () => {
    const vlan = (vars: JsonObject) =>
      portOf(switchOf({ networks: { corp: { vlan_id: '{{v}}' } }, vars }, rule), 'ge-0/0/1');
    expect([vlan({ v: 77 }).untagged, vlan({}).untagged]).toEqual([77, '{{v}}']);
  });

  it('of a site that sets a usage itself follow the site, as likely as nobody learned the order', () => {
    const setting = { port_usages: { desk: { mode: 'access', port_network: 'voice' } } };
    const computed = switchOf({}, rule, setting);
    expect(portOf(computed, 'ge-0/0/1')).toMatchObject({ untagged: 20, certainty: 'likely' });
    expect(computed.doubts.join()).toContain('port_usages.desk');
  });
});

describe('differences of switches', () => {
  const key = fc
    .tuple(fc.constantFrom('ge', 'xe'), fc.nat(2), fc.nat(9), fc.nat(6))
    .map(([kind, slot, from, more]) => `${kind}-${slot}/0/${from}-${from + more}`);
  const map = fc.dictionary(
    key,
    fc.constantFrom('desk', 'cam', 'up', 'disabled').map((usage) => ({ usage })),
    { maxKeys: 4 },
  );

  it('are none of a switch and itself, whatever it holds', () => {
    fc.assert(
      fc.property(map, map, (port_config, broad) => {
        const one = switchOf({ port_config }, { port_config: broad });
        expect(switchDifferences(one, switchOf({ port_config }, { port_config: broad }))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('name every port that differs once, in ranges, and the narrower layer wins', () => {
    fc.assert(
      fc.property(map, map, map, (narrow, broad, later) => {
        const before = switchOf({ port_config: narrow }, { port_config: broad });
        const after = switchOf({ port_config: later }, { port_config: broad });
        const changed = changedPorts(before, after).map(({ name }) => name);
        const told = switchDifferences(before, after).flatMap(({ subject }) => portsOf(subject));
        expect(told.toSorted()).toEqual(changed.toSorted());
        expect(new Set(told).size).toBe(told.length);
        for (const [written, { usage }] of Object.entries(later)) {
          const others = Object.entries(later)
            .filter(([other]) => other !== written)
            .flatMap(([other]) => portsOf(other));
          for (const port of portsOf(written))
            if (!others.includes(port)) expect(portOf(after, port).usage).toBe(usage);
        }
        for (const port of changed) expect(tupleOf(portOf(before, port))).not.toBe(tupleOf(portOf(after, port)));
        if (changed.length > 0) expect(portsOf(joinPorts(changed)).toSorted()).toEqual(changed.toSorted());
      }),
      { numRuns: 40 },
    );
  });
});
