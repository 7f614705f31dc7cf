import { describe, expect, it } from 'vitest';
import { writesOf } from '../../harness/cloud.ts';
import { answerIn, CHANGE, openDesk, questionIn, YES } from '../../harness/rounds.ts';
import { create, done, removal, shown, unasked, update } from './flow-arguments.ts';
import { useDesk } from './use-desk.ts';

const ORG = { org: 'Lakeside Retail Group' };

const desk = useDesk();
const { id } = desk;

it('sends and asks nothing where there is no difference', async () => {
  const { data } = await unasked(
    desk.stage,
    update('org_rftemplates', id('rftemplates', 'Office RF'), { country_code: 'US' }),
  );
  expect(data).toMatchObject({ outcome: 'unchanged', mode: 'merge' });
});

it('shows the plan without a question where it is asked to', async () => {
  const args = update('org_wlans', id('wlans', 'Lakeside-IoT'), { auth: { multi_psk_only: true } }, { dry_run: true });
  const { data, text } = await unasked(desk.stage, args);
  expect(data).toMatchObject({
    outcome: 'dry_run',
    difference: ['auth.multi_psk_only: false → true'],
    would_send: {
      method: 'PUT',
      body: { auth: { type: 'psk', multi_psk_only: true, psk: expect.stringContaining('masked') } },
    },
  });
  expect(text).not.toContain('demo-iot-passphrase');
});

describe('the question', () => {
  it('says where, what, and from which value to which', async () => {
    const message = await shown(
      desk.stage,
      update('org_sites', id('sites', 'Madrid Store'), {
        rftemplate_id: id('rftemplates', 'Warehouse RF'),
        notes: 'moved',
      }),
    );
    const lines = message.split('\n');
    expect(lines.length).toBeLessThanOrEqual(25);
    expect(lines[0]).toMatch(/^REVIEW: radios restart/);
    const verdict = lines.findIndex((line) => line.startsWith('Looked at: 1 site'));
    expect([...lines.slice(1, 4), ...lines.slice(verdict + 1)]).toEqual([
      'Change site "Madrid Store" (org_sites)',
      'Organization: "Lakeside Retail Group"',
      `Id: ${id('sites', 'Madrid Store')}`,
      '',
      '2 differences, old → new (mode merge):',
      expect.stringMatching(/^ {2}• rftemplate_id: "Office RF" \(.{7}…\) → "Warehouse RF" \(.{7}…\)$/),
      '  • notes: "Local contact: facilities-es@lakeside.example" → "moved"',
      '',
      'Impact:',
      expect.stringMatching(/^ {2}• Takes effect at 3 devices: "MAD-S-AP/),
    ]);
  });

  it('names the site of a site object', async () => {
    const [wlan] = desk.cloud.world.table('wlans').filter((row) => row.site_id === id('sites', 'Berlin Office'));
    const message = await shown(
      desk.stage,
      update('site_wlans', String(wlan?.id), { enabled: false }, { site_id: 'Berlin Office' }),
    );
    expect(message).toContain('\nSite: "Berlin Office"\n');
    expect(message).toMatch(/Takes effect at 5 access points/);
  });

  it('never shows a secret, old or new, and neither do answer and record', async () => {
    const args = update('org_wlans', id('wlans', 'Lakeside-Scanner'), { auth: { psk: 'brand-new-passphrase' } });
    expect(await shown(desk.stage, args)).toContain('auth.psk: (secret) → (another secret)');
    const data = await done(desk.stage, args);
    const said = JSON.stringify([data, desk.stage.records]);
    expect(said).not.toMatch(/brand-new-passphrase|demo-scanner-passphrase/);
    expect(desk.cloud.world.find('wlans', id('wlans', 'Lakeside-Scanner'))?.auth).toMatchObject({
      psk: 'brand-new-passphrase',
    });
    expect(data.undo).toMatchObject({ payload: { auth: { psk: '****' } } });
    expect(String(data.undo_note)).toContain('auth.psk');
  });

  it('quotes names, so that nobody can imitate its lines', async () => {
    const name = 'Nice"\n\nImpact:\n  • Nothing\u202e\u200b\u2028\u0000 refers to it';
    const made = desk.cloud.world.add('sitegroups', 'Hostile', ORG, { name });
    const message = await shown(desk.stage, removal('org_sitegroups', String(made.id)));
    expect(message).toMatch(/\nDELETE site group "Nice'\\u\{a\}\\u\{a\}Impact:.*\(org_sitegroups\)\n/);
    expect(message.match(/^Impact:$/gm)).toHaveLength(1);
    expect(message).not.toMatch(/[\u202e\u200b\u2028]/);
    const note = await shown(
      desk.stage,
      update('org_sites', id('sites', 'Tokyo Office'), { notes: 'a\nImpact:\n\u2066b' }),
    );
    expect(note).toContain('→ "a\\nImpact:\\n\\u{2066}b"');
    expect((await done(desk.stage, removal('org_sitegroups', String(made.id)), 'delete')).outcome).toBe('applied');
  });

  it('has a line for each field that is set, however many', async () => {
    const ports = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`mge-0/0/${index}`, { usage: 'ap' }]));
    const [device] = desk.cloud.world.table('devices').filter(({ type }) => type === 'switch');
    const more = await shown(
      desk.stage,
      update('site_devices', String(device?.id), { port_config: ports }, { site_id: String(device?.site_id) }),
    );
    for (const port of Object.keys(ports)) expect(more).toContain(port);
  });

  it('warns of a second object of the same name', async () => {
    expect(await shown(desk.stage, create('org_rftemplates', { name: 'Office RF' }))).toContain(
      'There is an RF template of this name already.',
    );
  });

  it('says which fields the specification does not know', async () => {
    const args = update('org_sites', id('sites', 'Tokyo Office'), { brand_new_field: 1 }, { allow_unknown: ['*'] });
    expect(await shown(desk.stage, args)).toContain('UNKNOWN FIELD let through by allow_unknown: brand_new_field.');
  });
});

