import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FactName, Facts } from '../../../src/features/effects/facts.ts';
import type { Check } from '../../../src/features/effects/finding.ts';
import type { Effect, SiteEffect } from '../../../src/features/effects/model.ts';
import { decisionOf, verdictOf } from '../../../src/features/effects/verdict/decide.ts';
import { judgeSite, neededFacts } from '../../../src/features/effects/verdict/judge-site.ts';
import { ACC, desk, facts, PORTS, portsChanged, rows, SECOND_UPLINK, site, up, usageChanged } from './campus.ts';

const effectOf = (sites: readonly SiteEffect[]): Effect => ({
  ...{ sites, groups: [], unchanged: [], notComputed: [], unmodeled: [], isLabelOnly: false },
  ...{ access: { rules: undefined, tags: [], keys: [], wxlan: [] }, layers: '' },
  looked: { sites: sites.length, devices: 3, requests: 5 },
});
const looked = { ...{ sites: 1, devices: 3, ports: 1, clients: 1 }, ageSeconds: 30, requests: 9 };

/** Changes of each kind of decision. */
const changes: readonly SiteEffect[] = [
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
  verdictOf(effectOf([effect]), { judgments: [judged(effect, live)], looked });

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
          verdictOf(effectOf(sites.map(() => one)), {
            judgments: sites.map((name) => ({ ...judged(one, live), site: name })),
            looked,
          });
        const plain = of(effect, facts({ ports: rows(SECOND_UPLINK) }), ['a', 'b', 'c']);
        expect(of(isReversed ? turned : effect, facts({ ports: rows(ports) }), order)).toEqual(plain);
      },
    ),
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
  const { decision, notLooked } = verdictOf(effectOf([effect]), { judgments: [judgment], looked });
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
