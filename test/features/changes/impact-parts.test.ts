import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors/input-error.ts';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import { impactOf, labeled } from '../../../src/features/changes/impact.ts';
import { shortImpactLines } from '../../../src/features/changes/impact-text.ts';
import { Lists } from '../../../src/features/changes/object-lists.ts';
import { reasonOf } from '../../../src/features/changes/reason.ts';
import { checkReferences } from '../../../src/features/changes/references.ts';
import type { JsonObject } from '../../../src/features/changes/types.ts';
import { type Family, type FamilyName, family } from '../../../src/mist/families.ts';
import { fakeCall } from '../../harness/fake-context.ts';
import { refusedLater } from '../../harness/refused.ts';

const id = (digit: number): string => `${String(digit).repeat(8)}-0000-0000-0000-000000000000`;
const [ORG, HQ, LAB] = [id(1), id(2), id(3)];

const tables: Readonly<Record<string, readonly object[]>> = {
  [`orgs/${ORG}/sites`]: [
    { id: HQ, name: 'HQ', rftemplate_id: id(7), networktemplate_id: id(7) },
    { id: LAB, name: 'Lab' },
  ],
  [`orgs/${ORG}/inventory`]: [
    { mac: 'aa', name: 'AP 1', type: 'ap', deviceprofile_id: id(9) },
    { mac: 'bb', type: 'switch' },
  ],
  [`orgs/${ORG}/templates`]: [{ id: id(4), name: 'Guests', applies: { org_id: ORG }, deviceprofile_ids: [id(9)] }],
  [`orgs/${ORG}/psks`]: [{ id: id(5), name: 'P', ssid: 'guest' }],
  [`orgs/${ORG}/pskportals`]: [{ id: id(6), ssid: 'other' }],
  [`orgs/${ORG}/gatewaytemplates`]: [{ id: id(5), name: 'Hub', ip_configs: { corp: {} } }],
  [`orgs/${ORG}/deviceprofiles`]: [{ id: id(9), name: 'Edge', port_config: { a: { networks: ['corp.x'] } } }],
  [`orgs/${ORG}/servicepolicies`]: [{ id: id(6), name: 'Policy', tenants: ['corp2'] }],
  [`orgs/${ORG}/networktemplates`]: [],
  [`orgs/${ORG}/alarmtemplates`]: [],
  [`orgs/${ORG}/evpn_topologies`]: [],
  [`orgs/${ORG}/nacportals`]: [],
  [`orgs/${ORG}/networks`]: [],
  [`orgs/${ORG}/setting`]: [],
  [`orgs/${ORG}/sitegroups`]: [{ id: id(3), name: 'Labs', site_ids: [LAB] }],
  [`orgs/${ORG}/nacrules`]: [],
  [`orgs/${ORG}/usermacs/search`]: [],
  [`orgs/${ORG}/mxedges`]: [],
  [`orgs/${ORG}/mxclusters`]: [],
  [`orgs/${ORG}/wxtags`]: [],
  [`sites/${HQ}/psks`]: [],
  [`sites/${HQ}/wxtags`]: [],
};

function stage(missing: readonly string[] = []) {
  const fake = fakeCall({
    reply: (url) => {
      const path = url.replace(/\?.*/, '').replace('/api/v1/', '');
      const rows = missing.some((name) => path.endsWith(name)) ? undefined : tables[path];
      if (path === 'self') return { body: { privileges: [{ scope: 'org', org_id: ORG, name: 'Acme' }] } };
      return rows === undefined ? { status: 403, body: {} } : { body: rows };
    },
  });
  return { ...fake, lists: new Lists(fake.call, { org_id: ORG, site_id: HQ }) };
}

const known = (name: FamilyName): Family => {
  const found = family(name);
  if (!found) throw new Error(name);
  return found;
};

/** Before and after; what is not given is not there. */
interface States {
  readonly before?: JsonObject;
  readonly after?: JsonObject;
}

const impact = (name: FamilyName, which: string, { before, after }: States, missing: readonly string[] = []) =>
  impactOf({ found: known(name), id: which, site_id: HQ, before, after }, stage(missing).lists);

const unread = (what: string): string => `Not looked through, since each site would take requests of its own: ${what}.`;
const NONE = { uses: [], affects: [], loses: [], unknown: [], notes: [] };

