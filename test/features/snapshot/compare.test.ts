import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { markMasks, maskOf } from '../../../src/core/mask.ts';
import { type CompareOptions, compareSides, pairSides } from '../../../src/features/snapshot/compare.ts';
import type { FiledObject, Snapshot } from '../../../src/features/snapshot/model.ts';
import { filed, filedSite, refTo, snapshotWith } from './filed.ts';

/** What a comparison says of each object: kind, path, and the paths of what differs. */
const said = (left: Snapshot, right: Snapshot): readonly string[] =>
  compareSides({ snapshot: left }, { snapshot: right }).objects.map(({ kind, path, renamed_to, changes }) =>
    [kind, path, ...(renamed_to === undefined ? [] : [`to ${renamed_to}`]), ...changes.map((one) => one.path)].join(
      ' ',
    ),
  );

const template = (value: JsonObject, path = 'org/rftemplates/office', id?: string): FiledObject =>
  filed('org_rftemplates', path, value, id === undefined ? {} : { id });

describe('two snapshots of one organization', () => {
  const of = (...objects: readonly FiledObject[]): Snapshot => snapshotWith(objects);

  it('are alike where every object says the same', () => {
    const one = of(template({ band_5: { power: 8 } }));
    expect(compareSides({ snapshot: one }, { snapshot: one })).toEqual({
      ...{ objects: [], alike: 1, inconclusive: [], unknown_secrets: 0, likely: [] },
    });
  });

  it('know an object by its ID under another name, with what else is different in it', () => {
    const left = of(template({ name: 'office', band_5: { power: 8 } }));
    const right = of(
      filed(
        'org_rftemplates',
        'org/rftemplates/hall',
        { name: 'hall', band_5: { power: 9 } },
        { id: left.objects[0]?.id ?? '' },
      ),
    );
    expect(said(left, right)).toEqual(['renamed org/rftemplates/office to hall name band_5.power']);
  });

  it('take an object made anew under the name of one that is gone for that one', () => {
    const left = of(template({ band_5: { power: 8 } }, 'org/rftemplates/office', 'old'));
    const right = of(template({ band_5: { power: 9 } }, 'org/rftemplates/office', 'new'));
    expect(said(left, right)).toEqual(['changed org/rftemplates/office band_5.power']);
  });

  it('do not take one object for two others', () => {
    const left = of(template({}, 'org/rftemplates/office', 'a'));
    const right = of(template({}, 'org/rftemplates/moved', 'a'), template({}, 'org/rftemplates/office', 'b'));
    expect(said(left, right)).toEqual(['renamed org/rftemplates/office to moved', 'only_right org/rftemplates/office']);
  });

  it('do not take an object of another family at the same path for the same', () => {
    const left = of(filed('org_networks', 'org/x', { vlan_id: 1 }, { id: 'a' }));
    const right = of(filed('org_services', 'org/x', { vlan_id: 1 }, { id: 'b' }));
    const both = { org_networks: 'read', org_services: 'read' } as const;
    expect(said(snapshotWith(left.objects, { states: both }), snapshotWith(right.objects, { states: both }))).toEqual([
      'only_left org/x',
      'only_right org/x',
    ]);
  });

  it('know an object of one family only by an ID of that family', () => {
    const left = of(filed('org_networks', 'org/networks/x', {}, { id: 'a' }));
    const right = of(filed('org_services', 'org/services/y', {}, { id: 'a' }));
    const both = { org_networks: 'read', org_services: 'read' } as const;
    expect(
      said(snapshotWith(left.objects, { states: both }), snapshotWith(right.objects, { states: both })),
    ).toHaveLength(2);
  });

  it('conclude nothing from what is missing of a family that one side did not read', () => {
    const left = of(template({}), filed('org_networks', 'org/networks/x', {}));
    const right = snapshotWith([template({})], { states: { org_networks: 'unread' } });
    const found = compareSides({ snapshot: left }, { snapshot: right });
    expect(found).toMatchObject({ objects: [], inconclusive: ['org_networks'] });
    expect(compareSides({ snapshot: right }, { snapshot: left })).toMatchObject({
      ...{ objects: [], inconclusive: ['org_networks'] },
    });
    // Left out on purpose is not read either, and named only where something is there to conclude from.
    const skipped = snapshotWith([template({})], { states: { org_networks: 'skipped' } });
    expect(compareSides({ snapshot: left }, { snapshot: skipped })).toMatchObject({
      ...{ objects: [], inconclusive: ['org_networks'] },
    });
    expect(compareSides({ snapshot: skipped }, { snapshot: skipped }).inconclusive).toEqual([]);
  });

  it('names a family that one side did not read even where both have nothing of it', () => {
    const states = { org_networks: 'unread' } as const;
    const one = snapshotWith([template({})], { states });
    expect(compareSides({ snapshot: one }, { snapshot: of(template({})) }).inconclusive).toEqual(['org_networks']);
  });

  it('take a reference to what was renamed, moved or deleted for the same reference', () => {
    const site = (path: string): FiledObject =>
      filed('org_sites', 'sites/lyon/site', { name: 'lyon', rftemplate_id: path });
    const kept = template({}, 'org/rftemplates/office', 'rf');
    const renamed = template({}, 'org/rftemplates/hall', 'rf');
    const left = of(kept, site(refTo('org/rftemplates/office')));
    expect(said(left, of(renamed, site(refTo('org/rftemplates/hall'))))).toEqual([
      'renamed org/rftemplates/office to hall',
    ]);
    // Deleted on the right: its site still names it, by its ID.
    expect(said(left, of(site('rf')))).toEqual([]);
    expect(said(left, of(kept, site(refTo('org/rftemplates/other'))))).toEqual([
      'changed sites/lyon/site rftemplate_id',
    ]);
  });

  it('take references for the same in keys and in lists', () => {
    const kept = template({}, 'org/rftemplates/office', 'rf');
    const renamed = template({}, 'org/rftemplates/hall', 'rf');
    const naming = (path: string): FiledObject =>
      filed('org_services', 'org/services/s', {
        any_ids: [refTo(path)],
        by: { [refTo(path)]: { deep: [[refTo(path)]] } },
      });
    const left = of(kept, naming('org/rftemplates/office'));
    expect(said(left, of(renamed, naming('org/rftemplates/hall')))).toEqual(['renamed org/rftemplates/office to hall']);
  });

  it('follow what lies in the folder of a site that got another name', () => {
    const wlan = (folder: string, id: string): FiledObject =>
      filed('site_wlans', `sites/${folder}/wlans/guest`, { ssid: 'guest' }, { id });
    const site = (folder: string): FiledObject =>
      filed('org_sites', `sites/${folder}/site`, { name: folder }, { id: 's', name: folder });
    const left = of(site('lyon'), wlan('lyon', 'w1'));
    const right = of(site('nice'), wlan('nice', 'w2'));
    expect(said(left, right)).toEqual(['renamed sites/lyon/site to nice name']);
  });

  it('take text and number for the same, null, empty and absent too, and a value at its default for one not set', () => {
    const usual = filed('org_wlans', 'org/wlans/a', { ssid: 'a', max_idletime: '1800', vlan_id: null, bands: [] });
    const left = of(usual);
    const right = of(filed('org_wlans', 'org/wlans/a', { ssid: 'a', max_idletime: 1800, disable_wmm: false }));
    expect(said(left, right)).toEqual([]);
    expect(said(right, left)).toEqual([]);
    const otherwise = of(filed('org_wlans', 'org/wlans/a', { ssid: 'a', max_idletime: 60, disable_wmm: true }));
    expect(said(left, otherwise)).toEqual(['changed org/wlans/a max_idletime disable_wmm']);
    expect(said(otherwise, left)).toEqual(['changed org/wlans/a max_idletime disable_wmm']);
  });

  it('tell a text from a list, and an entry that comes from one that is not there', () => {
    const one = (value: unknown): Snapshot => of(filed('org_wlans', 'org/wlans/a', { ssid: 'a', apply_to: value }));
    expect(said(one('site'), one(['site']))).toEqual(['changed org/wlans/a apply_to']);
    expect(said(one(undefined), one('aps'))).toEqual(['changed org/wlans/a apply_to']);
  });
});

