import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/features/plans/model.ts';
import { newNamesIn, placeholderId, plainText, withNewIds } from '../../../src/features/plans/new-objects.ts';
import { planFile, readPlan } from '../../../src/features/plans/read-plan.ts';

const schema: unknown = JSON.parse(readFileSync('schemas/plan.v1.schema.json', 'utf8'));
const isPlan = new Ajv2020({ strict: false }).compile(typeof schema === 'object' && schema ? schema : {});

const PLAN: Plan = {
  ...{ made_by: 'restore', cloud: 'api.mist.com', org: { id: 'o', name: 'Acme' }, left_out: ['Nothing of claims.'] },
  changes: [
    { action_type: 'create', object_type: 'org_rftemplates', as: 'rf', payload: { name: 'RF' } },
    { action_type: 'update', object_type: 'org_sites', object_id: 'Madrid', payload: { rftemplate_id: '$new:rf' } },
  ],
};

describe('a plan as a file', () => {
  it('is what the published schema describes, and reads back the same', () => {
    const file: unknown = JSON.parse(JSON.stringify(planFile(PLAN)));
    expect(isPlan(file), JSON.stringify(isPlan.errors)).toBe(true);
    expect(JSON.parse(JSON.stringify(readPlan(file)))).toEqual(JSON.parse(JSON.stringify(PLAN)));
  });

  it('may be a bare list', () => {
    expect(readPlan(PLAN.changes)).toMatchObject({ made_by: 'list', left_out: [] });
    expect(readPlan(PLAN.changes).changes).toHaveLength(2);
  });

  it('has everything that a change may say, and as many changes as it may', () => {
    const full = {
      ...{ action_type: 'create', object_type: 'org_sites', as: 'x'.repeat(300), org_id: 'o', site_id: 's' },
      ...{ object_id: 'i', expects: 'e', payload: {}, mode: 'replace', force: false, allow_unknown: ['a.b'] },
    };
    expect(readPlan([full]).changes).toEqual([full]);
    expect(readPlan([{ ...full, mode: 'merge', force: true }]).changes[0]).toMatchObject({
      mode: 'merge',
      force: true,
    });
    const { as: _, ...unnamed } = full;
    expect(readPlan(Array.from({ length: 5000 }, () => unnamed)).changes).toHaveLength(5000);
  });

  it('leaves out what it does not understand beside its changes, and keeps what it needs no digest for', () => {
    const { digest: _, format: __, ...file } = planFile(PLAN);
    expect(readPlan(file).org).toEqual({ id: 'o', name: 'Acme' });
    const odd = readPlan({ ...file, made_by: 'somebody', cloud: 7, left_out: ['a', 7], org: { id: 'o' } });
    expect(odd).toMatchObject({ made_by: 'list', cloud: undefined, left_out: ['a'], org: undefined });
    for (const org of ['x', { name: 'o' }, { id: 7, name: 'x' }, { id: 'x', name: 7 }])
      expect(readPlan({ ...file, org }).org).toBeUndefined();
    expect(readPlan({ ...file, left_out: 'x' }).left_out).toEqual([]);
    const { cloud: ___, org: ____, ...bare } = PLAN;
    expect(planFile(bare)).not.toHaveProperty('cloud');
    expect(planFile(bare)).not.toHaveProperty('org');
  });

  it.each([
    ['a later format', { ...planFile(PLAN), format: 2 }, 'format 2'],
    ['changes that were edited', { ...planFile(PLAN), changes: [PLAN.changes[0]] }, 'not those that its `digest`'],
    ['an empty list', [], 'no changes'],
    ['a text', 'update everything', 'This is no plan'],
    [
      'a slip',
      [{ action_type: 'update', object_type: 'org_sites', objectid: 'x' }],
      'Change 1 of the plan: there is no `objectid`',
    ],
    ['no action', [{ object_type: 'org_sites' }], '`action_type`'],
    [
      'a name for what is not created',
      [{ action_type: 'update', object_type: 'org_sites', as: 'x' }],
      '`as` names what is created',
    ],
    [
      'one name twice',
      ['a', 'b'].map((name) => ({ action_type: 'create', object_type: 'org_sites', as: 'x', payload: { name } })),
      'Two changes are called `as` "x"',
    ],
    ['a change that is no object', ['x'], 'Change 1 of the plan: it is no object'],
    ['no kind', [{ action_type: 'update' }], '`action_type` (create, update or delete) and `object_type` are needed'],
    ['another action', [{ action_type: 'upsert', object_type: 'org_sites' }], 'are needed'],
    ...(['object_type', 'org_id', 'site_id', 'object_id', 'expects', 'as'] as const).flatMap((name) =>
      [7, '', 'x'.repeat(301)].map((value): [string, unknown, string] => [
        `${name} ${String(value).slice(0, 3)}`,
        [{ action_type: 'create', object_type: 'org_sites', [name]: value }],
        `\`${name}\` must be a text`,
      ]),
    ),
    ...Object.entries({ payload: 'x', mode: 'patch', force: 'yes', allow_unknown: 'a.b' }).map(
      ([name, value]): [string, unknown, string] => [
        `${name} ${value}`,
        [{ action_type: 'create', object_type: 'org_sites', [name]: value }],
        `Change 1 of the plan: \`${name}\` must be `,
      ],
    ),
    [
      'paths that are no texts',
      [{ action_type: 'delete', object_type: 'org_sites', allow_unknown: [7] }],
      'list of paths',
    ],
    ['an object without changes', { changes: 'x' }, 'This is no plan'],
    ['too many', Array.from({ length: 5001 }, () => PLAN.changes[0]), 'one plan may have 5000'],
  ])('refuses %s', (_, value, words) => {
    expect(() => readPlan(JSON.parse(JSON.stringify(value)))).toThrow(words);
  });
});

describe('texts that mean new objects', () => {
  it('are told from texts of the network that look like them', () => {
    fc.assert(
      fc.property(fc.constantFrom('', '$new:', '$text:', '$text:$new:'), fc.string(), (start, rest) => {
        const text = start + rest;
        expect(newNamesIn(plainText(text)).size).toBe(0);
        expect(withNewIds({ a: [plainText(text)] }, () => 'id')).toEqual({ a: [text] });
      }),
    );
  });

  it('have ids that no object of a cloud has, the same in every run', () => {
    expect(placeholderId('a')).toBe(placeholderId('a'));
    expect(placeholderId('a')).not.toBe(placeholderId('b'));
    expect(placeholderId('a')).toMatch(/^ffffffff-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(withNewIds({ '$new:a': '$new:b' }, (name) => name.toUpperCase())).toEqual({ A: 'B' });
  });
});
