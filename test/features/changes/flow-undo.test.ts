import { describe, expect, it } from 'vitest';
import { isRecord } from '../../../src/core/json.ts';
import { type Args, create, done, removal, unasked, update } from './flow-arguments.ts';
import { useDesk } from './use-desk.ts';

const desk = useDesk();

const undoIn = (data: Args): Args => {
  if (!isRecord(data.undo)) throw new Error(`no undo in ${JSON.stringify(data)}`);
  return data.undo;
};

describe('the way back', () => {
  it('of a new WLAN template that reaches sites carries the force that it needs', async () => {
    const org = String(desk.cloud.world.table('sites')[0]?.org_id);
    const made = await done(desk.stage, create('org_wlantemplates', { name: 'Pop-up', applies: { org_id: org } }));
    expect(undoIn(made)).toMatchObject({ action_type: 'delete', force: true });
    expect((await done(desk.stage, undoIn(made), 'Pop-up')).outcome).toBe('applied');
  });

  it('of a new object that others go by the name of already carries force, and takes it away again', async () => {
    const network = { name: 'corp', vlan_id: 10, subnet: '10.99.0.0/24' };
    const made = await done(desk.stage, create('org_networks', network));
    expect(undoIn(made)).toMatchObject({ action_type: 'delete', force: true });
    expect((await done(desk.stage, undoIn(made), 'corp')).outcome).toBe('applied');
  });

  it('of a speed alone, set on a port inside a range, gives the range its port back', async () => {
    const [device] = desk.cloud.world.table('devices').filter((row) => row.name === 'ZUR-H-SW-ACC1');
    const before = structuredClone(device?.port_config);
    const place = { site_id: device?.site_id };
    const set = update('site_devices', String(device?.id), { port_config: { 'ge-0/0/5': { speed: '1g' } } }, place);
    const made = await done(desk.stage, set);
    expect(device?.port_config).toMatchObject({
      ...{ 'ge-0/0/5': { usage: 'desk', speed: '1g' }, 'ge-0/0/0-4,ge-0/0/6-35': { usage: 'desk' } },
    });
    await done(desk.stage, undoIn(made));
    expect(device?.port_config).toEqual(before);
  });

  it('of a new object that reaches nothing has no force', async () => {
    const made = await done(desk.stage, create('org_sitegroups', { name: 'Pop-up stores' }));
    expect(undoIn(made)).not.toHaveProperty('force');
  });

  it('of a deleted object with a field unknown to the specification names its path', async () => {
    const made = await done(desk.stage, create('org_rftemplates', { name: 'Odd RF' }));
    Object.assign(desk.cloud.world.find('rftemplates', String(made.object_id)) ?? {}, { newer: 1 });
    const gone = await done(desk.stage, removal('org_rftemplates', String(made.object_id)), 'Odd RF');
    const undo = undoIn(gone);
    expect(undo).toMatchObject({ action_type: 'create', allow_unknown: ['newer'], payload: { newer: 1 } });
    expect((await unasked(desk.stage, { ...undo, dry_run: true })).data.warnings).toContain(
      'UNKNOWN FIELD let through by allow_unknown: newer.',
    );
  });

  it('that is too large for an answer is kept under a handle, and restores what was there', async () => {
    const { world } = desk.cloud;
    const site = String(world.table('sites')[0]?.id);
    const vars = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`big_${index}`, `${index}`.repeat(900)]));
    const setting = { action_type: 'update', object_type: 'site_settings', site_id: site };
    const row = world.table('site_settings').find(({ site_id }) => site_id === site);
    if (!row) throw new Error('the site has no settings');
    row.vars = { ...(isRecord(row.vars) ? row.vars : {}), ...vars };
    world.touch();
    const cleared = await done(desk.stage, {
      ...setting,
      payload: { vars: Object.fromEntries(Object.keys(vars).map((name) => [name, null])) },
    });
    const undo = undoIn(cleared);
    expect(undo.payload).toEqual({ $handle: expect.stringMatching(/^h_/) });
    const { data } = await unasked(desk.stage, { ...undo, dry_run: true });
    expect(data.difference).toHaveLength(60);
    const wrong = await unasked(desk.stage, { ...undo, payload: { $handle: 'h_none' } });
    expect(wrong.text).toContain('There is no such handle.');
    expect((await unasked(desk.stage, { ...undo, payload: { $handle: 'h_x', notes: 'x' } })).text).toContain(
      'Give it alone',
    );
  });
});

describe('a new object', () => {
  it('says of a VLAN that it has no effect while VLANs are off', async () => {
    const site_id = desk.cloud.world.id('sites', 'Zurich HQ');
    const warned = async (vlan_enabled: boolean) => {
      const payload = { ssid: 'Pop-up', vlan_id: 40, vlan_enabled };
      const { data } = await unasked(desk.stage, create('site_wlans', payload, { site_id, dry_run: true }));
      return JSON.stringify(data.warnings ?? []);
    };
    expect(await warned(false)).toContain('vlan_id has no effect while vlan_enabled is not true.');
    expect(await warned(true)).not.toContain('vlan_id');
  });

  it('of another organization is refused by the organization of the call', async () => {
    const other = '00000000-0000-4000-8000-00000000beef';
    const { data } = await unasked(desk.stage, create('org_sitegroups', { name: 'x', org_id: other }));
    expect(data.error).toContain(`\`payload.org_id\` is "${other}"`);
  });

  it('says what of its pattern is not sent', async () => {
    const [pattern = {}] = desk.cloud.world.table('rftemplates');
    const { data } = await unasked(
      desk.stage,
      create('org_rftemplates', { ...pattern, name: 'Copy' }, { dry_run: true, allow_unknown: ['*'] }),
    );
    expect(data.warnings).toContainEqual(
      expect.stringMatching(/^The cloud gives a new object its own .*id.*: not sent\.$/),
    );
  });

  it('keeps the site of a Mist Edge that the payload names', async () => {
    const [edge] = desk.cloud.world.table('mxedges');
    const site = String(desk.cloud.world.table('sites')[1]?.id);
    const args = update('org_mxedges', String(edge?.id), { site_id: site }, { dry_run: true });
    expect((await unasked(desk.stage, args)).data).toMatchObject({ would_send: { body: { site_id: site } } });
  });
});

