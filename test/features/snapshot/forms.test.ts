import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { comparable } from '../../../src/features/snapshot/comparable.ts';
import { likelyRenamed } from '../../../src/features/snapshot/likeness.ts';
import { withSortedSets } from '../../../src/features/snapshot/set-lists.ts';
import { filed } from './filed.ts';

describe('an object in the form in which objects are compared', () => {
  it('has a MAC in one form, however it is written, and leaves what is none', () => {
    for (const mac of ['5c5b35aabbcc', '5C:5B:35:AA:BB:CC', '5c-5b-35-aa-bb-cc', '5c5b.35aa.bbcc'])
      expect(comparable({ macs: [mac], at: { mac } })).toEqual({ macs: ['5c5b35aabbcc'], at: { mac: '5c5b35aabbcc' } });
    for (const text of [
      '5C:5B:35:AA:BB',
      '5C:5B:35:AA:BB:CC:DD',
      'x5C:5B:35:AA:BB:CC',
      '5C:5B:35:AA:BB:CG',
      'A-B',
      '5C::5B35AABBCC',
    ])
      expect(comparable({ text, n: 1, none: null })).toEqual({ text, n: 1, none: null });
  });

  it.each([
    [
      [10, '20-22'],
      ['10', '20', '21', '22'],
    ],
    ['10,20-22', ['10', '20', '21', '22']],
    ['22, 10,20-21,20', ['10', '20', '21', '22']],
    [
      ['9', 100, 20],
      ['9', '20', '100'],
    ],
    ['{{vlans}}', ['{{vlans}}']],
    [
      ['10', '{{vlan}}'],
      ['10', '{{vlan}}'],
    ],
    ['22-20', []],
    ['4094-9999', ['4094', '4095']],
    ['x10', ['x10']],
    ['10x', ['10x']],
    ['12345', ['12345']],
  ])('has VLANs %j as %j', (vlan_ids, wanted) => {
    expect(comparable({ vlan_ids, at: [{ vlan_ids }] })).toEqual({ vlan_ids: wanted, at: [{ vlan_ids: wanted }] });
  });

  it('has lists of VLANs of other attributes as they are', () => {
    const value = { vlans: '10,20-22', dynamic: { vlan_id: '20-22' }, vlan_idsx: [10, '20-22'] };
    expect(comparable(value)).toEqual(value);
  });

  it.each(['port_config', 'port_config_overwrite', 'local_port_config'])('has %s by single port', (map) => {
    const by = (ports: JsonObject): JsonObject => ({ switch_matching: { rules: [{ [map]: ports }] } });
    expect(comparable(by({ 'ge-0/0/0-1,xe-0/1/0': { usage: 'ap', mac: '5C:5B:35:AA:BB:CC' } }))).toEqual(
      by(
        Object.fromEntries(
          ['ge-0/0/0', 'ge-0/0/1', 'xe-0/1/0'].map((port) => [port, { usage: 'ap', mac: '5c5b35aabbcc' }]),
        ),
      ),
    );
  });

  it('has a map of ports as it is written where keys overlap or cannot be read, and any other map', () => {
    const overlapping = { port_config: { 'ge-0/0/0-1': { usage: 'ap' }, 'ge-0/0/1': { usage: 'x' } } };
    expect(comparable(overlapping)).toEqual(overlapping);
    const backward = { port_config: { 'ge-0/0/5-1': { usage: 'ap' }, 'ge-0/0/8-9': {} } };
    expect(comparable(backward)).toEqual(backward);
    const other = { usages: { 'ge-0/0/0-1': { x: 1 } } };
    expect(comparable(other)).toEqual(other);
  });

  it('is the same when it is put into it once more', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<unknown>('5C:5B:35:AA:BB:CC', '10,20-22', '7', 7, null, true, 'ge-0/0/1'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('vlan_ids', 'port_config', 'ge-0/0/0-2', 'ge-0/0/1', 'mac'), tie('value'), {
          maxKeys: 3,
          noNullPrototype: true,
        }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('vlan_ids', 'port_config', 'a'), value), (object) => {
        const once = comparable(object);
        expect(comparable(once)).toEqual(once);
      }),
    );
  });
});

