import { afterEach, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../../simulator/cloud.ts';
import { isRecord } from '../../../src/core/json.ts';
import { type Direct, openDirect } from '../../harness/direct-stage.ts';
import { yes } from '../../harness/elicitation-handler.ts';

const TOOL = 'mist_apply_plan';
const CSV = 'site_name,guest_vlan\nMadrid Store,410\nParis Store,420\nZurich HQ,420\n';

describe('a plan of several changes', () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  async function open(): Promise<{ cloud: DemoCloud; stage: Direct }> {
    const cloud = await startDemoCloud();
    ends.push(async () => {
      expect(cloud.violations).toEqual([]);
      await cloud.close();
    });
    const stage = await openDirect({ cloud });
    ends.push(() => stage.close());
    return { cloud, stage };
  }
  const writes = ({ sent }: Direct): readonly string[] =>
    sent.filter(({ method }) => method !== 'GET').map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  const variable = (cloud: DemoCloud, site: string): unknown => {
    const setting = cloud.world.table('site_settings').find(({ site_id }) => site_id === cloud.world.id('sites', site));
    return isRecord(setting?.vars) ? setting.vars.guest_vlan : undefined;
  };

  it('asks once, groups what is alike, shows what is not, and writes each object once', async () => {
    const { cloud, stage } = await open();
    const { data } = await stage.call(TOOL, { action: 'apply', file: CSV });
    expect(data).toMatchObject({ outcome: 'applied', done: 3, of: 3 });
    expect(stage.questions).toHaveLength(1);
    const [question = ''] = stage.questions;
    expect(question).toMatch(/^Plan [0-9a-f]{16}: 3 changes \(3 updates\)$/m);
    expect(question).toContain('2 × update site setting, each the same, such as "Paris Store", "Zurich HQ"');
    expect(question).toContain('vars.guest_vlan: "40" → "420"');
    expect(question).toContain('and what was done can be taken back.\n');
    expect(question).toContain('1. update site setting at "Madrid Store": vars.guest_vlan: "40" → "410"');
    expect(writes(stage)).toHaveLength(3);
    expect(['Madrid Store', 'Paris Store', 'Zurich HQ'].map((site) => variable(cloud, site))).toEqual([
      '410',
      '420',
      '420',
    ]);
    expect(stage.progress.at(-1)).toContain('Change 3 of 3');
    const records = stage.lines.filter((line) => line.includes(String(data.run)));
    expect(records.filter((line) => line.includes('applied'))).toHaveLength(3);
    expect(records.join()).not.toContain('demo-radius');
  });

  it('takes everything back as one plan, but for what somebody has changed since', async () => {
    const { cloud, stage } = await open();
    const { data } = await stage.call(TOOL, { action: 'apply', file: CSV });
    const site_id = cloud.world.id('sites', 'Paris Store');
    await stage.call('mist_update_configuration_objects', {
      ...{ action_type: 'update', object_type: 'site_settings', site_id, payload: { vars: { guest_vlan: '499' } } },
    });
    const undo = await stage.call(TOOL, { action: 'undo', run: data.run });
    expect(undo.data).toMatchObject({ outcome: 'applied', done: 2 });
    expect(JSON.stringify(undo.data.left_out)).toContain('Paris Store');
    expect(stage.questions.at(-1)).toContain('Left out, and stays as it is:');
    expect(['Madrid Store', 'Paris Store', 'Zurich HQ'].map((site) => variable(cloud, site))).toEqual([
      '40',
      '499',
      '40',
    ]);
  });

  it('creates in the order of references, with the ids that the cloud gives, and deletes again what it made', async () => {
    const { cloud, stage } = await open();
    const changes = [
      {
        ...{ action_type: 'create', object_type: 'org_wlans' },
        payload: { ssid: 'Plan-Guest', template_id: '$new:template', enabled: false, auth: { type: 'open' } },
      },
      { action_type: 'update', object_type: 'site_settings', site_id: '$new:site', payload: { vars: { a: '1' } } },
      {
        ...{ action_type: 'create', object_type: 'org_sites', as: 'site' },
        payload: { name: 'Oslo Store', rftemplate_id: '$new:rf', country_code: 'NO', timezone: 'Europe/Oslo' },
      },
      {
        ...{ action_type: 'create', object_type: 'org_wlantemplates', as: 'template' },
        payload: { name: 'Plan template', applies: { site_ids: ['$new:site'] } },
      },
      { action_type: 'create', object_type: 'org_rftemplates', as: 'rf', payload: { name: 'Plan RF' } },
    ];
    const { data, text } = await stage.call(TOOL, { action: 'apply', changes });
    expect(data, text).toMatchObject({ outcome: 'applied', done: 5 });
    const site = cloud.world.table('sites').find(({ name }) => name === 'Oslo Store');
    const rf = cloud.world.table('rftemplates').find(({ name }) => name === 'Plan RF');
    const template = cloud.world.table('templates').find(({ name }) => name === 'Plan template');
    const wlan = cloud.world.table('wlans').find(({ ssid }) => ssid === 'Plan-Guest');
    expect(site?.rftemplate_id).toBe(rf?.id);
    expect(template?.applies).toEqual({ site_ids: [site?.id] });
    expect(wlan?.template_id).toBe(template?.id);
    expect(stage.questions[0]).toContain('template_id: "Plan template"');
    expect(stage.questions[0]).not.toContain('UNKNOWN');

    const undo = await stage.call(TOOL, { action: 'undo', run: data.run });
    expect(undo.data, undo.text).toMatchObject({ outcome: 'applied' });
    const left = ['sites', 'rftemplates', 'templates', 'wlans'].flatMap((table) =>
      cloud.world.table(table).filter(({ id }) => [site, rf, template, wlan].some((one) => one?.id === id)),
    );
    expect(left).toEqual([]);
  });

  it('sends nothing where one change is wrong, and names each that is', async () => {
    const { stage } = await open();
    const changes = [
      { action_type: 'update', object_type: 'org_sites', object_id: 'Madrid Store', payload: { notes: 'x' } },
      { action_type: 'update', object_type: 'org_sites', object_id: 'Nowhere', payload: { notes: 'x' } },
      { action_type: 'create', object_type: 'org_rftemplates', payload: { name: 'R', band_24: 'high' } },
    ];
    const { isError, data } = await stage.call(TOOL, { action: 'apply', changes });
    expect(isError).toBe(true);
    expect(String(data.error)).toMatch(/2 changes of the plan cannot be made/);
    expect(String(data.error)).toMatch(/Change 2 \(update org_sites\).*Nowhere/);
    expect(String(data.error)).toContain('band_24');
    expect(writes(stage)).toEqual([]);
    expect(stage.questions).toEqual([]);
  });

  it('sends nothing on a no, on a dry run, and where what is wanted is so already', async () => {
    const { stage } = await open();
    const dry = await stage.call(TOOL, { action: 'apply', file: CSV, dry_run: true });
    expect(dry.data).toMatchObject({ outcome: 'dry_run', changes: 3, calls: 9 });
    const pages = await stage.call('mist_query_result', { handle: dry.data.whole_plan, limit: 2 });
    expect(pages.data).toMatchObject({ total: 3, returned: 2, has_more: true });
    expect(stage.questions).toEqual([]);
    stage.answer(() => ({ action: 'decline' }));
    const no = await stage.call(TOOL, { action: 'apply', file: CSV });
    expect(no.data).toMatchObject({ outcome: 'not_sent', decision: 'declined' });
    const same = await stage.call(TOOL, { action: 'apply', file: 'site_name,guest_vlan\nMadrid Store,40\n' });
    expect(same.data).toMatchObject({ outcome: 'unchanged', already_so: 1 });
    expect(writes(stage)).toEqual([]);
  });

  it('stops at the first change that fails, goes on after another yes, and makes none twice', async () => {
    const { cloud, stage } = await open();
    const paris = `/api/v1/sites/${cloud.world.id('sites', 'Paris Store')}/setting`;
    const off = cloud.fault({ kind: '403', method: 'PUT', match: paris });
    const first = await stage.call(TOOL, { action: 'apply', file: CSV });
    off();
    expect(first.data).toMatchObject({
      outcome: 'stopped',
      done: 1,
      of: 3,
      failed: [{ change: 2, outcome: 'refused' }],
    });
    const { data: listed } = await stage.call(TOOL, { action: 'runs' });
    expect(listed.runs).toMatchObject([{ run: first.data.run, state: 'failed', can_continue: true, done: 1 }]);
    const rest = await stage.call(TOOL, { action: 'continue', run: first.data.run });
    expect(rest.data).toMatchObject({ outcome: 'applied', done: 3, of: 3 });
    expect(stage.questions).toHaveLength(2);
    expect(stage.questions[1]).toContain('2 changes (2 updates)');
    const madrid = `PUT /api/v1/sites/${cloud.world.id('sites', 'Madrid Store')}/setting`;
    expect(writes(stage).filter((one) => one === madrid)).toHaveLength(1);
  });

  it('settles a lost answer by reading, and does not write a second time', async () => {
    const { cloud, stage } = await open();
    const off = cloud.fault({ kind: 'cut', applied: true, method: 'PUT', times: 1 });
    const { data } = await stage.call(TOOL, { action: 'apply', file: CSV });
    off();
    expect(data).toMatchObject({ outcome: 'applied', done: 3 });
    expect(writes(stage)).toHaveLength(3);
  });

  it.each([
    ['while nothing could be read', true],
    ['and the cloud was still at it', false],
  ])('creates nothing a second time whose answer was lost %s', async (_, applied) => {
    const { cloud, stage } = await open();
    const site_id = cloud.world.id('sites', 'Paris Store');
    const filter = { action_type: 'create', object_type: 'site_assetfilters', site_id };
    const changes = ['Tags', 'Carts'].map((name) => ({ ...filter, payload: { name } }));
    const path = `/api/v1/sites/${site_id}/assetfilters`;
    // What the question and the order need is read before; from the write on nothing can be.
    let mend = (): void => {};
    stage.answer(() => {
      cloud.fault({ kind: 'cut', method: 'POST', match: path, times: 1, applied });
      if (applied) mend = cloud.fault({ kind: '503', method: 'GET', match: path });
      return { action: 'accept', content: { confirm: true } };
    });
    const { data } = await stage.call(TOOL, { action: 'apply', changes });
    expect(data).toMatchObject({ outcome: 'stopped', done: 0, of: 2 });
    const times = { created_time: 1, modified_time: 1 };
    if (!applied)
      cloud.world.add(
        'assetfilters',
        'Tags',
        { org: 'Lakeside Retail Group', site: 'Paris Store' },
        { name: 'Tags', ...times },
      );
    mend();
    stage.answer(yes);
    const rest = await stage.call(TOOL, { action: 'continue', run: data.run });
    expect(rest.data, rest.text).toMatchObject({ outcome: 'applied', done: 2, of: 2 });
    expect(writes(stage)).toHaveLength(2);
    const undone = await stage.call(TOOL, { action: 'undo', run: data.run });
    expect(undone.data, undone.text).toMatchObject({ outcome: 'applied', done: 2 });
    expect(cloud.world.table('assetfilters').filter((row) => row.site_id === site_id)).toEqual([]);
  });

  it('says of a new object that it may be there already, where what was there before could not be listed', async () => {
    const { cloud, stage } = await open();
    const site_id = cloud.world.id('sites', 'Paris Store');
    const path = `/api/v1/sites/${site_id}/assetfilters`;
    const mend = cloud.fault({ kind: '503', method: 'GET', match: path });
    cloud.fault({ kind: 'truncated', method: 'POST', match: path, times: 1, applied: true });
    const changes = [{ action_type: 'create', object_type: 'site_assetfilters', site_id, payload: { name: 'Tags' } }];
    const { data } = await stage.call(TOOL, { action: 'apply', changes });
    expect(data).toMatchObject({ outcome: 'stopped', failed: [{ outcome: 'unknown' }] });
    mend();
    stage.answer(() => ({ action: 'decline' }));
    const rest = await stage.call(TOOL, { action: 'continue', run: data.run });
    expect(rest.data).toMatchObject({ outcome: 'not_sent' });
    expect(stage.questions.at(-1)).toContain(
      'Change 1 was sent before and its answer was lost: what has its name may be it, and there would then be two.',
    );
    expect(stage.questions.at(-1)).toContain('There is an asset filter of this name already.');
    expect(cloud.world.table('assetfilters').filter((row) => row.site_id === site_id)).toHaveLength(1);
  });

  it('has nothing to take back of a change whose answer was lost and that was not made', async () => {
    const { cloud } = await open();
    let isBlind = false;
    const stage = await openDirect({
      cloud,
      async respond({ method }, ask) {
        isBlind ||= method === 'PUT';
        return isBlind ? Response.json({}, { status: 503 }) : ask();
      },
    });
    ends.push(() => stage.close());
    const { data, text } = await stage.call(TOOL, { action: 'apply', file: CSV });
    isBlind = false;
    expect(data, text).toMatchObject({ outcome: 'stopped', done: 0, failed: [{ outcome: 'unknown' }] });
    const undo = await stage.call(TOOL, { action: 'undo', run: data.run });
    expect(String(undo.data.error)).toContain('changed nothing');
  });

  it('does not write over what somebody else changed after the question', async () => {
    const { cloud, stage } = await open();
    stage.answer(() => {
      const id = cloud.world.id('sites', 'Paris Store');
      const setting = cloud.world.table('site_settings').find(({ site_id }) => site_id === id);
      if (setting)
        Object.assign(setting, { vars: { guest_vlan: '77' }, modified_time: Number(setting.modified_time) + 5 });
      cloud.world.touch();
      return { action: 'accept', content: { confirm: true } };
    });
    const { data } = await stage.call(TOOL, { action: 'apply', file: CSV });
    expect(data).toMatchObject({ outcome: 'stopped', done: 1, failed: [{ outcome: 'refused' }] });
    expect(JSON.stringify(data.failed)).toContain('changed by someone else');
    expect(variable(cloud, 'Paris Store')).toBe('77');
  });

  it('is cancelled between two changes, never within one, and goes on without another question', async () => {
    const { cloud, stage } = await open();
    const controller = new AbortController();
    const done = stage.client.callTool(
      { name: TOOL, arguments: { action: 'apply', file: CSV } },
      {
        signal: controller.signal,
        onprogress: ({ message = '' }) => {
          if (message.startsWith('Change 2 of 3')) controller.abort();
        },
      },
    );
    await expect(done).rejects.toThrow();
    await expect
      .poll(async () => JSON.stringify((await stage.call(TOOL, { action: 'runs' })).data))
      .toContain('"state":"cancelled"');
    const { data } = await stage.call(TOOL, { action: 'runs' });
    const { runs } = data;
    const run = Array.isArray(runs) && isRecord(runs[0]) ? runs[0].run : undefined;
    const made = writes(stage).length;
    expect(made).toBeLessThan(3);
    expect(runs).toMatchObject([{ done: made }]);
    const shown = await stage.call(TOOL, { action: 'continue', run, dry_run: true });
    expect(shown.data, shown.text).toMatchObject({ outcome: 'dry_run', changes: 3 - made });
    expect(writes(stage)).toHaveLength(made);
    const rest = await stage.call(TOOL, { action: 'continue', run });
    expect(rest.data, rest.text).toMatchObject({ outcome: 'applied', done: 3 });
    expect(stage.questions).toHaveLength(1);
    expect(writes(stage)).toHaveLength(3);
    expect(variable(cloud, 'Zurich HQ')).toBe('420');
  });

  it('asks again about the rest where an object was changed since it stopped', async () => {
    const { cloud, stage } = await open();
    const madrid = `/api/v1/sites/${cloud.world.id('sites', 'Madrid Store')}/setting`;
    const off = cloud.fault({ kind: '503', method: 'PUT', match: madrid });
    const first = await stage.call(TOOL, { action: 'apply', file: CSV });
    off();
    expect(first.data).toMatchObject({ outcome: 'stopped', done: 0 });
    stage.answer(() => ({ action: 'decline' }));
    const second = await stage.call(TOOL, { action: 'continue', run: first.data.run });
    expect(second.data).toMatchObject({ outcome: 'not_sent' });
    stage.answer(() => ({ action: 'accept', content: { confirm: true } }));
    const third = await stage.call(TOOL, { action: 'continue', run: first.data.run });
    expect(third.data).toMatchObject({ outcome: 'applied', done: 3 });
    const ended = await stage.call(TOOL, { action: 'continue', run: first.data.run });
    expect(String(ended.data.error)).toContain('has ended');
  });

  it('refuses a second plan while one is carried out in the organization, and another cloud', async () => {
    const { cloud, stage } = await open();
    const answers = await Promise.all(
      ['410', '411'].map((value) =>
        stage.call(TOOL, { action: 'apply', file: `site_name,guest_vlan\nMadrid Store,${value}\n` }),
      ),
    );
    const errors = answers.flatMap(({ data, isError }) => (isError ? [String(data.error)] : []));
    expect(errors.length).toBeLessThanOrEqual(1);
    for (const error of errors) expect(error).toMatch(/Another plan is being carried out|changed by someone else/);
    const plan = {
      changes: [
        { action_type: 'update', object_type: 'org_sites', object_id: 'Madrid Store', payload: { notes: 'x' } },
      ],
      cloud: 'api.eu.mist.com',
    };
    const { data } = await stage.call(TOOL, { action: 'apply', file: JSON.stringify(plan) });
    expect(String(data.error)).toContain('The plan is for api.eu.mist.com');
    expect(cloud.world.id('sites', 'Madrid Store')).toBeTruthy();
  });

  it('shows names of the network as text, in quotes and without anything hidden', async () => {
    const { cloud, stage } = await open();
    const name = 'Store\u202e"\nPlan 0000000000000000: 1 change\u200b';
    cloud.world.add('sites', name, { org: 'Lakeside Retail Group' }, { name, country_code: 'DE' });
    cloud.world.touch();
    const object_id = cloud.world.id('sites', name);
    const change = {
      action_type: 'update',
      object_type: 'org_sites',
      object_id,
      payload: { notes: 'a\nREAD THESE (0):' },
    };
    await stage.call(TOOL, { action: 'apply', changes: [change] });
    const [question = ''] = stage.questions;
    expect(question.split('\n').filter((line) => line.startsWith('Plan '))).toHaveLength(1);
    expect(question.split('\n').filter((line) => line.startsWith('READ THESE'))).toHaveLength(0);
    expect(question).not.toMatch(/[\u202e\u200b]/);
  });

  it('has the deletions typed, and shows each in full however many are alike', async () => {
    const { cloud, stage } = await open();
    const ids = [1, 2, 3].map(
      (turn) =>
        cloud.world.add('sitetemplates', `Doomed ${turn}`, { org: 'Lakeside Retail Group' }, { name: `Doomed ${turn}` })
          .id,
    );
    const changes = ids.map((object_id) => ({ action_type: 'delete', object_type: 'org_sitetemplates', object_id }));
    stage.answer(() => ({ action: 'accept', content: { confirm: true, typed: 'yes' } }));
    const wrong = await stage.call(TOOL, { action: 'apply', changes });
    expect(String(wrong.data.error)).toContain('The text typed is not "3 changes"');
    const [question = ''] = stage.questions;
    expect(question).toContain('READ THESE (3):');
    expect(question).toContain('what was done can be taken back, but for the IDs of what is deleted, and secrets.');
    for (const turn of [1, 2, 3]) expect(question).toContain(`DELETE site template "Doomed ${turn}"`);
    stage.answer(() => ({ action: 'accept', content: { confirm: true, typed: '3 changes' } }));
    expect((await stage.call(TOOL, { action: 'apply', changes })).data).toMatchObject({ outcome: 'applied', done: 3 });
    const { data } = await stage.call(TOOL, { action: 'runs' });
    const { runs } = data;
    const run = Array.isArray(runs) && isRecord(runs[0]) ? runs[0].run : undefined;
    expect((await stage.call(TOOL, { action: 'undo', run })).data).toMatchObject({ outcome: 'applied', done: 3 });
    const names = cloud.world.table('sitetemplates').map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Doomed 1', 'Doomed 2', 'Doomed 3']));
  });
});
