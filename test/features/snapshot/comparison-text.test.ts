import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/features/changes/index.ts';
import type { Comparison, ObjectDifference } from '../../../src/features/snapshot/comparison.ts';
import {
  comparisonLines,
  comparisonRows,
  countLines,
  fieldLines,
  joinedPorts,
} from '../../../src/features/snapshot/comparison-text.ts';

const nothing: Comparison = { objects: [], alike: 3, inconclusive: [], unknown_secrets: 0, likely: [] };
const comparison = (...objects: readonly ObjectDifference[]): Comparison => ({ ...nothing, objects });

const set = (path: string, to: unknown): Change => ({ path, kind: 'set', to, secret: false });
const changed = (path: string, from: unknown, to: unknown): Change => ({
  path,
  kind: 'change',
  from,
  to,
  secret: false,
});

const network = (name: string, ...changes: readonly Change[]): ObjectDifference => ({
  ...{ kind: 'changed', family: 'org_networks', path: `org/networks/${name}`, name, changes },
});
const wlan = (name: string, folder: string, kind: 'only_left' | 'only_right'): ObjectDifference => ({
  ...{ kind, family: 'site_wlans', path: `sites/${folder}/wlans/${name}`, name, changes: [] },
});
const site = (folder: string, kind: ObjectDifference['kind'], changes: readonly Change[] = []): ObjectDifference => ({
  ...{ kind, family: 'org_sites', path: `sites/${folder}/site`, name: folder, changes },
});

