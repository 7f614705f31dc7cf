import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { CHECKS } from '../../../src/features/effects/checks/index.ts';
import type { FactName, Facts } from '../../../src/features/effects/facts.ts';
import type { Check } from '../../../src/features/effects/finding.ts';
import type { PortState, SiteEffect, SiteState, SwitchState } from '../../../src/features/effects/model.ts';
import { decisionOf, verdictOf } from '../../../src/features/effects/verdict/decide.ts';
import { applicable, judgeSite, neededFacts } from '../../../src/features/effects/verdict/judge-site.ts';
import { cases } from '../../harness/cases.ts';
import {
  ACC,
  access,
  accessPoint,
  core,
  corpWlan,
  desk,
  effectOn,
  facts,
  gateway,
  guestWlan,
  looked,
  PORTS,
  portsChanged,
  rows,
  SECOND_UPLINK,
  site,
  up,
  usageChanged,
  wlan,
} from './campus.ts';

const off: PortState = { ...desk, isPoweringDisabled: true };

const siteChanged = (patch: Partial<SiteState>, base = site()): SiteEffect => ({
  before: base,
  after: { ...base, ...patch },
});
const configured = (device: SwitchState, config: JsonObject): SwitchState => ({ ...device, config });
const gatewayWith = (config: JsonObject): SiteEffect =>
  siteChanged({ gateways: [gateway({ config: { ...gateway().config, ...config } })] });
const opened = { ...guestWlan, config: { ...guestWlan.config, auth: { type: 'open' } } };
const radioOff = { radio_config: { band_5: { disabled: true } } };
const leases = { dhcp_snooping: { enabled: true, networks: ['corp'] } };

/** Changes of each kind of decision, and one at least for every check that rests on facts. */
const changes: readonly SiteEffect[] = [
  gatewayWith({ dhcpd_config: {} }),
  gatewayWith({ ip_configs: {} }),
  gatewayWith({ bgp_config: { core: { neighbors: { '192.0.2.1': {} } } } }),
  gatewayWith({ ospf_areas: { 0: { networks: { corp: {} } } } }),
  siteChanged({ gateways: [gateway({ ports: new Map([['ge-0/0/1', { usage: 'lan' }]]) })] }),
  siteChanged({ wlans: [corpWlan, opened] }),
  siteChanged({ wlans: [corpWlan] }),
  siteChanged({ wlans: [corpWlan, wlan('w-guest', 'Guest', 41)] }),
  siteChanged({ accessPoints: [accessPoint({ config: radioOff })] }),
  siteChanged({ switches: [core(), access({ openVariables: new Map([['x', 'networks.corp.vlan_id']]) })] }),
  siteChanged({ switches: [core(), configured(access(), leases)] }),
  portsChanged({ 'ge-0/0/30': desk }, site({ switches: [core(), access({ ports: new Map([['ge-0/0/30', off]]) })] })),
  portsChanged({ 'ge-0/0/30': { ...desk, untagged: 40 } }),
  portsChanged({ 'ge-0/0/30': { ...desk, isPoweringDisabled: true } }),
  portsChanged({ 'xe-0/1/0': { ...up, isDisabled: true } }),
  portsChanged({ 'ge-0/0/30': { ...desk, settings: { mac_limit: 1 } } }),
  usageChanged('ap', (one) => ({ ...one, tagged: new Set([10]) })),
  usageChanged('desk', (one) => ({ ...one, untagged: 20 })),
];
const anyChange = fc.constantFrom(...changes);
const names: readonly FactName[] = ['ports', 'devices', 'wiredClients', 'wirelessClients', 'peers'];

const judged = (effect: SiteEffect, live: Facts) => ({ site: effect.after.name, ...judgeSite(effect, live) });
const decide = (effect: SiteEffect, live: Facts) =>
  verdictOf(effectOn(effect), { judgments: [judged(effect, live)], looked });

it('a change is never safe when a fact that it needs was withheld', () => {
  fc.assert(
    fc.property(anyChange, fc.subarray([...names], { minLength: 1 }), fc.boolean(), (effect, withheld, isMissing) => {
      const live = Object.fromEntries(
        Object.entries(facts()).flatMap(([name, reading]) =>
          !withheld.some((one) => one === name) ? [[name, reading]] : isMissing ? [] : [[name, { failed: 'HTTP 403' }]],
        ),
      );
      const isNeeded = withheld.some((name) => neededFacts(effect).has(name));
      const { decision } = decide(effect, live);
      if (isNeeded) expect(decision).not.toBe('SAFE');
      else expect(decision).toBe(decide(effect, facts()).decision);
    }),
    { numRuns: cases(200) },
  );
});

it('every check that rests on facts is met by a change of this file', () => {
  const met = new Set(changes.flatMap((effect) => applicable(effect).map(({ name }) => name)));
  expect(CHECKS.filter(({ needs, name }) => needs.length > 0 && !met.has(name)).map(({ name }) => name)).toEqual([]);
});