describe('secrets of two snapshots', () => {
  const mask = maskOf('passphrase');
  const marked = (digest: string): string => markMasks(mask, digest);
  const psk = (passphrase: unknown, id = 'p'): FiledObject =>
    filed('org_psks', 'org/psks/lab', { passphrase, ssid: 'lab', list: [{ key: passphrase }] }, { id });
  const keyed = (object: FiledObject, secret_key?: string): Snapshot =>
    snapshotWith([object], secret_key === undefined ? {} : { secret_key });
  const found = (left: Snapshot, right: Snapshot): unknown => {
    const { objects, alike, unknown_secrets } = compareSides({ snapshot: left }, { snapshot: right });
    return [alike, unknown_secrets, ...objects.flatMap(({ changes }) => changes.map(({ path }) => path))];
  };
  const [one, other] = [marked('0123456789abcdef'), marked('fedcba9876543210')];

  it('are told apart by the digests of one key', () => {
    expect(found(keyed(psk(one), 'k'), keyed(psk(one), 'k'))).toEqual([1, 0]);
    expect(found(keyed(psk(one), 'k'), keyed(psk(other), 'k'))).toEqual([0, 0, 'passphrase', 'list[0].key']);
  });

  it('are not known to be the same or not where the keys differ, or there is none, or the objects are two', () => {
    expect(found(keyed(psk(one), 'k'), keyed(psk(other), 'l'))).toEqual([1, 2]);
    expect(found(keyed(psk(mask)), keyed(psk(mask)))).toEqual([1, 2]);
    expect(found(keyed(psk(one), 'k'), keyed(psk(other, 'q'), 'k'))).toEqual([1, 2]);
    expect(found(keyed(psk(one), 'k'), keyed(psk(mask)))).toEqual([1, 2]);
  });

  it('that one side shows and the other masks differ', () => {
    expect(found(keyed(psk('open-text')), keyed(psk(mask)))).toEqual([0, 0, 'passphrase', 'list[0].key']);
    expect(found(keyed(psk(maskOf('other'))), keyed(psk(mask)))).toEqual([0, 0, 'passphrase', 'list[0].key']);
  });

  it('are not counted where the same is in the open, or there is none on one side', () => {
    expect(found(keyed(psk('open-text')), keyed(psk('open-text')))).toEqual([1, 0]);
    expect(found(keyed(psk(null)), keyed(psk(undefined)))).toEqual([1, 0]);
  });
});

