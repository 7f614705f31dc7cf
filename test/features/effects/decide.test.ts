import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/features/effects/checks/index.ts';
import type { Finding, Verdict } from '../../../src/features/effects/finding.ts';
import { LEFT_OUT } from '../../../src/features/effects/model.ts';
import { reasonText, sitesText, type VerdictParts, verdictOf } from '../../../src/features/effects/verdict/decide.ts';
import type { SiteJudgment } from '../../../src/features/effects/verdict/judge-site.ts';
import { effectOn, looked, site } from './campus.ts';

const finding = (over: Partial<Finding> = {}): Finding => ({
  ...{ check: 'link.lost', level: 'break', certainty: 'certain', where: 'ACC1', says: 'It stops.' },
  ...over,
});
const at = (name: string, findings: readonly Finding[], over: Partial<SiteJudgment> = {}) => ({
  ...{ site: name, findings, insufficient: [], unmodeled: [] },
  ...over,
});
const verdict = (parts: Partial<VerdictParts>, effect = effectOn()): Verdict =>
  verdictOf(effect, { judgments: [], looked, ...parts });
const reasons = (parts: Partial<VerdictParts>): readonly string[] => verdict(parts).because.map(reasonText);

describe('a verdict put together', () => {
  it('is safe where nothing was found and everything was looked at', () => {
    expect(verdict({ judgments: [at('North', [])] })).toEqual({
      ...{ decision: 'SAFE', because: [], notLooked: [], wasSo: [], looked },
    });
  });

  it('names what breaks before what may, what is certain before what is assumed, and checks in their order', () => {
    const says = (...findings: readonly Finding[]): readonly string[] =>
      verdict({ judgments: [at('North', findings)] }).because.map((one) => one.says);
    const levels = [
      finding({ level: 'note', says: 'n' }),
      finding({ level: 'risk', says: 'r' }),
      finding({ says: 'b' }),
    ];
    expect(says(...levels)).toEqual(['b', 'r', 'n']);
    const sure = [
      finding({ certainty: 'assumed', says: 'a' }),
      finding({ certainty: 'likely', says: 'l' }),
      finding({ says: 'c' }),
    ];
    expect(says(...sure)).toEqual(['c', 'l', 'a']);
    // How sure it is weighs less than how bad it is, and more than which check it is.
    const [first = '', last = ''] = [CHECKS[0]?.name, CHECKS.at(-1)?.name];
    expect(says(finding({ level: 'risk', says: 'r' }), finding({ certainty: 'assumed', says: 'a' }))).toEqual([
      'a',
      'r',
    ]);
    expect(
      says(finding({ check: first, certainty: 'likely', says: 'f' }), finding({ check: last, says: 'l' })),
    ).toEqual([...['l', 'f']]);
    expect(
      says(
        finding({ check: 'of nobody', says: 'x' }),
        finding({ check: last, says: 'l' }),
        finding({ check: first, says: 'f' }),
      ),
    ).toEqual(['f', 'l', 'x']);
  });

  it('is in the order of sites, places and sentences where all else is alike', () => {
    const one = (where: string, says: string): Finding => finding({ where, says });
    expect(
      reasons({
        judgments: [
          at('South', [one('B', 'two'), one('A', 'two'), one('A', 'one')]),
          at('North', [one('C', 'three'), one('B', 'four')]),
        ],
      }),
    ).toEqual(['"North" B: four', '"North" C: three', '"South" A: one', '"South" A, B: two']);
  });

  it('says what is alike of several devices once, with four of them, and of several sites once', () => {
    const devices = ['A', 'B', 'C', 'D', 'E'].map((where) => finding({ where }));
    expect(reasons({ judgments: [at('North', devices)] })).toEqual(['"North" A, B, C, D and 1 more: It stops.']);
    const sites = ['North', 'South', 'West', 'East', 'Center'].map((name) => at(name, [finding()]));
    expect(reasons({ judgments: sites })).toEqual(['"Center", "East", "North" and 2 more ACC1: It stops.']);
    expect(verdict({ judgments: sites }).because[0]?.sites).toEqual(['Center', 'East', 'North', 'South', 'West']);
  });

  it('says what is alike of other devices at other sites once', () => {
    const apart = [
      at('North', [finding({ where: 'A' })]),
      at('South', [finding({ where: 'B' })]),
      at('West', [finding({ where: 'C' })]),
    ];
    expect(reasons({ judgments: apart })).toEqual(['"North", "South", "West" A, B and 1 more: It stops.']);
  });

  it.each([
    ['check', { check: 'poe.cut' }],
    ['level', { level: 'risk' }],
    ['certainty', { certainty: 'likely' }],
    ['sentence', { says: 'It halts.' }],
  ] as const)('keeps apart what differs by its %s', (_, over) => {
    expect(verdict({ judgments: [at('North', [finding(), finding(over)])] }).because).toHaveLength(2);
  });

  it('tells what was so before apart, and does not count it', () => {
    const old = finding({ wasSo: true });
    expect(verdict({ judgments: [at('North', [old])] })).toMatchObject({
      ...{ decision: 'SAFE', because: [], wasSo: ['"North" ACC1: It stops.'] },
    });
    const both = verdict({ judgments: [at('North', [old, finding()])] });
    expect(both).toMatchObject({
      decision: 'UNSAFE',
      because: [{ where: 'ACC1' }],
      wasSo: ['"North" ACC1: It stops.'],
    });
  });

  it('is unsafe by a certain break alone, and by notes alone it is safe', () => {
    const decided = (over: Partial<Finding>) => verdict({ judgments: [at('North', [finding(over)])] }).decision;
    expect(decided({})).toBe('UNSAFE');
    expect(decided({ certainty: 'likely' })).toBe('REVIEW');
    expect(decided({ level: 'risk' })).toBe('REVIEW');
    expect(decided({ level: 'note' })).toBe('SAFE');
  });

  it('counts what concerns the whole organization, which has no site', () => {
    const found = verdict({ general: [finding({ level: 'risk', where: 'access rules' })] });
    expect(found.decision).toBe('REVIEW');
    expect(found.because.map(reasonText)).toEqual(['access rules: It stops.']);
  });

  it('does not know what was not computed, not read, or is modeled by nobody, each said once and in order', () => {
    const layer = site({ unread: ['The template could not be read.'] });
    const effect = {
      ...effectOn({ before: layer, after: layer }),
      ...{ notComputed: ['Z was not computed.', 'B was not computed.'], unmodeled: ['switch scripts'] },
    };
    const found = verdict({ judgments: [at('North', [], { unmodeled: ['ap scripts', 'switch scripts'] })] }, effect);
    expect(found).toMatchObject({
      decision: 'UNKNOWN',
      notLooked: [
        'B was not computed.',
        'The template could not be read.',
        'What ap scripts, switch scripts does is not computed.',
        'Z was not computed.',
      ],
    });
    const many = verdict({ judgments: [at('North', [], { unmodeled: [...'abcdefgh'] })] });
    expect(many.notLooked).toEqual(['What a, b, c, d, e, f and 2 more does is not computed.']);
  });

  it('asks for a review where what is beside the change was left out, or a fact is missing', () => {
    const beside = `The gateway was ${LEFT_OUT}.`;
    const left = site({ unread: [beside] });
    expect(verdict({}, effectOn({ before: left, after: left }))).toMatchObject({
      ...{ decision: 'REVIEW', notLooked: [beside] },
    });
    expect(verdict({ blind: ['Counts were not read.'] })).toMatchObject({
      ...{ decision: 'REVIEW', notLooked: ['Counts were not read.'] },
    });
    const both = verdict({ blind: ['Counts were not read.'] }, { ...effectOn(), notComputed: ['X was not computed.'] });
    expect(both.notLooked).toEqual(['X was not computed.', 'Counts were not read.']);
  });

  it('says what is missing alike at several sites once, with three of them by name', () => {
    const missing = (...names: readonly string[]): readonly string[] =>
      verdict({ judgments: names.map((name) => at(name, [], { insufficient: ['B is missing.', 'A is missing.'] })) })
        .notLooked;
    expect(missing('North')).toEqual(['"North": A is missing.', '"North": B is missing.']);
    expect(missing('West', 'East', 'North')[0]).toBe('"East", "North", "West": A is missing.');
    expect(missing('a', 'b', 'c', 'd')[0]).toBe('4 sites: A is missing.');
  });

  it('shortens long names of sites, and names three', () => {
    expect(sitesText(['a', 'b', 'c', 'd'])).toBe('"a", "b", "c" and 1 more');
    expect(sitesText(['x'.repeat(61)])).toBe(`"${'x'.repeat(59)}…"`);
    expect(sitesText(['x'.repeat(60)])).toBe(`"${'x'.repeat(60)}"`);
  });
});
