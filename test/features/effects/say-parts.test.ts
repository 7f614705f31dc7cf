import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/features/effects/checks/index.ts';
import type { Reason, Verdict } from '../../../src/features/effects/finding.ts';
import type { Effect, EffectGroup } from '../../../src/features/effects/model.ts';
import { effectText, verdictData, verdictLine, verdictLines } from '../../../src/features/effects/verdict/say.ts';
import { effectOn, looked } from './campus.ts';

const reason = (over: Partial<Reason> = {}): Reason => ({
  ...{ check: 'poe.cut', level: 'break', certainty: 'certain', sites: ['North'], where: 'ACC1', says: 'It stops.' },
  ...over,
});
const unasked = { ...looked, requests: 0 };
const verdict = (over: Partial<Verdict> = {}): Verdict => ({
  ...{ decision: 'REVIEW', because: [], notLooked: [], wasSo: [], looked: unasked },
  ...over,
});
const group = (over: Partial<EffectGroup> = {}): EffectGroup => ({
  ...{ sites: ['North'], devices: ['ACC1'], subject: 'ge-0/0/1', was: 'VLAN 10', becomes: 'VLAN 20' },
  ...over,
});
const effectWith = (over: Partial<Effect>): Effect => ({ ...effectOn(), ...over });
const times = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at));

describe('the first line of a verdict', () => {
  it.each([
    [{ decision: 'SAFE', looked }, 'SAFE: nothing that works now stops'],
    [{ decision: 'SAFE' }, 'SAFE: nothing that forwards traffic changes'],
    [{ decision: 'UNKNOWN', because: [reason()] }, 'UNKNOWN: what it does is not known everywhere'],
    [{}, 'REVIEW: what changes is known, not all that it meets'],
    [{ because: [reason({ level: 'note' })] }, 'REVIEW: what changes is known, not all that it meets'],
    [{ because: [reason()] }, 'REVIEW: devices lose their power'],
    [
      { because: [reason({ level: 'note', check: 'radio' }), reason()] },
      'REVIEW: devices lose their power, and 1 more',
    ],
    [
      { decision: 'UNSAFE', because: [reason(), reason(), reason()], notLooked: ['x'] },
      'UNSAFE: devices lose their power, and 2 more; not everything could be looked at',
    ],
    [{ because: [reason({ check: 'of nobody' })] }, 'REVIEW: a person should look at it'],
  ] as const)('of %j is %s', (over, line) => {
    expect(verdictLine(verdict(over))).toBe(line);
  });

  it('has words for every check', () => {
    const wordless = CHECKS.filter(
      ({ name }) =>
        verdictLine(verdict({ because: [reason({ check: name })] })) === 'REVIEW: a person should look at it',
    );
    expect(wordless.map(({ name }) => name)).toEqual([]);
  });
});

describe('one group of an effect', () => {
  it.each([
    [{}, '"North": "ACC1": ge-0/0/1 VLAN 10 → VLAN 20'],
    [{ devices: [] }, '"North": ge-0/0/1 VLAN 10 → VLAN 20'],
    [{ devices: ['A', 'B', 'C'] }, '"North": "A", "B", "C": ge-0/0/1 VLAN 10 → VLAN 20'],
    [{ devices: ['A', 'B', 'C', 'D'] }, '"North": 4 devices: ge-0/0/1 VLAN 10 → VLAN 20'],
    [{ was: undefined }, '"North": "ACC1": ge-0/0/1 (not there) → VLAN 20'],
    [{ becomes: undefined }, '"North": "ACC1": ge-0/0/1 VLAN 10 → (gone)'],
  ] as const)('in %j is told as %s', (over, text) => {
    expect(effectText(group(over))).toBe(text);
  });
});