describe('two organizations', () => {
  const of = (org: string, ...objects: readonly FiledObject[]): Snapshot => snapshotWith(objects, { org });

  it('are compared by path: an ID says nothing across them', () => {
    const left = of('o1', template({}, 'org/rftemplates/office', 'a'), template({}, 'org/rftemplates/hall', 'b'));
    const right = of(
      'o2',
      template({}, 'org/rftemplates/office', 'b'),
      template({ x: 1 }, 'org/rftemplates/hall', 'a'),
    );
    expect(said(left, right)).toEqual(['changed org/rftemplates/hall x']);
    const naming = (id: string): FiledObject => filed('org_services', 'org/services/s', { at: id });
    expect(
      said(of('o1', template({}, 'org/t', 'a'), naming('a')), of('o2', template({}, 'org/t', 'z'), naming('a'))),
    ).toEqual([]);
    expect(
      said(
        of('o1', template({}, 'org/t', 'a'), naming(refTo('org/t'))),
        of('o2', template({}, 'org/t', 'z'), naming('a')),
      ),
    ).toEqual(['changed org/services/s at']);
  });

  it('are not two because of their names, and say so of anything else', () => {
    const info = (name: string, session_expiry: number): FiledObject =>
      filed('org_info', 'org/info', { name, session_expiry }, { name, id: name });
    expect(said(of('o1', info('A', 5)), of('o2', info('B', 5)))).toEqual([]);
    expect(said(of('o1', info('A', 5)), of('o2', info('B', 6)))).toEqual(['changed org/info session_expiry']);
    expect(said(of('o1', info('A', 5)), of('o1', info('B', 5)))).toEqual(['renamed org/info to B name']);
  });

  it('name what was perhaps renamed', () => {
    const much = { a: 1, b: 2, c: 3, d: 4, e: 5 };
    const [left, right] = [of('o1', template(much)), of('o2', template(much, 'org/rftemplates/hall'))];
    expect(compareSides({ snapshot: left }, { snapshot: right }).likely).toEqual([
      { family: 'org_rftemplates', left: 'office', right: 'hall' },
    ]);
    // In one organization its ID would say so.
    const same = of('o1', ...right.objects);
    expect(compareSides({ snapshot: left }, { snapshot: same }).likely).toEqual([]);
  });
});

