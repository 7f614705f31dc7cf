import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClause } from '../../../scripts/generate/clauses.ts';
import type { JsonObject } from '../../../scripts/generate/json.ts';
import { layerOfThing, ref } from './small.ts';

const said = (description: string): string => {
  const clause = readClause(description);
  if (!clause) return 'nothing';
  const parts = clause.comparisons.map(({ field, equal, literal }) => `${field}${equal ? '=' : '≠'}${literal}`);
  return `${clause.kind} ${parts.join(` ${clause.joined} `)}`;
};

describe('readClause', () => {
  it.each([
    ['If `type`==`a`, the size', 'applies type=a'],
    ['Only if `type`==`a` or `b`', 'applies type=a or type=b'],
    ['Size used when `type` == `a`', 'applies type=a'],
    ['Optional if `on`==`true`. More', 'applies on=true'],
    ['Required if `type`==`a`, `type`==`b` or `type`==`c`; more', 'required type=a or type=b or type=c'],
    ['Host; required when `enabled` is `true`', 'required enabled=true'],
    ['Required only if `type`=`a`', 'required type=a'],
    ['Only if `mode`!=`x` and `auth` ==`y`. Text', 'applies mode≠x and auth=y'],
    ['Only if `mode`!=`x` + `auth`==`y`', 'applies mode≠x and auth=y'],
    ['Required if\n - `type`==`a` (a remark)\n - `type`==`b` if it rains', 'required type=a or type=b'],
    ['If:\n * `type`==`a`, `type`==`b`: this\n * `type`==`c`: that', 'applies type=a or type=b or type=c'],
    ['If `type`==`a` this. If `type`==`b` that.', 'applies type=a or type=b'],
    ['Requires `vlan`==`true` to be set', 'applies vlan=true'],
    ['When `a.b`==`c`', 'applies a.b=c'],
    ['Not required if `type`==`a`', 'nothing'],
    ['Default is 3 if `type`==`a`', 'nothing'],
    ['Will be ignored if `all`==`true`', 'nothing'],
    ['Strong ciphers are assumed when `type`==`a`', 'nothing'],
    ['One of\n * if `type`==`a`, this\n * if `type`==`b`, that', 'nothing'],
    ['If\n - `a`==`1` and `b`==`2`\n - `a`==`3`', 'nothing'],
    ['If `a`==`1` and `b`==`2` or `c`==`3`', 'nothing'],
    ['Use `role`==`none` to leave', 'nothing'],
    ['If the other `type`==`a`', 'nothing'],
    ['If it rains', 'nothing'],
  ])('reads %j', (description, expected) => {
    expect(said(description)).toBe(expected);
  });

  it('reads any text without failing', () => {
    const word = fc.constantFrom(
      'if ',
      'Required ',
      '`type`',
      '==',
      '`a`',
      ' or ',
      ' and ',
      '\n * ',
      ', ',
      '`',
      '.',
      'x ',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        for (const one of readClause(words.join(''))?.comparisons ?? []) expect(one.field).toMatch(/^[\w.-]+$/);
      }),
    );
  });
});

const thingOf = (properties: JsonObject, schemas: JsonObject = {}): unknown => {
  const facts = layerOfThing({ type: 'object', properties }, schemas).schemas.$defs.thing;
  return JSON.parse(JSON.stringify(facts));
};

const type = { type: 'string', enum: ['a', 'b', 'c'] };
const on = { type: 'boolean' };
const when = (description: string) => ({ type: 'string', description });

describe('conditions on properties', () => {
  it.each([
    ['Required if `type`==`a`', { required_when: { field: 'type', in: ['a'] } }],
    ['If `type`!=`a`', { applies_when: { field: 'type', in: ['b', 'c'] } }],
    ['If `on`==`true`', { applies_when: { field: 'on', in: [true] } }],
    ['If `level`==`2`', { applies_when: { field: 'level', in: [2] } }],
    ['If `only`!=`x`', { applies_when: { field: 'only', in: [null] } }],
    ['If `maybe`!=`x`', { applies_when: { field: 'maybe', in: ['y', null] } }],
    ['If `deep.type`==`a`', { applies_when: { field: 'deep.type', in: ['a'] } }],
    [
      'If `type`==`a` and `on`==`false`',
      {
        applies_when: [
          { field: 'type', in: ['a'] },
          { field: 'on', in: [false] },
        ],
      },
    ],
    [
      'Required if `type`==`a` or `on`==`true`',
      {
        required_when_any: [
          { field: 'type', in: ['a'] },
          { field: 'on', in: [true] },
        ],
      },
    ],
    ['If `type`==`d`', {}],
    ['If `type`==`a` or `d`', {}],
    ['If `color`==`red`', {}],
    ['If `free`==`text`', {}],
  ])('marks %j', (description, marks) => {
    const thing = thingOf(
      {
        type,
        on,
        level: { type: 'integer', enum: [1, 2] },
        only: { enum: ['x'] },
        maybe: { type: ['string', 'null'], enum: ['x', 'y', null] },
        deep: ref('deep'),
        free: { type: 'string' },
        size: when(description),
      },
      { deep: { type: 'object', properties: { type } } },
    );
    expect(thing).toHaveProperty('properties.size', { type: 'string', ...marks });
  });

  it('reads the words of a definition that a property refers to', () => {
    const thing = thingOf({ type, size: ref('size') }, { size: when('Only if `type`==`b`') });
    expect(thing).toHaveProperty('properties.size', {
      $ref: '#/$defs/size',
      applies_when: { field: 'type', in: ['b'] },
    });
  });

  it('looks in the object around, through lists and maps, where it is the same in all of them', () => {
    const inner = { type: 'object', properties: { size: when('If `type`==`a`') } };
    const around = (other: JsonObject) =>
      layerOfThing(
        {
          type: 'object',
          properties: {
            type,
            list: { type: 'array', items: { additionalProperties: ref('inner') } },
            other: ref('other'),
          },
        },
        { inner, other: { type: 'object', properties: { one: ref('inner'), ...other } } },
      ).schemas.$defs.inner;
    expect(around({ type })).toHaveProperty('properties.size.applies_when', { field: '../type', in: ['a'] });
    expect(around({})).not.toHaveProperty('properties.size.applies_when');
    expect(around({ type: { enum: ['x'] } })).not.toHaveProperty('properties.size.applies_when');
  });
});