describe('a comparison in words', () => {
  it('says that nothing differs, and in how many objects', () => {
    expect(comparisonLines(nothing)).toEqual(['No difference in 3 objects.']);
    expect(comparisonLines({ ...nothing, alike: 1 })).toEqual(['No difference in 1 object.']);
  });

  it('counts by family, then names each object, then each field', () => {
    const found = comparison(
      network('corp', changed('vlan_id', 10, 11), set('subnet', '10.0.0.0/24')),
      { ...network('guest'), kind: 'only_left' },
      { ...network('old', changed('name', 'old', 'new')), kind: 'renamed', renamed_to: 'new' },
      { ...wlan('Lab', 'lyon', 'only_right') },
    );
    expect(comparisonLines(found)).toEqual([
      'Different: 4 objects; alike: 3.',
      'org_networks: 1 only left, 1 different, 1 renamed',
      'site_wlans: 1 only right',
      'network "corp": different',
      '  vlan_id: 10 → 11',
      '  subnet: (none) → "10.0.0.0/24"',
      'network "guest": only left',
      'network "old": renamed to "new"',
      '  name: "old" → "new"',
      'WLAN "Lab" at lyon: only right',
    ]);
  });

  it('tells once what differs in several objects alike, with the names of the first three', () => {
    const alike = (name: string): ObjectDifference => network(name, changed('vlan_id', 10, 11));
    expect(
      comparisonLines(comparison(alike('a'), alike('b'), network('c', changed('vlan_id', 10, 12)))).slice(2),
    ).toEqual(
      ['network "c": different', '  vlan_id: 10 → 12'].toSpliced(
        0,
        0,
        '2 networks ("a", "b"): different',
        '  vlan_id: 10 → 11',
      ),
    );
    const three = comparison(...['a', 'b', 'c'].map(alike));
    expect(comparisonLines(three)[2]).toBe('3 networks ("a", "b", "c"): different');
    const four = comparison(...['a', 'b', 'c', 'd'].map(alike));
    expect(comparisonLines(four)[2]).toBe('4 networks ("a", "b", "c" …): different');
  });

  it('keeps apart what differs alike and is of two families, of two kinds, or renamed', () => {
    const one = network('a', changed('vlan_id', 10, 11));
    const other: ObjectDifference = { ...one, family: 'org_services', path: 'org/services/a' };
    const renamed = (name: string): ObjectDifference => ({ ...network(name), kind: 'renamed', renamed_to: 'x' });
    expect(comparisonLines(comparison(one, other)).slice(3)).toEqual([
      ...['network "a": different', '  vlan_id: 10 → 11', 'service "a": different', '  vlan_id: 10 → 11'],
    ]);
    expect(
      comparisonLines(
        comparison({ ...network('a'), kind: 'only_left' }, { ...network('b'), kind: 'only_right' }),
      ).slice(2),
    ).toEqual(['network "a": only left', 'network "b": only right']);
    expect(comparisonLines(comparison(renamed('a'), renamed('b'))).slice(2)).toEqual([
      ...['network "a": renamed to "x"', 'network "b": renamed to "x"'],
    ]);
  });

  it('names settings by their sites, and says what is in force or stands in the place of another', () => {
    const setting = (folder: string): ObjectDifference => ({
      ...{ kind: 'changed', family: 'site_settings', path: `sites/${folder}/settings`, name: folder },
      changes: [changed('report_gatt', true, false)],
    });
    expect(comparisonLines(comparison(setting('lyon')))[2]).toBe('site setting at lyon: different');
    expect(comparisonLines(comparison(setting('lyon'), setting('nice')))[2]).toBe(
      '2 site settings (lyon, nice): different',
    );
    const inForce = (name: string): ObjectDifference => ({
      ...{ kind: 'only_left', family: 'org_wlans', path: `org/wlans/${name}`, name, in_force: true, changes: [] },
    });
    expect(comparisonLines(comparison(inForce('a'), inForce('b'))).slice(2)).toEqual([
      ...['WLAN "a": in force only left', 'WLAN "b": in force only left'],
    ]);
    const instead = (name: string): ObjectDifference => ({
      ...network(name, changed('vlan_id', 10, 11)),
      counterpart: 'z',
    });
    expect(comparisonLines(comparison(instead('a'), instead('b'))).filter((line) => line.includes('place'))).toEqual([
      ...['network "a" in the place of "z": different', 'network "b" in the place of "z": different'],
    ]);
    expect(comparisonLines(comparison(site('lyon', 'changed', [set('tzoffset', 1)])))[2]).toBe(
      'site "lyon": different',
    );
  });

  it('lets a site that is on one side only stand for what lies in it, and counts that', () => {
    const found = comparison(
      ...[site('lyon', 'only_left'), wlan('a', 'lyon', 'only_left'), wlan('b', 'lyon', 'only_left')],
      ...[wlan('c', 'nice', 'only_left'), site('nice', 'changed', [set('tzoffset', 1)])],
      ...[site('rome', 'only_right'), wlan('d', 'rome', 'only_right'), wlan('e', 'rome', 'only_left')],
    );
    expect(comparisonLines(found)).toEqual([
      'Different: 8 objects; alike: 3. 3 belong to sites that are on one side only.',
      'org_sites: 1 only left, 1 only right, 1 different',
      'site_wlans: 2 only left',
      ...['site "lyon": only left', '2 WLANs ("c", "e"): only left'],
      ...['site "nice": different', '  tzoffset: (none) → 1', 'site "rome": only right'],
    ]);
    const two = comparison(site('lyon', 'only_left'), site('nice', 'only_left'));
    expect(comparisonLines(two).at(-1)).toBe('2 sites ("lyon", "nice"): only left');
  });

  it('ends with what nobody can tell', () => {
    const like = (left: string) => ({ family: 'org_networks', left, right: 'x' }) as const;
    expect(
      comparisonLines({
        ...nothing,
        inconclusive: ['org_networks', 'org_wlans'],
        unknown_secrets: 2,
        likely: [like('a')],
      }),
    ).toEqual([
      'No difference in 3 objects.',
      'Perhaps the same under another name: network "a" and "x".',
      'Not read on both sides, so what is missing there says nothing: org_networks, org_wlans.',
      'Masked, so nobody can tell whether they are the same: 2 secrets.',
    ]);
    expect(comparisonLines({ ...nothing, likely: ['a', 'b', 'c'].map(like) })[1]).toBe(
      'Perhaps the same under another name: network "a" and "x"; network "b" and "x"; network "c" and "x".',
    );
    expect(comparisonLines({ ...nothing, likely: ['a', 'b', 'c', 'd', 'e'].map(like) })[1]).toBe(
      'Perhaps the same under another name: network "a" and "x"; network "b" and "x"; network "c" and "x" and 2 more.',
    );
  });

  describe('that has no room', () => {
    const many = comparison(
      ...Array.from({ length: 9 }, (_, at) =>
        network(`n${at}`, ...['a', 'b.deep', 'b.deeper', 'c', 'd', 'e'].map((path) => changed(path, 0, at + 1))),
      ),
    );

    it('names the attributes instead of telling each, and the first four of more', () => {
      expect(comparisonLines(many, 12)).toEqual([
        'Different: 9 objects; alike: 3.',
        'org_networks: 9 different',
        ...Array.from({ length: 9 }, (_, at) => `network "n${at}": different in a, b, c, d …`),
      ]);
      const four = comparison(network('n', ...['a', 'b', 'c', 'd'].map((path) => changed(path, 0, 1))));
      expect(comparisonLines(four, 3)[2]).toBe('network "n": different in a, b, c, d');
      const alone = comparison(...[1, 2].map((at) => ({ ...wlan(`w${at}`, `s${at}`, 'only_left') })));
      expect(comparisonLines({ ...alone, objects: [...alone.objects, ...many.objects] }, 13)).toContain(
        '2 WLANs ("w1", "w2"): only left',
      );
    });

    it('says how much is left out, and keeps what nobody can tell', () => {
      const noted = { ...many, unknown_secrets: 1 };
      expect(comparisonLines(noted, 8)).toEqual([
        'Different: 9 objects; alike: 3.',
        'org_networks: 9 different',
        ...Array.from({ length: 4 }, (_, at) => `network "n${at}": different in a, b, c, d …`),
        '… and 5 more',
        'Masked, so nobody can tell whether they are the same: 1 secret.',
      ]);
    });

    it('takes each line that there is room for and no more', () => {
      const whole = comparisonLines(many).length;
      expect(whole).toBe(2 + 9 * 7);
      expect(comparisonLines(many, whole)).toHaveLength(whole);
      expect(comparisonLines(many, whole - 1)).toHaveLength(2 + 9);
      expect(comparisonLines(many, 11)).toHaveLength(11);
      expect(comparisonLines(many, 11).at(-1)).toMatch(/^network "n8"/);
      expect(comparisonLines(many, 10).at(-1)).toBe('… and 2 more');
      expect(comparisonLines(many, 10)).toHaveLength(10);
      const noted = { ...many, unknown_secrets: 1 };
      // The least: what there is to say of all, and that there is more.
      expect(comparisonLines(noted, 2)).toEqual([
        ...['Different: 9 objects; alike: 3.', '… and 9 more'],
        'Masked, so nobody can tell whether they are the same: 1 secret.',
      ]);
    });
  });
});