describe('two sites', () => {
  const parts = (left: string, right: string, snapshot: Snapshot, options?: CompareOptions) =>
    compareSides({ snapshot, part: left }, { snapshot, part: right }, options);
  const texts = (...args: Parameters<typeof parts>): readonly string[] =>
    parts(...args).objects.map(({ kind, path, changes }) => [kind, path, ...changes.map((one) => one.path)].join(' '));

  it('are not told apart by what every site has of its own', () => {
    const own = (at: string): JsonObject => ({
      ...{ address: at, latlng: { lat: at.length }, notes: at, timezone: at, country_code: at },
    });
    const snapshot = snapshotWith([...filedSite('lyon', own('x')), ...filedSite('nice', own('yy'))]);
    expect(parts('sites/lyon', 'sites/nice', snapshot)).toMatchObject({ objects: [], alike: 2 });
  });

  it('differ by anything else, and by values of variables only where asked', () => {
    const snapshot = snapshotWith([
      ...filedSite('lyon', { tzoffset: 1 }, { setting: { vars: { a: '1' }, report_gatt: true } }),
      ...filedSite('nice', { tzoffset: 2 }, { setting: { vars: { a: '2' }, report_gatt: false } }),
    ]);
    expect(texts('lyon', 'nice', snapshot)).toEqual([
      'changed sites/lyon/site tzoffset',
      'changed sites/lyon/settings report_gatt',
    ]);
    expect(texts('lyon', 'nice', snapshot, { variables: true })).toContain(
      'changed sites/lyon/settings vars.a report_gatt',
    );
  });

  it('of one site at two times are told apart by all, variables and devices too', () => {
    const at = (vars: JsonObject, notes: string): Snapshot =>
      snapshotWith(
        filedSite(
          'lyon',
          { notes },
          {
            ...{ setting: { vars }, others: [filed('site_devices', 'sites/lyon/devices/sw', { notes })] },
          },
        ),
      );
    const [before, after] = [at({ a: '1' }, 'x'), at({ a: '2' }, 'y')];
    const { objects } = compareSides({ snapshot: before, part: 'lyon' }, { snapshot: after, part: 'lyon' });
    expect(objects.map(({ path }) => path)).toEqual([
      'sites/lyon/site',
      'sites/lyon/settings',
      'sites/lyon/devices/sw',
    ]);
  });

  it('are compared without their devices, and by the places of objects in their folders', () => {
    const inside = (folder: string, vlan_id: number): readonly FiledObject[] => [
      filed('site_devices', `sites/${folder}/devices/sw`, { notes: folder }),
      filed('site_devices', `sites/${folder}/devices/of-${folder}`, {}),
      filed('site_wlans', `sites/${folder}/wlans/guest`, { ssid: 'guest', vlan_id }, { name: 'guest' }),
      filed('site_wlans', `sites/${folder}/wlans/of-${folder}`, {}),
    ];
    const snapshot = snapshotWith([
      ...filedSite('lyon', {}, { others: inside('lyon', 7) }),
      ...filedSite('nice', {}, { others: inside('nice', 8) }),
    ]);
    expect(texts('lyon', 'nice', snapshot)).toEqual([
      'changed sites/lyon/wlans/guest vlan_id',
      'only_left sites/lyon/wlans/of-lyon',
      'only_right sites/nice/wlans/of-nice',
    ]);
  });

  it('mean the same by a reference into their own folder, and by one to the organization', () => {
    const inside = (folder: string, to: string): readonly FiledObject[] => [
      filed('site_maps', `sites/${folder}/maps/floor`, { name: 'floor' }),
      filed('site_zones', `sites/${folder}/zones/z`, { map_id: refTo(to) }),
    ];
    const snapshot = (to: string): Snapshot =>
      snapshotWith([
        ...filedSite('lyon', {}, { others: inside('lyon', 'sites/lyon/maps/floor') }),
        ...filedSite('nice', {}, { others: inside('nice', to) }),
      ]);
    expect(texts('lyon', 'nice', snapshot('sites/nice/maps/floor'))).toEqual([]);
    expect(texts('lyon', 'nice', snapshot('sites/nice/maps/roof'))).toEqual(['changed sites/lyon/zones/z map_id']);
  });

  it('name what was perhaps renamed', () => {
    const guest = { ssid: 'x', a: 1, b: 2, c: 3, d: 4, e: 5 };
    const snapshot = snapshotWith([
      ...filedSite('lyon', {}, { others: [filed('site_wlans', 'sites/lyon/wlans/guest', guest)] }),
      ...filedSite('nice', {}, { others: [filed('site_wlans', 'sites/nice/wlans/visitors', guest)] }),
    ]);
    expect(parts('lyon', 'nice', snapshot).likely).toEqual([
      { family: 'site_wlans', left: 'guest', right: 'visitors' },
    ]);
  });
});