it('a change is never safe when a fact of any check that applies was withheld, one by one', () => {
  for (const effect of changes)
    for (const name of neededFacts(effect))
      for (const reading of [{ failed: 'HTTP 403' }, undefined]) {
        const { [name]: _, ...others } = facts();
        const live: Facts = reading ? { ...others, [name]: reading } : others;
        expect(decide(effect, live).decision, name).not.toBe('SAFE');
      }
});

it('a change is never safe where a layer could not be read, whatever the checks say', () => {
  fc.assert(
    fc.property(anyChange, fc.constantFrom('before', 'after'), (effect, side) => {
      const blind: SiteEffect = { ...effect, [side]: { ...effect[side], unread: ['The template could not be read.'] } };
      expect(['UNKNOWN', 'UNSAFE']).toContain(decide(blind, facts()).decision);
    }),
    { numRuns: cases(200) },
  );
});

it('the order of checks changes nothing', () => {
  const of = (effect: SiteEffect, checks: readonly Check[]) => {
    const judgment = { site: effect.after.name, ...judgeSite(effect, facts(), checks) };
    return verdictOf(effectOn(effect), { judgments: [judgment], looked });
  };
  fc.assert(
    fc.property(anyChange, fc.shuffledSubarray([...CHECKS], { minLength: CHECKS.length }), (effect, checks) => {
      expect(of(effect, checks)).toEqual(of(effect, CHECKS));
    }),
    { numRuns: cases(120) },
  );
});

it('the order of rows, ports, devices and sites changes nothing', () => {
  const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
  fc.assert(
    fc.property(
      anyChange,
      shuffled(SECOND_UPLINK),
      shuffled(['a', 'b', 'c']),
      fc.boolean(),
      (effect, ports, order, isReversed) => {
        const turned: SiteEffect = {
          before: { ...effect.before, switches: [...effect.before.switches].reverse() },
          after: {
            ...effect.after,
            switches: effect.after.switches
              .map((one) => ({ ...one, ports: new Map([...one.ports].reverse()) }))
              .reverse(),
          },
        };
        const of = (one: SiteEffect, live: Facts, sites: readonly string[]) =>
          verdictOf(effectOn(...sites.map(() => one)), {
            judgments: sites.map((name) => ({ ...judged(one, live), site: name })),
            looked,
          });
        const plain = of(effect, facts({ ports: rows(SECOND_UPLINK) }), ['a', 'b', 'c']);
        expect(of(isReversed ? turned : effect, facts({ ports: rows(ports) }), order)).toEqual(plain);
      },
    ),
    { numRuns: cases(100) },
  );
});

const crashing = (place: 'applies' | 'run' | 'lacks'): Check => {
  const crash = (): never => {
    throw new Error('a fault of the check');
  };
  return {
    ...{ name: 'crashing', needs: [], reads: [] },
    applies: place === 'applies' ? crash : () => true,
    run: place === 'run' ? crash : () => [],
    ...(place === 'lacks' ? { lacks: crash } : {}),
  };
};

it.each(['run', 'lacks'] as const)('a check that crashes in %s asks for a review', (place) => {
  const effect = { before: site(), after: site() };
  const judgment = { site: 'North', ...judgeSite(effect, facts(), [crashing(place)]) };
  const { decision, notLooked } = verdictOf(effectOn(effect), { judgments: [judgment], looked });
  expect([decision, notLooked]).toEqual(['REVIEW', ['"North": The check crashing failed.']]);
});

it('a check that cannot tell whether it applies is run', () => {
  const effect = { before: site(), after: site() };
  expect(judgeSite(effect, facts(), [crashing('applies')])).toMatchObject({ findings: [], insufficient: [] });
});

it('a switch whose ports change and that has no fresh row of a port is named, not taken for one without clients', () => {
  const effect = portsChanged({ 'ge-0/0/30': { ...desk, untagged: 20 } });
  const others = PORTS.filter(({ mac }) => mac !== ACC);
  const { insufficient } = judgeSite(effect, facts({ ports: rows(others) }));
  expect(insufficient).toContain('"ACC1": no fresh port statistics, so what hangs there now is not known.');
  expect(judgeSite(effect, facts()).insufficient).toEqual([]);
});

it('a certain break is never hidden behind what is not known, and what is not known is never safe', () => {
  const finding = fc.record({
    check: fc.constant('link.lost'),
    level: fc.constantFrom('break', 'risk', 'note'),
    certainty: fc.constantFrom('certain', 'likely', 'assumed'),
    where: fc.constant('ACC1'),
    says: fc.constant('It stops.'),
  });
  fc.assert(
    fc.property(fc.array(finding), fc.boolean(), fc.boolean(), (found, isUnknown, isInsufficient) => {
      const decision = decisionOf(found, { isUnknown, isInsufficient });
      const breaks = found.filter(({ level }) => level === 'break');
      const expected = breaks.some(({ certainty }) => certainty === 'certain')
        ? 'UNSAFE'
        : isUnknown
          ? 'UNKNOWN'
          : isInsufficient || found.some(({ level }) => level !== 'note')
            ? 'REVIEW'
            : 'SAFE';
      expect(decision).toBe(expected);
      const old = found.map((one) => ({ ...one, wasSo: true as const }));
      expect(decisionOf(old, { isUnknown: false, isInsufficient: false })).toBe('SAFE');
    }),
  );
});