describe('a list', () => {
  it('is edited by element, asked about by element, and its undo restores it', async () => {
    const site = String(desk.cloud.world.table('sites')[0]?.id);
    const setting = { action_type: 'update', object_type: 'site_settings', site_id: site };
    await done(desk.stage, { ...setting, payload: { ntp_servers: ['a.example', 'b.example'] } });
    const changed = await done(desk.stage, {
      ...setting,
      payload: { ntp_servers: { add: ['c.example'], remove: ['a.example'] } },
    });
    expect(changed).toMatchObject({
      outcome: 'applied',
      difference: ['ntp_servers: ["a.example","b.example"] → ["b.example","c.example"]'],
      undo: { payload: { ntp_servers: ['a.example', 'b.example'] } },
    });
  });
});

describe('a channel', () => {
  const channels = (name: string, list: readonly number[]): Args =>
    update('org_rftemplates', desk.id('rftemplates', name), { band_24: { channels: list } }, { dry_run: true });

  it('that the country of the template does not have is refused with those that it has', async () => {
    const [american] = desk.cloud.world.table('rftemplates').filter(({ country_code }) => country_code === 'US');
    const { data } = await unasked(desk.stage, channels(String(american?.name), [1, 13]));
    expect(data.error).toBe(
      '`band_24.channels` cannot be 13: in US the channels of 2.4 GHz are 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.',
    );
    const [dutch] = desk.cloud.world.table('rftemplates').filter(({ country_code }) => country_code === 'NL');
    expect((await unasked(desk.stage, channels(String(dutch?.name), [1, 13]))).data).toMatchObject({
      outcome: 'dry_run',
    });
  });

  it('of a device is held against the country of its site', async () => {
    const site = desk.cloud.world.table('sites').find(({ country_code }) => country_code === 'US');
    const ap = desk.cloud.world.table('devices').find((one) => one.site_id === site?.id && one.type === 'ap');
    const args = update(
      'site_devices',
      String(ap?.id),
      { radio_config: { band_24: { channel: 13 } } },
      {
        site_id: String(site?.id),
        dry_run: true,
      },
    );
    expect((await unasked(desk.stage, args)).data.error).toContain('cannot be 13: in US');
  });
});

describe('a port', () => {
  it('that the model of the switch does not have is refused with those that it has', async () => {
    const device = desk.cloud.world.table('devices').find(({ model }) => model === 'EX4100-48P');
    const change = (key: string) =>
      update(
        'site_devices',
        String(device?.id),
        { port_config: { [key]: { usage: 'disabled' } } },
        {
          site_id: String(device?.site_id),
          dry_run: true,
        },
      );
    const { data } = await unasked(desk.stage, change('ge-0/0/46-52'));
    expect(data.error).toContain('The EX4100-48P has no port ge-0/0/48-52; it has ge-0/0/0-47');
    for (const key of ['ge-0/0/47', 'ge-1/0/3', 'xe-0/3/0'])
      expect((await unasked(desk.stage, change(key))).data.outcome).toBe('dry_run');
  });
});

describe('a number where text belongs', () => {
  it('is sent as text, and said', async () => {
    const site = String(desk.cloud.world.table('sites')[0]?.id);
    const changed = await done(desk.stage, {
      ...{ action_type: 'update', object_type: 'site_settings', site_id: site },
      payload: { vars: { lab_vlan: 77 } },
    });
    expect(changed).toMatchObject({
      difference: ['vars.lab_vlan: (none) → "77"'],
      warnings: expect.arrayContaining(['vars.lab_vlan takes text: the number given is sent as text.']),
    });
  });
});

describe('a number beyond the limits of a field', () => {
  it('is refused although the field takes text too', async () => {
    const [template] = desk.cloud.world.table('networktemplates');
    const payload = { networks: { x: { vlan_id: 4095 } } };
    const { data } = await unasked(desk.stage, update('org_networktemplates', String(template?.id), payload));
    expect(data.error).toContain('networks.x.vlan_id cannot be 4095');
  });
});

describe('an entry that goes', () => {
  it('is one line with what it held', async () => {
    const [template] = desk.cloud.world.table('networktemplates');
    const usages = isRecord(template?.port_usages) ? template.port_usages : {};
    const [name = ''] = Object.keys(usages);
    const args = update(
      'org_networktemplates',
      String(template?.id),
      { port_usages: { [name]: null } },
      { dry_run: true },
    );
    const { data } = await unasked(desk.stage, args);
    expect(data.difference).toEqual([expect.stringMatching(/^port_usages\.\w+: mode "\w+", .* → \(removed\)$/)]);
  });
});