describe('what reaches two sites from their organization', () => {
  const bothSites = (left: JsonObject, right: JsonObject): readonly FiledObject[] => [
    ...filedSite('lyon', left),
    ...filedSite('nice', right),
  ];
  const reach = (snapshot: Snapshot): readonly unknown[] =>
    compareSides({ snapshot, part: 'lyon' }, { snapshot, part: 'nice' }).objects.filter(
      ({ family }) => family !== 'org_sites',
    );
  const switching = (name: string, vlan_id: number): FiledObject =>
    filed('org_networktemplates', `org/networktemplates/${name}`, { name, networks: { corp: { vlan_id } } });
  const by = (name: string): JsonObject => ({ networktemplate_id: refTo(`org/networktemplates/${name}`) });
  const wlan = (name: string, template_id: unknown): FiledObject =>
    filed('org_wlans', `org/wlans/${name}`, { ssid: name, template_id });
  const wlanTemplate = (name: string, value: JsonObject): FiledObject =>
    filed('org_wlantemplates', `org/wlantemplates/${name}`, { name, ...value });

  it.each([
    'rftemplate_id',
    'aptemplate_id',
    'networktemplate_id',
    'gatewaytemplate_id',
    'sitetemplate_id',
    'secpolicy_id',
    'alarmtemplate_id',
  ])('is told by what their templates say otherwise (%s)', (attribute) => {
    const naming = (name: string): JsonObject => ({ [attribute]: refTo(`org/networktemplates/${name}`) });
    const snapshot = snapshotWith([switching('a', 10), switching('b', 11), ...bothSites(naming('a'), naming('b'))]);
    expect(reach(snapshot)).toMatchObject([
      {
        ...{
          kind: 'changed',
          family: 'org_networktemplates',
          path: 'org/networktemplates/a',
          name: 'a',
          counterpart: 'b',
        },
        changes: [{ path: 'networks.corp.vlan_id', from: 10, to: 11 }],
      },
    ]);
  });

  it('is nothing where the templates are one, say the same, or are at one site only', () => {
    const objects = [switching('a', 10), switching('b', 10), switching('c', 12)];
    expect(reach(snapshotWith([...objects, ...bothSites(by('a'), by('a'))]))).toEqual([]);
    expect(reach(snapshotWith([...objects, ...bothSites(by('a'), by('b'))]))).toEqual([]);
    expect(reach(snapshotWith([...objects, ...bothSites(by('c'), {})]))).toEqual([]);
    expect(reach(snapshotWith([...objects, ...bothSites({}, by('c'))]))).toEqual([]);
    const plain = { networktemplate_id: `${refTo('').slice(1)}org/networktemplates/c` };
    expect(reach(snapshotWith([...objects, ...bothSites(by('a'), plain)]))).toEqual([]);
  });

  it('is told by WLANs that are in force at one of them only', () => {
    const of = (name: string): string => refTo(`org/wlantemplates/${name}`);
    const snapshot = snapshotWith([
      wlanTemplate('lyon-only', { applies: { site_ids: [refTo('sites/lyon/site')] } }),
      wlanTemplate('nice-only', { applies: { site_ids: [refTo('sites/nice/site')] } }),
      wlanTemplate('all', { applies: { org_id: 'o1' } }),
      ...[
        wlan('red', of('lyon-only')),
        wlan('blue', of('nice-only')),
        wlan('green', of('all')),
        wlan('none', undefined),
      ],
      ...bothSites({}, {}),
    ]);
    expect(reach(snapshot)).toEqual([
      { kind: 'only_left', family: 'org_wlans', path: 'org/wlans/red', name: 'red', in_force: true, changes: [] },
      { kind: 'only_right', family: 'org_wlans', path: 'org/wlans/blue', name: 'blue', in_force: true, changes: [] },
    ]);
    for (const family of ['org_wlans', 'org_wlantemplates'] as const)
      expect(reach(snapshotWith(snapshot.objects, { states: { [family]: 'unread' } }))).toEqual([]);
  });

  it('is no matter of one site at two times, nor of two templates', () => {
    const left = snapshotWith([switching('a', 10), switching('b', 11), ...filedSite('lyon', by('a'))]);
    const right = snapshotWith([switching('a', 10), switching('b', 11), ...filedSite('lyon', by('b'))]);
    const { objects } = compareSides({ snapshot: left, part: 'lyon' }, { snapshot: right, part: 'lyon' });
    expect(objects.map(({ path }) => path)).toEqual(['sites/lyon/site']);
  });
});

