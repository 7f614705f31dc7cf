import { describe, expect, it } from 'vitest';
import { refusedLater } from '../../harness/refused.ts';

import {
  creation,
  draft,
  GROUP,
  HQ,
  id,
  LAB,
  ORG,
  removal,
  TEMPLATE,
  update,
  WLAN,
  wlan,
  world,
} from './prepare-stage.ts';

describe('a draft', () => {
  it('of an update has the plan, its difference, and what it touches', async () => {
    const { draft: made } = await draft(update('org_wlans', WLAN, { enabled: false }));
    expect(made).toMatchObject({
      plan: { body: { enabled: false }, roots: ['enabled'], result: { ...wlan, enabled: false } },
      changes: [{ path: 'enabled', kind: 'change', from: true, to: false, secret: false }],
      impact: {
        affects: [{ noun: 'site', names: ['HQ'] }],
        ...{ uses: [], loses: [], unknown: [], notes: ['It belongs to the WLAN template "Guests".'] },
      },
      warnings: [],
      known: undefined,
    });
    expect(made).not.toHaveProperty('namesakes');
  });

  it('of nothing new looks nothing up', async () => {
    const { draft: made, asked } = await draft(update('org_wlans', WLAN, { enabled: true }));
    expect(made).toMatchObject({ plan: { body: {}, roots: [] }, changes: [], impact: { affects: [], notes: [] } });
    expect(asked.some((url) => url.includes('wlantemplates'))).toBe(false);
  });

  it('keeps the secrets of the masks in the payload', async () => {
    const { draft: made } = await draft(
      update('org_wlans', WLAN, {
        auth: { type: 'psk', psk: '••• masked by mistmcp (psk) •••', pairwise: ['wpa2-ccmp'] },
      }),
    );
    expect(made.plan?.body).toMatchObject({ auth: { type: 'psk', psk: 'secret-word', pairwise: ['wpa2-ccmp'] } });
    expect(made.changes.map(({ path }) => path)).toEqual(['auth.pairwise']);
  });

  it('of an unknown field is refused, or says that it was let through', async () => {
    expect(await refusedLater(draft(update('org_wlans', WLAN, { no_such: 1 })))).toContain('no_such');
    const junk = Object.fromEntries(Array.from({ length: 22 }, (_, n) => [`no_such_${n}`, 1]));
    const { draft: made } = await draft(update('org_wlans', WLAN, junk, { allow_unknown: ['*'] }));
    expect(made.warnings).toHaveLength(21);
    expect(made.warnings[0]).toBe('UNKNOWN FIELD let through by allow_unknown: no_such_0.');
    expect(made.warnings[20]).toBe('2 MORE UNKNOWN FIELDS let through by allow_unknown.');
    const { draft: one } = await draft(update('org_wlans', WLAN, { no_such: 1 }, { allow_unknown: ['*'] }));
    expect(one.warnings).toEqual(['UNKNOWN FIELD let through by allow_unknown: no_such.']);
  });

  it('of more attributes than can be shown is refused', async () => {
    const junk = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`no_such_${n}`, 1]));
    expect(await refusedLater(draft(update('org_wlans', WLAN, junk, { allow_unknown: ['*'] })))).toContain(
      'The payload changes 400 attributes at once',
    );
  });

  it('of a new object says how many have its name', async () => {
    const { draft: fresh } = await draft(creation('org_rftemplates', { name: 'New' }));
    expect(fresh).toMatchObject({
      namesakes: 0,
      warnings: [],
      known: [{ name: 'Office' }],
      plan: { body: { name: 'New' } },
    });
    const { draft: again } = await draft(creation('org_rftemplates', { name: 'Office' }));
    expect(again).toMatchObject({ namesakes: 1, warnings: ['There is an RF template of this name already.'] });
    const twice = {
      ...world,
      [`orgs/${ORG}/rftemplates`]: [
        { id: id(7), name: 'Office' },
        { id: id(8), name: 'Office' },
      ],
    };
    expect((await draft(creation('org_rftemplates', { name: 'Office' }), twice)).draft.warnings).toEqual([
      'There are 2 RF templates of this name already.',
    ]);
    const { draft: blind } = await draft(creation('org_rftemplates', { name: 'Office' }), {
      ...world,
      [`orgs/${ORG}/rftemplates`]: 403,
    });
    expect(blind.known).toBeUndefined();
    expect(blind).not.toHaveProperty('namesakes');
    expect(blind.warnings[0]).toContain('Whether there is another of this name is not known');
  });

  it('of a delete is what goes, without what the cloud gave', async () => {
    const { draft: made } = await draft(removal('org_wlans', WLAN, { force: true }));
    expect(made.plan).toBeUndefined();
    expect(made.changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'remove ssid',
      'remove template_id',
      'remove enabled',
      'remove auth.type',
      'remove auth.psk',
    ]);
    expect(made).toMatchObject({ warnings: [], known: undefined });
  });

  it('of a delete of what is in use is refused, with who uses it', async () => {
    expect(await refusedLater(draft(removal('org_rftemplates', id(7))))).toBe(
      'The RF template is in use: 1 × site ("Lab"). Nothing was sent. Change those first, or set force=true, which the person sees in the confirmation.',
    );
    const sites = Array.from({ length: 6 }, (_, n) => ({ id: id(n), name: `S${n}`, rftemplate_id: id(7) }));
    expect(
      await refusedLater(draft(removal('org_rftemplates', id(7)), { ...world, [`orgs/${ORG}/sites`]: sites })),
    ).toContain('6 × site ("S0", "S1", "S2", "S3", …)');
    expect(
      await refusedLater(draft(removal('org_rftemplates', id(7)), { ...world, [`orgs/${ORG}/sites`]: 403 })),
    ).toMatch(
      /^Whether the RF template is in use could not be found out\. Impact unknown: sites could not be looked through/,
    );
    const { draft: forced } = await draft(removal('org_rftemplates', id(7), { force: true }));
    expect(forced.impact.uses).toEqual([{ noun: 'site', names: ['Lab'] }]);
    const unused = { ...world, [`orgs/${ORG}/sites`]: [{ id: HQ, name: 'HQ' }] };
    expect((await draft(removal('org_rftemplates', id(7)), unused)).draft.changes.map(({ path }) => path)).toEqual([
      'name',
      'band_24.disabled',
    ]);
  });
});