describe('a comparison as counts and rows', () => {
  it('counts each kind of each family', () => {
    expect(
      countLines(
        comparison(network('a'), network('b'), { ...network('c'), kind: 'only_right' }, wlan('d', 'lyon', 'only_left')),
      ),
    ).toEqual(['org_networks: 1 only right, 2 different', 'site_wlans: 1 only left']);
  });

  it('has a row for each field, and one for what is on one side only', () => {
    expect(
      comparisonRows(
        comparison(
          network('a', changed('vlan_id', 10, 11), set('subnet', 'x')),
          wlan('b', 'lyon', 'only_right'),
          { ...wlan('c', 'lyon', 'only_left'), in_force: true },
          { ...network('d', changed('name', 'd', 'e')), kind: 'renamed', renamed_to: 'e' },
          { ...network('f', changed('x', 1, 2)), counterpart: 'g' },
        ),
      ),
    ).toEqual([
      { family: 'org_networks', name: 'a', difference: 'different', path: 'org/networks/a', field: 'vlan_id: 10 → 11' },
      {
        ...{ family: 'org_networks', name: 'a', difference: 'different', path: 'org/networks/a' },
        field: 'subnet: (none) → "x"',
      },
      { family: 'site_wlans', site: 'lyon', name: 'b', difference: 'only right', path: 'sites/lyon/wlans/b' },
      { family: 'site_wlans', site: 'lyon', name: 'c', difference: 'in force only left', path: 'sites/lyon/wlans/c' },
      {
        ...{ family: 'org_networks', name: 'd', difference: 'renamed', path: 'org/networks/d', renamed_to: 'e' },
        field: 'name: "d" → "e"',
      },
      {
        ...{ family: 'org_networks', name: 'f', difference: 'different', path: 'org/networks/f', counterpart: 'g' },
        field: 'x: 1 → 2',
      },
    ]);
  });
});

