import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from '../../../src/features/changes/difference.ts';
import {
  canBeNamed,
  differenceLine,
  fittingLines,
  groupedLines,
  packedLines,
  rootOf,
} from '../../../src/features/changes/difference-text.ts';
import { movedValues } from '../../../src/features/changes/list-pairs.ts';
import type { Change, JsonObject } from '../../../src/features/changes/types.ts';
import { valuesText, type Wording } from '../../../src/features/changes/value-text.ts';
import { redact } from '../../../src/tool/redact.ts';

const SITE = '11111111-2222-3333-4444-555555555555';
const names = new Map([
  [SITE, 'HQ'],
  ['22222222-2222-3333-4444-555555555555', 'Lab "2"'],
]);
const wording: Wording = { names, most: 60, mask: (value) => redact(value) };
const lines = (before: JsonObject, after: JsonObject, how: Partial<Wording> = {}): string[] =>
  difference(before, after).map((change) => differenceLine(change, { ...wording, ...how }));
const word = (index: number): string => `word${index}`;
const words = (count: number): string[] => Array.from({ length: count }, (_, index) => word(index));

describe('a difference in words', () => {
  it.each<[JsonObject, JsonObject, string]>([
    [{ vlan_id: 30 }, { vlan_id: 40 }, 'vlan_id: 30 → 40'],
    [{}, { enabled: false }, 'enabled: (none) → false'],
    [{ ssid: 'guest' }, {}, 'ssid: "guest" → (removed)'],
    [{ tags: ['a'] }, { tags: ['a', 'b'] }, 'tags: ["a"] → ["a","b"]'],
    [{ site_id: SITE }, { site_id: null }, 'site_id: "HQ" (1111111…) → (removed)'],
    [{}, { site_ids: [...names.keys()] }, `site_ids: (none) → ["HQ", "Lab '2'"]`],
    [{}, { site_ids: [SITE, 'unknown'] }, `site_ids: (none) → ["${SITE}","unknown"]`],
    [{}, { 'a.b': 1 }, '"a.b": (none) → 1'],
    [{ a: { b: [] } }, { a: { b: {} } }, 'a.b: (none) → {}'],
  ])('%j → %j: %s', (before, after, line) => {
    expect(lines(before, after)).toEqual([line]);
  });

  it('of one state stands alone', () => {
    expect(lines({}, { vlan_id: 40 }, { single: true })).toEqual(['vlan_id: 40']);
    expect(lines({ vlan_id: 40 }, {}, { single: true })).toEqual(['vlan_id: 40']);
    expect(lines({}, { psk: 'hidden1' }, { single: true })).toEqual(['psk: (secret)']);
  });

  it('never shows a secret, only that it changes', () => {
    expect(lines({ psk: 'old-word' }, { psk: 'new-word' })).toEqual(['psk: (secret) → (another secret)']);
    expect(lines({}, { psk: 'new-word' })).toEqual(['psk: (none) → (secret)']);
    expect(lines({ psk: 'old-word' }, {})).toEqual(['psk: (secret) → (removed)']);
  });

  it('hides a credential among commands, not the commands', () => {
    const commands = (secret: string) => ({ additional_config_cmds: ['set a', `set snmp community ${secret}`] });
    expect(lines(commands('one1'), commands('two2'), { most: 200 })).toEqual([
      'additional_config_cmds: ["set a","set snmp community \\"(secret)\\""], with (another secret)',
    ]);
    expect(lines({}, commands('one1'), { most: 200 })).toEqual([
      'additional_config_cmds: (none) → ["set a","set snmp community \\"(secret)\\""]',
    ]);
  });

  it('tells of a long list what comes and what goes', () => {
    const long = words(20);
    expect(lines({ tags: long }, { tags: [...long.slice(1), 'new'] })).toEqual([
      'tags: 20 → 20 values: added ["new"], removed ["word0"]',
    ]);
    expect(lines({ tags: long }, { tags: [...long, 'new'] })).toEqual(['tags: 20 → 21 values: added ["new"]']);
    expect(lines({ tags: long }, { tags: long.slice(2) })).toEqual(['tags: 20 → 18 values: removed ["word0","word1"]']);
    expect(lines({ tags: long }, { tags: long.toReversed() })[0]).toMatch(
      /^tags: moved 19 values: \["word19",.*… \(20 values\)$/,
    );
    expect(lines({ tags: long }, { tags: [...long.slice(2), 'new', 'word0'] })).toEqual([
      'tags: 20 → 20 values: added ["new"], removed ["word1"], moved "word0" from [0] to [19]',
    ]);
    expect(lines({ tags: ['a'] }, { tags: long })[0]).toMatch(
      /^tags: 1 → 20 values: added \["word0",.*… \(20 values\), removed \["a"\]$/,
    );
  });

  it('tells of a list in another order what was moved, and shows the new order', () => {
    const servers = { ntp_servers: ['a.ntp', 'b.ntp', 'c.ntp'] };
    expect(lines(servers, { ntp_servers: ['c.ntp', 'a.ntp', 'b.ntp'] })).toEqual([
      'ntp_servers: moved "c.ntp" from [2] to [0]: ["c.ntp","a.ntp","b.ntp"]',
    ]);
    expect(lines({ order: [1, 2, 1] }, { order: [1, 1, 2] })).toEqual([
      'order: the same values in another order: [1,1,2]',
    ]);
    expect(lines(servers, { ntp_servers: ['c.ntp', 'a.ntp'] })).toEqual([
      'ntp_servers: ["a.ntp","b.ntp","c.ntp"] → ["c.ntp","a.ntp"]',
    ]);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ maxLength: 8 }), { maxLength: 12 }),
        fc.infiniteStream(fc.nat(11)),
        (list, at) => {
          const turned = [...list];
          for (const index of at.take(4)) turned.push(...turned.splice(index % Math.max(list.length, 1), 1));
          const rest = (all: readonly string[], moved: ReadonlySet<unknown>) => all.filter((one) => !moved.has(one));
          const moved = new Set(movedValues(list, turned).map(({ value }) => value));
          expect(rest(turned, moved)).toEqual(rest(list, moved));
        },
      ),
    );
  });

  it('tells of a list of names no more than fits, and how many there are', () => {
    const many = new Map(words(20).map((id) => [id, `site ${id}`]));
    const [line = ''] = lines({}, { site_ids: [...many.keys()] }, { names: many });
    expect(line).toMatch(/^site_ids: \(none\) → \["site word0" \(word0\), .*… \(20 values\)$/);
    expect(line.length).toBeLessThan(110);
  });

  it('tells of a long text the part that changes, with a little around it', () => {
    const before = `${'a'.repeat(100)}OLD${'z'.repeat(100)}`;
    const after = `${'a'.repeat(100)}NEWER${'z'.repeat(100)}`;
    expect(lines({ note: before }, { note: after })).toEqual([
      `note: "…${'a'.repeat(10)}OLD${'z'.repeat(10)}…" (203 characters) → "…${'a'.repeat(10)}NEWER${'z'.repeat(10)}…" (205 characters)`,
    ]);
    expect(lines({ note: 'a'.repeat(100) }, { note: `b${'a'.repeat(100)}` })).toEqual([
      `note: "${'a'.repeat(10)}…" (100 characters) → "b${'a'.repeat(10)}…" (101 characters)`,
    ]);
    expect(lines({ note: 'a'.repeat(100) }, { note: `${'a'.repeat(100)}b` })).toEqual([
      `note: "…${'a'.repeat(10)}" (100 characters) → "…${'a'.repeat(10)}b" (101 characters)`,
    ]);
    expect(lines({ note: 'x' }, { note: 'y'.repeat(100) })).toEqual([
      `note: "x" (1 characters) → "${'y'.repeat(30)}…${'y'.repeat(30)}" (100 characters)`,
    ]);
    expect(lines({ note: `${'a'.repeat(100)}"x` }, { note: `${'a'.repeat(100)}\u202ey` })[0]).toBe(
      `note: "…${'a'.repeat(10)}\\"x" (102 characters) → "…${'a'.repeat(10)}\\u{202e}y" (102 characters)`,
    );
  });

  it('tells of a text that only grows or shrinks what comes or goes', () => {
    const [short, long] = ['a'.repeat(100), 'a'.repeat(102)];
    const [told, other] = [`"…${'a'.repeat(10)}" (100 characters)`, `"…${'a'.repeat(12)}" (102 characters)`];
    expect(lines({ note: short }, { note: long })).toEqual([`note: ${told} → ${other}`]);
    expect(lines({ note: long }, { note: short })).toEqual([`note: ${other} → ${told}`]);
  });

  it('shows both values where one is no text, or the lists are not plain', () => {
    expect(lines({ note: 'x'.repeat(100) }, { note: 7 })[0]).toMatch(/^note: "x{40,60}… \(102 characters\) → 7$/);
    expect(lines({ note: 7 }, { note: 'x'.repeat(100) })[0]).toMatch(/^note: 7 → "x{40,60}… \(102 characters\)$/);
    const nested = words(20).map((name) => [name]);
    expect(lines({ a: nested }, { a: nested.toReversed() })[0]).toMatch(
      /^a: \[\["word0"\],.* → \[\["word19"\],.*… \(20 values\)$/,
    );
    expect(lines({ a: words(20) }, { a: [...words(20), ['x']] })[0]).toMatch(
      /^a: \["word0".* → \["word0",.*… \(21 values\)$/,
    );
  });

  it('hides the secrets of an object that takes the place of something else', () => {
    expect(lines({ x: 'text' }, { x: { psk: 'secret1', note: 'n', list: ['secret2'] } }, { most: 200 })).toEqual([
      'x: "text" → {"psk":"(secret)","note":"n","list":["secret2"]}',
    ]);
    expect(lines({ auth: { keys: ['one1'] } }, { auth: { keys: ['one1', 'two2'] } })).toEqual([
      'auth.keys: (secret) → (another secret)',
    ]);
  });

  it('cuts what is no list and no text, and says how large it is', () => {
    const [line = ''] = lines({ a: 1 }, { a: words(20).map((name) => [name]) });
    expect(line).toMatch(/^a: 1 → \[\["word0"\],.*… \(20 values\)$/);
  });

  it('shows each change of any text between its quotes', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'ä'), maxLength: 200 });
    fc.assert(
      fc.property(text, text, (from, to) => {
        fc.pre(from !== to && from !== '' && to !== '');
        const change: Change = { path: 'note', kind: 'change', from, to, secret: false };
        const [old, now] = valuesText(change, wording).split(' → ');
        expect(old).not.toBe(now);
        expect(`${old}${now}`.length).toBeLessThan(2 * 60 + 80);
      }),
      { numRuns: 200 },
    );
  });
});

describe('many differences', () => {
  const many = difference(
    {},
    { vars: Object.fromEntries(words(30).map((name) => [name, 'x'])), name: 'n', 'a.b': { c: 1, d: 2 } },
  );

  it('stand by themselves where they fit', () => {
    expect(fittingLines(many, 5000, wording)).toHaveLength(33);
    expect(fittingLines(many.slice(0, 1), 25 + 5, wording)).toEqual(['vars.word0: (none) → "x"']);
  });

  it('are grouped by root where they do not, one alone still in words', () => {
    expect(fittingLines(many, 90, wording)).toEqual(['vars: 30 set', 'name: (none) → "n"', '"a.b": 2 set']);
    expect(fittingLines(many, 62, wording)).toEqual(['vars: 30 set', 'name: (none) → "n"', '"a.b": 2 set']);
    expect(fittingLines(many, 53, wording)).toEqual(['vars: 30 set', 'name: 1 set', '"a.b": 2 set']);
    expect(fittingLines(many, 20, wording)).toEqual(['3 attributes: vars, name, "a.b"']);
    expect(fittingLines(many, 49, wording)).toEqual(['3 attributes: vars, name, "a.b"']);
  });

  it('share lines where there is room for few', () => {
    expect(packedLines(['a: 1', 'b: 2', 'c: 3'], 3)).toEqual(['a: 1', 'b: 2', 'c: 3']);
    expect(packedLines(['a: 1', 'b: 2', 'c: 3'], 2)).toEqual(['a: 1; b: 2; c: 3']);
    const long = ['x'.repeat(100), 'y'.repeat(100), 'z'.repeat(100)];
    expect(packedLines(long, 2)).toEqual([`${long[0]}; ${long[1]}`, long[2]]);
    expect(packedLines(long, 1)).toHaveLength(2);
    expect(fittingLines(many, 5000, wording, 12).length).toBeLessThanOrEqual(12);
    expect(fittingLines(many, 5000, wording, 1)).toEqual(['vars: 30 set; name: (none) → "n"; "a.b": 2 set']);
  });

  it('have shorter values before they are grouped', () => {
    const long = difference({}, { a: 'x'.repeat(500), b: 'y'.repeat(500) });
    const wide = { ...wording, most: 1000 };
    expect(fittingLines(long, 2000, wide)[0]).toBe(`a: (none) → "${'x'.repeat(500)}"`);
    expect(fittingLines(long, 400, wide)[0]).toMatch(/^a: \(none\) → "x{110,119}… \(502 characters\)$/);
    expect(fittingLines(long, 200, wide)[0]).toMatch(/^a: \(none\) → "x{30,39}… \(502 characters\)$/);
  });

  it('are counted by what happens', () => {
    const mixed = difference({ a: { x: 1, y: 2, z: 3 } }, { a: { x: 2, y: 3, w: 1 } });
    expect(groupedLines(mixed)).toEqual(['a: 2 changed, 1 set, 1 removed']);
    expect(groupedLines(mixed.slice(0, 1), wording)).toEqual(['a.x: 1 → 2']);
  });

  it('can all be named, or not', () => {
    expect(canBeNamed(['a', 'b'])).toBe(true);
    expect(canBeNamed([])).toBe(true);
    expect(canBeNamed(['a'.repeat(59), ...Array.from({ length: 40 }, () => 'b'.repeat(59))])).toBe(true);
    expect(canBeNamed(Array.from({ length: 42 }, () => 'b'.repeat(59)))).toBe(false);
  });

  it.each([
    ['auth.type', 'auth'],
    ['"a.b".c', '"a.b"'],
    ['"a\\"b".c', '"a\\"b"'],
    ['servers[0].host', 'servers'],
    ['name', 'name'],
  ])('%s belongs to %s', (path, root) => {
    expect(rootOf(path)).toBe(root);
  });
});