describe('what a change touches', () => {
  it('of a WLAN template are the sites it reaches, and loses', async () => {
    const { draft: moved } = await draft(update('org_wlantemplates', TEMPLATE, { applies: { site_ids: [LAB] } }));
    expect(moved.impact).toMatchObject({
      affects: [{ noun: 'site', names: ['Lab'] }],
      loses: [{ noun: 'site', names: ['HQ'] }],
    });
    expect(moved.names.get(String(LAB))).toBe('Lab');
    const { draft: wider } = await draft(update('org_wlantemplates', TEMPLATE, { applies: { site_ids: [HQ, LAB] } }));
    expect(wider.impact).toMatchObject({ affects: [{ names: ['HQ', 'Lab'] }], loses: [] });
    expect(await refusedLater(draft(removal('org_wlantemplates', TEMPLATE)))).toContain(
      '1 × WLAN ("guest"); 1 × site ("HQ")',
    );
  });

  it('is who knows it by its name, where that changes', async () => {
    const { draft: renamed } = await draft(update('org_wlans', WLAN, { ssid: 'visitors' }));
    expect(renamed.impact.uses).toEqual([{ noun: 'PSK portal', names: ['Portal'], byName: true }]);
    expect(renamed.impact.notes).toContain('RENAMING: 1 PSK portal would no longer find this object by its old name.');
  });

  it('of a WLAN outside of any template is nothing', async () => {
    const { template_id: _, ...bare } = wlan;
    const { draft: made } = await draft(update('org_wlans', WLAN, { enabled: false }), {
      ...world,
      [`orgs/${ORG}/wlans/${WLAN}`]: bare,
    });
    expect(made.impact).toMatchObject({
      affects: [],
      notes: ['The WLAN belongs to no WLAN template, so no site has it.'],
    });
    const lost = { ...world, [`orgs/${ORG}/templates`]: [] };
    expect((await draft(update('org_wlans', WLAN, { enabled: false }), lost)).draft.impact).toMatchObject({
      affects: [],
      notes: [],
    });
  });

  it('of a site are its devices', async () => {
    const { draft: made } = await draft(update('org_sites', HQ, { notes: 'x' }));
    expect(made.impact.affects).toEqual([{ noun: 'device', names: ['AP 1', 'bb'] }]);
    expect(await refusedLater(draft(removal('org_sites', HQ)))).toContain('2 × device ("AP 1", "bb")');
    const alone = { ...world, [`orgs/${ORG}/inventory`]: [] };
    expect((await draft(update('org_sites', HQ, { notes: 'x' }), alone)).draft.impact.affects).toEqual([]);
  });

  it('that nobody could look up is said', async () => {
    const { draft: made } = await draft(update('org_sites', HQ, { notes: 'x' }), {
      ...world,
      [`orgs/${ORG}/inventory`]: 403,
    });
    expect(made.impact.unknown[0]).toMatch(/^Impact unknown: devices could not be looked through: /);
    const { draft: other } = await draft(update('org_networktemplates', id(9), { name: 'x' }), {
      ...{ ...world, [`orgs/${ORG}/networktemplates/${id(9)}`]: { id: id(9), name: 'y' }, [`orgs/${ORG}/sites`]: 403 },
    });
    expect(other.impact.unknown[0]).toContain('sites could not be looked through');
  });
});

describe('ids in a payload', () => {
  it('must be of objects that are there', async () => {
    expect(await refusedLater(draft(update('org_sites', HQ, { rftemplate_id: id(9) })))).toBe(
      `\`rftemplate_id\` names an RF template that does not exist: ${id(9)}. Nothing was sent. There are "Office" (${id(7)}).`,
    );
    const { draft: good } = await draft(update('org_sites', HQ, { rftemplate_id: id(7) }));
    expect(good.names.get(id(7))).toBe('Office');
    expect(good.warnings).toEqual([]);
    const { draft: blind } = await draft(update('org_sites', HQ, { rftemplate_id: id(9) }), {
      ...world,
      [`orgs/${ORG}/rftemplates`]: 403,
    });
    expect(blind.warnings[0]).toMatch(/^Ids of RF templates could not be checked: /);
    const none = { ...world, [`orgs/${ORG}/rftemplates`]: [] };
    expect(await refusedLater(draft(update('org_sites', HQ, { rftemplate_id: id(9) }), none))).toContain(
      'There is none at all.',
    );
  });

  it('that were there before are not judged', async () => {
    const old = { id: HQ, org_id: ORG, name: 'HQ', rftemplate_id: id(9), sitegroup_ids: [GROUP, id(9)] };
    const { draft: made } = await draft(update('org_sites', HQ, { sitegroup_ids: [id(9)] }), {
      ...world,
      [`sites/${HQ}`]: old,
    });
    expect(made.plan?.body).toEqual({ sitegroup_ids: [id(9)] });
    expect(made.names.get(String(GROUP))).toBe('All');
  });
});