describe('differences of single ports', () => {
  it('are one under the shortest key where they are alike', () => {
    const uplinks = ['ge-0/0/10', 'ge-0/0/2', 'ge-0/0/3'].map((port) => set(`port_config.${port}.usage`, 'ap'));
    expect(joinedPorts(uplinks)).toEqual(
      [set('port_config.ge-0/0/2-3,ge-0/0/10.usage', 'ap')].map((one) => ({ ...one, path: expect.any(String) })),
    );
    expect(fieldLines(network('a', ...uplinks))).toHaveLength(1);
    expect(joinedPorts(uplinks)[0]?.path).toContain('ge-0/0/2-3,ge-0/0/10');
  });

  it('stay apart where the value, the attribute, the kind or the map differs', () => {
    const different = [
      set('port_config.ge-0/0/0.usage', 'ap'),
      set('port_config.ge-0/0/1.usage', 'camera'),
      set('port_config.ge-0/0/2.speed', 'ap'),
      changed('port_config.ge-0/0/3.usage', 'x', 'ap'),
      changed('port_config.ge-0/0/4.usage', 'y', 'ap'),
      set('local_port_config.ge-0/0/5.usage', 'ap'),
      set('vars.a', 'ap'),
      set('vars.b', 'ap'),
    ];
    expect(joinedPorts(different)).toEqual(different);
  });

  it('are joined inside a rule of a template, each rule by itself', () => {
    const inRule = (rule: number, port: string): Change =>
      set(`switch_matching.rules[${rule}].port_config.${port}.usage`, 'ap');
    const lines = fieldLines(network('a', inRule(0, 'ge-0/0/0'), inRule(0, 'ge-0/0/1'), inRule(1, 'ge-0/0/0')));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^switch_matching\.rules\[0\]\.port_config\.ge-0\/0\/0-1\.usage: /);
    expect(lines[1]).toMatch(/^switch_matching\.rules\[1\]\.port_config\.ge-0\/0\/0\.usage: /);
  });

  it('that go with their whole entries are told as one that is gone', () => {
    const gone = ['ge-0/0/0', 'ge-0/0/1'].map(
      (port): Change => ({
        ...{
          path: `port_config.${port}.usage`,
          kind: 'remove',
          from: 'ap',
          secret: false,
          within: `port_config.${port}`,
        },
      }),
    );
    expect(fieldLines(network('a', ...gone))).toEqual(['port_config.ge-0/0/0-1.usage: "ap" → (removed)']);
  });

  it('keep a whole map that comes or goes, and one at its very end', () => {
    const whole = [set('port_config', {}), set('port_config[0]', 1)];
    expect(joinedPorts(whole)).toEqual(whole);
  });
});
