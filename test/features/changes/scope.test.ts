import { describe, expect, it } from 'vitest';
import { counted, nounOf } from '../../../src/features/changes/nouns.ts';
import { planCreate, planUpdate } from '../../../src/features/changes/plan.ts';
import { compareReadBack } from '../../../src/features/changes/read-back.ts';
import type { JsonObject } from '../../../src/features/changes/types.ts';
import { sitesOf } from '../../../src/features/configuration/template-sites.ts';

describe('where a template reaches', () => {
  const sites = [{ id: 's1', sitegroup_ids: ['g1'] }, { id: 's2', sitegroup_ids: ['g1', 'g2'] }, { id: 's3' }];
  it.each<[JsonObject, string[]]>([
    [{ applies: { org_id: 'o' } }, ['s1', 's2', 's3']],
    [{ applies: { org_id: 'o' }, exceptions: { sitegroup_ids: ['g2'] } }, ['s1', 's3']],
    [{ applies: { org_id: 'o' }, exceptions: { site_ids: ['s3'], sitegroup_ids: [] } }, ['s1', 's2']],
    [{ applies: { org_id: '', site_ids: ['s2'] } }, ['s2']],
    [{ applies: { org_id: null, sitegroup_ids: ['g1'] } }, ['s1', 's2']],
    [{ applies: { site_ids: 's1', sitegroup_ids: 'g1' } }, []],
    [{ applies: { site_ids: ['s1'] }, exceptions: 'none' }, ['s1']],
    [{ applies: null }, []],
    [{}, []],
  ])('%j: %j', (template, ids) => {
    expect(sitesOf(template, sites).map(({ id }) => id)).toEqual(ids);
  });
});

describe('things in words', () => {
  it.each([
    ['org_wlantemplates', 'WLAN template'],
    ['site_settings', 'site setting'],
    ['org_settings', 'organization setting'],
    ['org_info', 'organization'],
    ['site_wlans', 'WLAN'],
  ] as const)('%s is a %s', (name, noun) => {
    expect(nounOf(name)).toBe(noun);
  });

  it.each([
    [1, 'site', '1 site'],
    [0, 'site', '0 sites'],
    [3, 'security policy', '3 security policies'],
    [1, 'security policy', '1 security policy'],
    [2, 'key', '2 keys'],
    [2, 'policy rule', '2 policy rules'],
  ])('%i × %s', (count, noun, words) => {
    expect(counted(count, noun)).toBe(words);
  });
});

describe('what reads back', () => {
  const verdict = (sent: JsonObject, back: JsonObject) => {
    const { confirmed, differing, unseen } = compareReadBack(planCreate(sent), back);
    return [
      ...confirmed.map((path) => `= ${path}`),
      ...differing.map(({ kind, path }) => `${kind} ${path}`),
      ...unseen.map((path) => `? ${path}`),
    ];
  };

  it.each<[JsonObject, JsonObject, string[]]>([
    [{ a: { b: {} } }, { a: {} }, ['= a']],
    [{ a: {} }, {}, ['= a']],
    [{ a: {} }, { a: 7 }, ['change a']],
    [{ a: { b: 1 } }, {}, ['remove a']],
    [{ a: { b: 1 } }, { a: 'text' }, ['change a']],
    [{ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, ['= a.b', 'change a.c']],
    [{ a: [1] }, { a: '1' }, ['change a']],
    [{ a: [1] }, { a: [1, 2] }, ['change a']],
    [{ a: [1] }, {}, ['remove a']],
    [{ a: [] }, { a: [1] }, ['set a']],
    [{ a: [] }, {}, ['= a']],
    [{ a: [null, 1] }, { a: [[], '1'] }, ['= a']],
    [{ a: [null, 1] }, { a: [7, 1] }, ['change a']],
    [{ a: [{ psk: 'x' }] }, { a: [{ psk: '****' }] }, ['? a']],
    [{ a: [{ psk: 'x', n: 1 }] }, { a: [{ psk: '****', n: 2 }] }, ['change a']],
    [{ a: { psk: 'x', n: 1 } }, { a: { psk: '****', n: 1 } }, ['= a.n', '? a.psk']],
    [{ m: 'AA-BB-CC-00-11-22' }, { m: 'aabb.cc00.1122' }, ['= m']],
    [{ m: 'AABBCC001122' }, { m: 'aabbcc001122' }, ['= m']],
    [{ m: 'Guest' }, { m: 'guest' }, ['change m']],
    [{ m: 'aa:bb' }, { m: 'aabb' }, ['change m']],
    [{ m: 'xAABBCC001122' }, { m: 'xaabbcc001122' }, ['change m']],
    [{ n: 1 }, { n: 2 }, ['change n']],
    [{ n: true }, { n: 'true' }, ['change n']],
  ])('%j as %j: %j', (sent, back, lines) => {
    expect(verdict(sent, back)).toEqual(lines);
  });

  it('of a removal is proven by its not being there', () => {
    const before = { a: { b: 1, c: 2 }, d: 1, e: 1 };
    const plan = planUpdate(before, { a: { b: null }, d: null, e: null });
    expect(compareReadBack(plan, { a: { c: 2 } })).toMatchObject({ confirmed: ['a', 'd', 'e'], differing: [] });
    expect(compareReadBack(plan, before).differing.map(({ path }) => path)).toEqual(['a.b', 'd', 'e']);
    expect(compareReadBack(plan, { ...before, d: [], e: 2 })).toMatchObject({
      confirmed: ['a.c', 'd', 'e'],
      differing: [{ path: 'a.b', kind: 'set', to: 1 }],
    });
  });
});