describe('the lines of a verdict', () => {
  const many = verdict({
    because: times(9, (at) => reason({ says: `r${at}` })),
    notLooked: times(4, (at) => `n${at}`),
    wasSo: ['w0', 'w1'],
    looked,
  });
  const wide = effectWith({ groups: times(7, (at) => group({ subject: `g${at}` })), unchanged: ['u0'] });

  it('mark what breaks, what may, and what is worth a line', () => {
    const because = (['break', 'risk', 'note'] as const).map((level) => reason({ level }));
    expect(verdictLines(verdict({ because }), undefined)).toEqual([
      ...['Why:', '  ✗ "North" ACC1: It stops.', '  ! "North" ACC1: It stops.', '  · "North" ACC1: It stops.'],
    ]);
  });

  it('show six reasons, four effects and two sentences, and count the rest', () => {
    expect(verdictLines(many, wide)).toEqual([
      'Why:',
      ...times(6, (at) => `  ✗ "North" ACC1: r${at}`),
      '  … and 3 more reasons',
      'What changes in the network:',
      ...times(4, (at) => `  • "North": "ACC1": g${at} VLAN 10 → VLAN 20`),
      '  • … and 3 more effects',
      'Not changed: u0',
      'Was so before: w0 (and 1 more)',
      ...['Not known:', '  n0', '  n1', '  … and 2 more sentences'],
      'Looked at: 1 site, 3 devices, 1 port (30 s old), 1 client; 9 requests.',
    ]);
    const six = verdict({ because: many.because.slice(0, 6) });
    expect(verdictLines(six, undefined)).toHaveLength(7);
  });

  it('show less of each part where there is less room, and a little always', () => {
    expect(verdictLines(many, wide)).toHaveLength(21);
    expect(verdictLines(many, wide, 21)).toHaveLength(21);
    const shown = [20, 18, 16, 14, 1].map((most) => verdictLines(many, wide, most));
    expect(shown.map((lines) => lines.length)).toEqual([19, 17, 15, 13, 13]);
    expect(shown.map((lines) => lines.filter((line) => line.includes('✗')).length)).toEqual([5, 4, 3, 2, 2]);
    expect(shown.map((lines) => lines.filter((line) => line.includes('•')).length - 1)).toEqual([3, 2, 2, 1, 1]);
    expect(shown.map((lines) => lines.filter((line) => /^ {2}n\d/.test(line)).length)).toEqual([2, 2, 1, 1, 1]);
  });

  it('say what was looked at only where something was asked', () => {
    const of = (over: Partial<Verdict['looked']>): readonly string[] =>
      verdictLines(verdict({ looked: { ...looked, ...over } }), undefined);
    expect(of({ requests: 0 })).toEqual([]);
    const none = { ports: 0, clients: 0, ageSeconds: undefined };
    expect(of(none)).toEqual(['Looked at: 1 site, 3 devices; 9 requests.']);
    expect(of({ ...none, ageSeconds: 0 })).toEqual([
      'Looked at: 1 site, 3 devices, 0 ports (0 s old), 0 clients; 9 requests.',
    ]);
    expect(of({ ...none, ports: 2 })).toEqual([
      'Looked at: 1 site, 3 devices, 2 ports (0 s old), 0 clients; 9 requests.',
    ]);
    expect(of({ ...none, clients: 1 })).toEqual([
      'Looked at: 1 site, 3 devices, 0 ports (0 s old), 1 client; 9 requests.',
    ]);
  });
});

describe('the data of a verdict', () => {
  it('has the decision alone where there is nothing else to say', () => {
    expect(verdictData(verdict(), undefined)).toEqual({ decision: 'REVIEW' });
    expect(verdictData(verdict(), effectOn())).toEqual({ decision: 'REVIEW' });
  });

  it('has three of each and the number of the rest', () => {
    const found = verdict({
      because: times(5, (at) => reason({ where: `A${at}` })),
      notLooked: ['a', 'b', 'c'],
      wasSo: ['w', 'v'],
      looked,
    });
    const wide = effectWith({ groups: times(5, () => group()), unchanged: ['u', 'v'] });
    const line = '"North": "ACC1": ge-0/0/1 VLAN 10 → VLAN 20';
    expect(verdictData(found, wide)).toEqual({
      decision: 'REVIEW',
      because: ['A0', 'A1', 'A2'].map((where) => ({
        ...{ check: 'poe.cut', level: 'break', sure: 'certain', where: `North: ${where}`, says: 'It stops.' },
      })),
      more_reasons: 2,
      effects: [line, line, line, '… and 2 more effects'],
      unchanged: ['u'],
      not_looked: ['a', 'b', '… and 1 more sentence'],
      before_already: 2,
      looked: { sites: 1, devices: 3, ports: 1, clients: 1, age_s: 30, requests: 9 },
    });
    const exact = verdict({
      because: times(3, () => reason({ sites: [] })),
      looked: { ...looked, ageSeconds: undefined },
    });
    const data = verdictData(exact, undefined);
    expect(data).not.toHaveProperty('more_reasons');
    expect(data).not.toHaveProperty('looked.age_s');
    expect(data).toHaveProperty('because.0.where', 'ACC1');
  });

  it('names three sites of a reason, and cuts long sentences', () => {
    const of = (over: Partial<Reason>): object => verdictData(verdict({ because: [reason(over)] }), undefined);
    expect(of({ sites: ['a', 'b', 'c', 'd'] })).toHaveProperty('because.0.where', 'a, b, c and 1 more: ACC1');
    expect(of({ says: 'x'.repeat(110) })).toHaveProperty('because.0.says', 'x'.repeat(110));
    expect(of({ says: 'x'.repeat(111) })).toHaveProperty('because.0.says', `${'x'.repeat(109)}…`);
  });
});