describe('two objects', () => {
  const snapshot = snapshotWith([
    template({ name: 'office', band_5: { power: 8 } }),
    template({ name: 'hall', band_5: { power: 9 } }, 'org/rftemplates/hall'),
    filed('org_networks', 'org/networks/corp', {}),
    ...filedSite('lyon'),
  ]);
  const parts = (left: string | undefined, right: string | undefined) =>
    compareSides({ snapshot, part: left }, { snapshot, part: right });

  it('differ by all but the name', () => {
    expect(parts('office', 'hall').objects).toMatchObject([
      { kind: 'changed', path: 'org/rftemplates/office', name: 'office', changes: [{ path: 'band_5.power' }] },
    ]);
  });

  it('that are one at two times differ by the name as well', () => {
    const later = snapshotWith([template({ name: 'office 2', band_5: { power: 8 } })]);
    expect(compareSides({ snapshot, part: 'office' }, { snapshot: later, part: 'office' }).objects).toMatchObject([
      { kind: 'changed', changes: [{ path: 'name' }] },
    ]);
  });

  it('of two families are refused, and so are a site and an object, an organization and a site', () => {
    const pairs: readonly (readonly [string | undefined, string | undefined])[] = [
      ['office', 'corp'],
      ['lyon', 'office'],
      [undefined, 'lyon'],
    ];
    for (const [left, right] of pairs)
      expect(() => parts(left, right)).toThrow('The two sides are of different kinds.');
  });
});

describe('the pairs of two sides', () => {
  it('hold each with what differs, variables too, what is alone, and what was not read', () => {
    const left = snapshotWith([
      ...filedSite('lyon', {}, { setting: { vars: { a: '1' } } }),
      template({}, 'org/rftemplates/gone'),
      filed('org_networks', 'org/networks/n', {}),
    ]);
    const right = snapshotWith([
      ...filedSite('lyon', {}, { setting: { vars: { a: '2' } } }),
      template({}, 'org/rftemplates/new'),
      filed('org_services', 'org/services/s', {}),
    ]);
    const { pairs, onlyLeft, onlyRight, unread } = pairSides({ snapshot: left }, { snapshot: right });
    expect(pairs.map(({ left: one, changes }) => [one.path, ...changes.map(({ path }) => path)])).toEqual([
      ['sites/lyon/site'],
      ['sites/lyon/settings', 'vars.a'],
    ]);
    expect([onlyLeft, onlyRight].map((some) => some.map(({ path }) => path))).toEqual([
      ['org/rftemplates/gone', 'org/networks/n'],
      ['org/rftemplates/new', 'org/services/s'],
    ]);
    expect([...unread]).toEqual(['org_networks', 'org_services']);
  });

  it('tell secrets by digests of one key, of one object', () => {
    const psk = (digest: string): FiledObject =>
      filed('org_psks', 'org/psks/lab', { passphrase: markMasks(maskOf('passphrase'), digest) });
    const of = (digest: string, secret_key: string): Snapshot => snapshotWith([psk(digest)], { secret_key });
    const changes = (left: Snapshot, right: Snapshot): unknown =>
      pairSides({ snapshot: left }, { snapshot: right }).pairs.map((one) => one.changes.length);
    const [a, b] = ['0123456789abcdef', 'fedcba9876543210'];
    expect(changes(of(a, 'k'), of(b, 'k'))).toEqual([1]);
    expect(changes(of(a, 'k'), of(b, 'l'))).toEqual([0]);
  });
});
