import { expect, it } from 'vitest';
import { nacRulesAfter } from '../../../src/features/effects/access/nac-rules.ts';
import { covers, nacFindings } from '../../../src/features/effects/checks/access/nac.ts';

const rule = (id: string, order: number, action: string, matching: object, more: object = {}) => ({
  ...{ id, name: id, order, action, enabled: true, matching },
  ...more,
});
const allow = rule('Employees', 2, 'allow', { auth_type: 'cert', nactags: ['a'] });
const counts = (count: number) => ({ rows: [{ rule: 'Employees', count }], ageSeconds: 0 });
const created = (after: object) =>
  nacRulesAfter(
    [allow],
    [
      {
        ...{ family: 'org_nacrules', id: undefined, org_id: 'o', site_id: undefined, before: undefined },
        after: { ...after },
      },
    ],
  );

it('a block rule above an allow rule that it covers is a break where that one decides on clients', () => {
  const rules = created(rule('Block', 1, 'block', { auth_type: 'cert' }));
  expect(nacFindings(rules, counts(312))[0]).toMatchObject({
    check: 'nac.order',
    level: 'break',
    certainty: 'certain',
  });
  expect(nacFindings(rules, counts(0))[0]).toMatchObject({ check: 'nac.order', level: 'risk' });
  expect(nacFindings(rules, { failed: 'HTTP 403' })[0]).toMatchObject({ level: 'risk' });
});

it('a disabled rule, a dry run and one below take nothing from others', () => {
  for (const more of [{ enabled: false }, { dry_run: true }, { order: 3 }]) {
    const found = nacFindings(created({ ...rule('Block', 1, 'block', { auth_type: 'cert' }), ...more }), counts(312));
    expect(found.map(({ check }) => check)).not.toContain('nac.order');
  }
});

it('what was so before is marked', () => {
  const block = rule('Block', 1, 'block', {});
  const rules = nacRulesAfter(
    [allow, block],
    [
      {
        ...{ family: 'org_nacrules', id: 'Employees', org_id: 'o', site_id: undefined, before: allow },
        after: { ...allow, apply_tags: ['b'] },
      },
    ],
  );
  expect(nacFindings(rules, counts(5)).map(({ check, wasSo }) => [check, wasSo])).toEqual([
    ['nac.order', true],
    ['nac.change', undefined],
  ]);
});

it('a rule that leaves its dry run changes who may join', () => {
  const trial = rule('Guests', 3, 'block', { auth_type: 'mab' }, { dry_run: true });
  const rules = nacRulesAfter(
    [allow, trial],
    [
      {
        ...{ family: 'org_nacrules', id: 'Guests', org_id: 'o', site_id: undefined, before: trial },
        after: { ...trial, dry_run: false },
      },
    ],
  );
  expect(nacFindings(rules, counts(5))).toMatchObject([{ check: 'nac.change', level: 'risk' }]);
});

it('nothing is proven from parts of several tags or from exceptions', () => {
  expect(covers(rule('a', 1, 'block', { nactags: ['x', 'y'] }), rule('b', 2, 'allow', { nactags: ['x'] }))).toBe(false);
  expect(covers(rule('a', 1, 'block', { nactags: ['y', 'x'] }), rule('b', 2, 'allow', { nactags: ['x', 'y'] }))).toBe(
    true,
  );
  expect(covers(rule('a', 1, 'block', {}, { not_matching: { family: ['ap'] } }), allow)).toBe(false);
});