describe('what a change touches, by family', () => {
  it.each<FamilyName>(['org_info', 'org_settings'])('%s is all sites', async (name) => {
    const all = { ...NONE, affects: [{ noun: 'site', names: ['HQ', 'Lab'] }] };
    expect(await impact(name, ORG, { before: { a: 1 }, after: { a: 2 } })).toEqual(all);
    const blind = await impact(name, ORG, { before: { a: 1 }, after: { a: 2 } }, ['sites']);
    expect(blind).toMatchObject({
      affects: [],
      unknown: [expect.stringMatching(/^Impact unknown: sites could not be looked through: /)],
    });
  });

  it.each<FamilyName>(['org_evpn_topologies', 'site_evpn_topologies'])('%s are its switches', async (name) => {
    const before = { name: 'T', switches: [{ mac: 'aabb' }, { role: 'x' }, 'odd', null] };
    expect(await impact(name, id(8), { before, after: before })).toEqual({
      ...NONE,
      uses: [{ noun: 'member switch', names: ['aabb', 'switch', 'switch', 'switch'] }],
    });
    for (const states of [{ after: { switches: [] } }, { before: { switches: [] } }, { before: { switches: 'x' } }])
      expect(await impact(name, id(8), states)).toEqual(NONE);
  });

  it('a device profile are the devices and templates that have it', async () => {
    const before = { id: id(9), name: 'Edge' };
    expect(await impact('org_deviceprofiles', id(9), { before, after: before })).toEqual({
      ...NONE,
      uses: [
        { noun: 'WLAN template', names: ['Guests'] },
        { noun: 'device', names: ['AP 1'] },
      ],
    });
    expect((await impact('org_deviceprofiles', id(8), { before, after: before })).uses).toEqual([]);
    expect(await impact('org_deviceprofiles', id(9), { after: before })).toEqual(NONE);
  });

  it('a site are its devices, which use it when it goes', async () => {
    const before = { id: HQ, name: 'HQ' };
    const devices = { noun: 'device', names: ['AP 1', 'bb'] };
    expect(await impact('org_sites', HQ, { before, after: before })).toEqual({ ...NONE, affects: [devices] });
    expect(await impact('org_sites', HQ, { before })).toEqual({
      ...NONE,
      uses: [devices],
      notes: [unread('site settings')],
    });
    const lab = await impact('org_sites', LAB, { before: { id: LAB, name: 'Lab' } });
    expect(lab.uses[0]).toEqual({ noun: 'site group', names: ['Labs'] });
    expect(await impact('org_sites', HQ, { after: before })).toEqual(NONE);
    expect(await impact('site_settings', HQ, { before, after: before })).toEqual({ ...NONE, affects: [devices] });
    expect(await impact('site_settings', HQ, { before })).toEqual({ ...NONE, affects: [devices] });
  });

  it('a WLAN of a site are its access points, also when it is new', async () => {
    const points = { noun: 'access point', names: ['AP 1'] };
    const wlan = { id: id(8), ssid: 'x' };
    for (const states of [{ before: wlan, after: wlan }, { after: wlan }, { before: wlan }])
      expect((await impact('site_wlans', id(8), states)).affects).toEqual([points]);
  });

  it('a WLAN template are its sites', async () => {
    const everywhere = { id: id(4), name: 'Guests', applies: { org_id: ORG } };
    const nowhere = { ...everywhere, applies: {} };
    const gone = await impact('org_wlantemplates', id(4), { before: everywhere }, []);
    expect(gone.uses.at(-1)).toEqual({ noun: 'site', names: ['HQ', 'Lab'] });
    expect((await impact('org_wlantemplates', id(4), { before: nowhere })).uses).toEqual([]);
    expect((await impact('org_wlantemplates', id(4), { after: everywhere })).affects).toEqual([
      { noun: 'site', names: ['HQ', 'Lab'] },
    ]);
    expect(await impact('org_wlantemplates', id(4), { before: everywhere, after: nowhere })).toMatchObject({
      affects: [{ noun: 'site', names: [] }],
      loses: [{ noun: 'site', names: ['HQ', 'Lab'] }],
    });
  });

  it('a WLAN of an organization is what its template reaches', async () => {
    const wlan = { ssid: 'x', template_id: id(4) };
    const there = {
      affects: [{ noun: 'site', names: ['HQ', 'Lab'] }],
      notes: ['It belongs to the WLAN template "Guests".'],
    };
    expect(await impact('org_wlans', id(8), { after: wlan })).toMatchObject(there);
    const notes = [unread('PSKs of sites, WxLAN tags of sites'), ...there.notes];
    expect(await impact('org_wlans', id(8), { before: wlan })).toMatchObject({ ...there, notes });
    for (const template_id of [undefined, '', null, 7])
      expect((await impact('org_wlans', id(8), { after: { ssid: 'x', template_id } })).notes).toEqual([
        'The WLAN belongs to no WLAN template, so no site has it.',
      ]);
    expect((await impact('org_wlans', id(8), { after: wlan }, ['templates'])).unknown[0]).toContain(
      'WLAN templates and sites could not',
    );
  });

  it('is told of who knows it by its name only where the name changes or goes', async () => {
    const wlan = (ssid: string) => ({ id: id(8), ssid });
    const psk = { noun: 'PSK', names: ['P'], byName: true };
    const renamed = await impact('org_wlans', id(8), { before: wlan('guest'), after: wlan('new') });
    expect(renamed.uses).toEqual([psk]);
    expect(renamed.notes[0]).toBe('RENAMING: 1 PSK would no longer find this object by its old name.');
    const gone = await impact('org_wlans', id(8), { before: wlan('guest') });
    expect(gone.uses).toEqual([psk]);
    expect(gone.notes).toHaveLength(2);
    const kept = await impact('org_wlans', id(8), {
      before: wlan('guest'),
      after: { ...wlan('guest'), enabled: true },
    });
    expect(kept.uses).toEqual([]);
    expect(kept.notes).toHaveLength(1);
  });

  it('looks for a network by its name wherever one can stand', async () => {
    const network = { id: id(8), name: 'corp' };
    const { uses, notes } = await impact('org_networks', id(8), { before: network, after: { ...network, vlan_id: 1 } });
    expect(uses).toEqual([
      { noun: 'gateway template', names: ['Hub'], byName: true },
      { noun: 'device profile', names: ['Edge'], byName: true },
    ]);
    expect(notes).toEqual([unread('site settings, devices of sites')]);
    const renamed = await impact('org_networks', id(8), { before: network, after: { ...network, name: 'x' } });
    expect(renamed.notes).toHaveLength(3);
    expect((await impact('org_networks', id(8), { before: { id: id(8) } })).uses).toEqual([]);
  });

  it('counts sites by template, and never the object itself', async () => {
    const before = { id: id(7), name: 'RF' };
    expect(await impact('org_rftemplates', id(7), { before, after: before })).toEqual({
      ...NONE,
      uses: [{ noun: 'site', names: ['HQ'] }],
    });
    expect(await impact('org_rftemplates', id(6), { before })).toEqual(NONE);
    expect(await impact('org_rftemplates', id(7), { after: before })).toEqual(NONE);
  });

  it('says where nobody looks', async () => {
    expect((await impact('site_devices', id(8), { before: {}, after: {} })).notes).toEqual([
      'It takes effect at this device. Who refers to single devices is not looked through.',
    ]);
    expect((await impact('org_webhooks', id(8), { before: {}, after: {} })).notes).toEqual([
      'Nothing is known to refer to such an object.',
    ]);
  });
});