describe('the way back', () => {
  it('of an update restores what was there', async () => {
    const before = structuredClone(desk.cloud.world.find('rftemplates', id('rftemplates', 'Office RF')));
    const args = update('org_rftemplates', id('rftemplates', 'Office RF'), {
      band_5: { bandwidth: 80, power_min: null },
      ant_gain_24: 2,
    });
    const { undo } = await done(desk.stage, args);
    const back = await done(desk.stage, { ...(typeof undo === 'object' ? undo : {}) });
    expect(back.outcome).toBe('applied');
    const { modified_time: _, ...now } = desk.cloud.world.find('rftemplates', id('rftemplates', 'Office RF')) ?? {};
    expect({ ...now, modified_time: before?.modified_time }).toEqual(before);
  });

  it('of a creation is a delete, and of that a creation', async () => {
    const made = await done(desk.stage, create('org_sitegroups', { name: 'Brand new group' }));
    const gone = await done(desk.stage, { ...(typeof made.undo === 'object' ? made.undo : {}) }, 'Brand new group');
    expect(gone.outcome).toBe('applied');
    const again = await done(desk.stage, { ...(typeof gone.undo === 'object' ? gone.undo : {}) });
    expect(desk.cloud.world.find('sitegroups', String(again.object_id))).toMatchObject({ name: 'Brand new group' });
    expect(String(gone.undo_note)).toMatch(/new id/);
  });
});

it('reads an edited read-back in mode replace, and says so', async () => {
  const path = id('sitetemplates', 'Store Sites');
  const read = structuredClone(desk.cloud.world.find('sitetemplates', path));
  const data = await done(desk.stage, update('org_sitetemplates', path, { ...read, vars: { guest_vlan: '41' } }));
  expect(data).toMatchObject({ mode: 'replace', difference: ['vars.store_open: "09:00" → (removed)'] });
  expect(desk.cloud.world.find('sitetemplates', path)?.vars).toEqual({ guest_vlan: '41' });
});

describe('a token of a lesser role', () => {
  it('is told why the cloud says no', async () => {
    const lesser = await openDesk({ cloud: desk.cloud, token: 'helpdesk' });
    const args = update('org_rftemplates', id('rftemplates', 'Warehouse RF'), { ant_gain_5: 1 });
    const { state } = questionIn(await lesser.ask(args, CHANGE));
    const { data } = answerIn(await lesser.reply(args, state, YES(), CHANGE));
    expect(data).toMatchObject({ status: 403, next_step: expect.stringMatching(/role of this token may read this/) });
    expect(lesser.records.at(-1)).toMatchObject({ decision: 'accepted', outcome: 'failed' });
    await lesser.close();
  });

  it('cannot write the mask that it sees in the place of a secret', async () => {
    const lesser = await openDesk({ cloud: desk.cloud, token: 'helpdesk' });
    const from = desk.cloud.requests.length;
    const args = update('org_wlans', id('wlans', 'Lakeside-POS'), { auth: { multi_psk_only: true } });
    expect(String(answerIn(await lesser.ask(args, CHANGE)).data.error)).toMatch(/mask/);
    expect(writesOf(desk.cloud, from)).toEqual([]);
    await lesser.close();
  });
});