describe('an object with sorted sets', () => {
  it('has its keys in the order of their characters, at any depth', () => {
    const sorted = withSortedSets({ b: 1, B: { d: [{ z: 1, a: 2 }], c: 2 }, a: null });
    expect(JSON.stringify(sorted)).toBe('{"B":{"c":2,"d":[{"a":2,"z":1}]},"a":null,"b":1}');
  });

  it('has lists that mean a set in order, numbers as numbers, and every list of IDs', () => {
    expect(withSortedSets({ bands: ['6', '24', '5'], channels: [11, 6, 100], site_ids: ['b', 'a'] })).toEqual({
      ...{ bands: ['24', '5', '6'], channels: [6, 11, 100], site_ids: ['a', 'b'] },
    });
    expect(withSortedSets({ values: [null, 'b', 10, 'a', 9, true] }).values).toEqual([9, 10, 'a', 'b', null, true]);
  });

  it('does not depend on the order that a set comes in, numbers and texts mixed', () => {
    const mixed = fc.uniqueArray(fc.constantFrom<unknown>(100, 20, 3, '15', '9', '{{vlan}}', 'a'), { minLength: 2 });
    const shuffled = mixed.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([values, other]) => {
        expect(withSortedSets({ values: other })).toEqual(withSortedSets({ values }));
        expect(comparable({ vlan_ids: other })).toEqual(comparable({ vlan_ids: values }));
      }),
    );
  });

  it('keeps the order of any other list, of lists inside a set, and of a set with objects in it', () => {
    const kept = { servers: ['b', 'a'], rules: [['b', 'a']], networks: [{ b: 1 }, { a: 1 }], channels: [[2, 1], [1]] };
    expect(withSortedSets(kept)).toEqual(kept);
    const nested = { services: [['b', 'a']], ids: ['b', 'a'] };
    expect(withSortedSets(nested)).toEqual(nested);
  });
});

describe('objects that were perhaps renamed', () => {
  const five = { a: 1, b: { c: 'x' }, d: [{ e: true }], f: 2, g: 3 };
  const one = (
    name: string,
    value: JsonObject,
    family: 'org_networks' | 'org_services' | 'org_psks' = 'org_networks',
  ) => filed(family, `org/${family}/${name}`, { name, ssid: name, ...value });
  const pairs = (left: readonly ReturnType<typeof one>[], right: readonly ReturnType<typeof one>[]) =>
    likelyRenamed(left, right).map(({ left: was, right: is }) => `${was} ${is}`);

  it('are alike in four of five leaves at least, whatever they are called', () => {
    expect(likelyRenamed([one('a', five)], [one('b', five)])).toEqual([
      { family: 'org_networks', left: 'a', right: 'b' },
    ]);
    expect(pairs([one('a', five)], [one('b', { ...five, f: 3 })])).toEqual(['a b']);
    expect(pairs([one('a', five)], [one('b', { ...five, f: 3, g: 2 })])).toEqual([]);
    expect(pairs([one('a', five)], [one('b', { ...five, h: 1, i: 2 })])).toEqual([]);
    expect(pairs([one('a', { ...five, h: 1, i: 2 })], [one('b', five)])).toEqual([]);
    expect(pairs([one('a', { ...five, h: 1 })], [one('b', five)])).toEqual(['a b']);
  });

  it('have five leaves at least, of which null is none', () => {
    const { g: _, ...four } = five;
    expect(pairs([one('a', four)], [one('b', four)])).toEqual([]);
    expect(pairs([one('a', { ...four, g: null, h: undefined })], [one('b', { ...four, g: null })])).toEqual([]);
  });

  it('are told apart by where a leaf stands and by its kind', () => {
    const deep = { a: { v: 1 }, b: { v: 2 }, c: { v: 3 }, d: { v: 4 }, e: { v: 5 } };
    const moved = { f: { v: 1 }, g: { v: 2 }, c: { v: 3 }, d: { v: 4 }, e: { v: 5 } };
    expect(pairs([one('a', deep)], [one('b', moved)])).toEqual([]);
    const texts = { ...five, f: '2', g: '3' };
    expect(pairs([one('a', five)], [one('b', texts)])).toEqual([]);
    const listed = { ...five, a: [1], f: [2] };
    expect(pairs([one('a', five)], [one('b', listed)])).toEqual([]);
  });

  it('are the best pair, and each in one pair only', () => {
    const near = { ...five, f: 9 };
    expect(pairs([one('a', five)], [one('near', near), one('same', five)])).toEqual(['a same']);
    expect(pairs([one('a', five), one('b', five)], [one('c', five)])).toEqual(['a c']);
    expect(pairs([one('a', five), one('b', five)], [one('c', five), one('d', five)])).toEqual(['a c', 'b d']);
  });

  it('are of one family, and of none that is hardware, a key, or too many to tell', () => {
    expect(pairs([one('a', five)], [one('b', five, 'org_services')])).toEqual([]);
    expect(pairs([one('a', five, 'org_psks')], [one('b', five, 'org_psks')])).toEqual([]);
    for (const family of [
      'site_devices',
      'org_mxedges',
      'org_assets',
      'org_usermacs',
      'org_sites',
      'site_settings',
    ] as const)
      expect(likelyRenamed([filed(family, 'x', five)], [filed(family, 'y', five)])).toEqual([]);
    const many = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, at) => one(`${prefix}${at}`, five));
    expect(pairs(many(100, 'a'), many(100, 'b'))).toHaveLength(100);
    expect(pairs(many(101, 'a'), many(1, 'b'))).toEqual([]);
    expect(pairs(many(1, 'a'), many(101, 'b'))).toEqual([]);
  });
});