describe('what an object is called', () => {
  it('is its label in the first state that has one', () => {
    expect(labeled(known('org_wlans'), undefined, { ssid: '' }, { ssid: 'guest' })).toBe('guest');
    expect(labeled(known('org_sites'), { name: 'HQ' }, { name: 'x' })).toBe('HQ');
    expect(labeled(known('org_sites'), undefined)).toBeUndefined();
  });
});

describe('why something did not work', () => {
  it('is said in a few words, and never in those of a defect', () => {
    expect(reasonOf(new MistError('forbidden', 'Not for v1.2 you.', 'x'))).toBe('Not for v1.2 you');
    expect(reasonOf(new InputError('No', 'x'))).toBe('No');
    expect(reasonOf(new Error('secret'))).toBe('the server failed on its own account');
    expect(reasonOf(undefined)).toBe('the server failed on its own account');
  });
});

describe('ids that a change brings in', () => {
  const check = (owner: FamilyName, before: JsonObject, after: JsonObject, hasSite = false) =>
    checkReferences(stage().lists, owner, before, after, hasSite);

  it('are looked up with those that go, and no others', async () => {
    const { names } = await check('org_sites', { rftemplate_id: id(7) }, {});
    expect(names.size).toBe(0);
    expect((await check('org_usermacs', { site_ids: [HQ] }, { site_ids: [LAB] })).names.get(HQ)).toBe('HQ');
    expect((await check('org_usermacs', { site_ids: [HQ] }, { site_ids: [HQ] })).names.size).toBe(0);
    expect((await check('org_usermacs', {}, { site_ids: [LAB.toUpperCase()] })).warnings).toEqual([]);
  });

  it('of a site are not looked for without one', async () => {
    expect(await check('site_zones', {}, { map_id: id(9) })).toMatchObject({ warnings: [] });
    expect((await check('site_zones', {}, { map_id: id(9) }, true)).warnings).toEqual([
      expect.stringMatching(/^Ids of maps could not be checked: /),
    ]);
    expect(await refusedLater(check('org_usermacs', {}, { site_ids: [id(9), HQ] }))).toMatch(
      /^`site_ids` names a site that does not exist: 9{8}-.*There are "HQ" \(.*\), "Lab" \(.*\)\.$/,
    );
  });
});

describe('what a question has room for', () => {
  it('counts the kinds beyond the first few, and the look-ups that failed beyond these', () => {
    const uses = ['site', 'WLAN', 'PSK', 'service', 'network'].map((noun) => ({ noun, names: ['x', 'y'] }));
    const unknown = ['one', 'two', 'three', 'four'].map((what) => `Impact unknown: ${what}.`);
    const nothing = { affects: [], loses: [], notes: [] };
    expect(shortImpactLines({ uses, unknown, ...nothing })).toEqual([
      ...['Impact unknown: one.', 'Impact unknown: two.', 'Impact unknown: 2 further look-ups failed as well.'],
      ...['Used by 2 sites: "x", "y"', 'Used by 2 WLANs: "x", "y"', 'Used by 2 PSKs: "x", "y"'],
      'Used by 2 services, 2 networks too',
    ]);
    expect(shortImpactLines({ uses: uses.slice(0, 4), unknown: [], ...nothing })).toHaveLength(4);
    expect(shortImpactLines({ uses: [], unknown: [], ...nothing })).toHaveLength(1);
  });
});
