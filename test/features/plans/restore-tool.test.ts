import { describe, expect, it } from 'vitest';
import { useDirect } from '../../harness/use-direct.ts';

const TOOL = 'mist_apply_plan';

describe('restoring a snapshot that an assistant took', () => {
  const stage = useDirect();

  it('sets one site back, deletes only where that is said, and keeps secrets that it knows as masks alone', async () => {
    const { data: taken } = await stage.call('mist_snapshot', { action: 'take', site_id: 'Paris Store' });
    const site_id = stage.cloud.world.id('sites', 'Paris Store');
    const setting = stage.cloud.world.table('site_settings').find((row) => row.site_id === site_id);
    const before = structuredClone(setting?.vars);
    await stage.call('mist_update_configuration_objects', {
      ...{ action_type: 'update', object_type: 'site_settings', site_id, payload: { vars: { guest_vlan: '77' } } },
    });
    await stage.call('mist_update_configuration_objects', {
      ...{
        action_type: 'create',
        object_type: 'site_wxtags',
        site_id,
        payload: { name: 'Extra', type: 'match', match: 'ip_range_subnet', op: 'in', values: ['10.0.0.0/8'] },
      },
    });
    const asked = stage.questions.length;
    const kept = await stage.call(TOOL, { action: 'apply', snapshot: taken.handle });
    expect(kept.data, kept.text).toMatchObject({ outcome: 'applied', done: 1 });
    expect(JSON.stringify(kept.data.left_out)).toContain('1 object that the snapshot does not have stays');
    expect(setting?.vars).toEqual(before);
    const exact = await stage.call(TOOL, { action: 'apply', snapshot: taken.handle, exact: true });
    expect(exact.data, exact.text).toMatchObject({ outcome: 'applied', done: 1 });
    expect(stage.questions.length - asked).toBe(2);
    expect(stage.questions.at(-1)).toContain('DELETE WxLAN tag "Extra" at "Paris Store"');
    const again = await stage.call(TOOL, { action: 'apply', snapshot: taken.handle });
    expect(String(again.data.error)).toContain('There is nothing to change.');
    const { data } = await stage.call('mist_snapshot', { action: 'compare', left: taken.handle });
    expect(data).toMatchObject({ equal: 'yes' });
  });

  it('restores after a 429 without a time, which leaves nothing of the hour as far as anybody knows', async () => {
    const { data: taken } = await stage.call('mist_snapshot', { action: 'take', site_id: 'Madrid Store' });
    const site_id = stage.cloud.world.id('sites', 'Madrid Store');
    const payload = { vars: { guest_vlan: '77' } };
    await stage.call('mist_update_configuration_objects', {
      ...{ action_type: 'update', object_type: 'site_settings', site_id, payload },
    });
    stage.cloud.fault({ kind: 'rate_limit_bare', times: 1 });
    expect((await stage.call('mist_get_self', { action_type: 'account_info' })).text).toContain('429');
    const { data, text } = await stage.call(TOOL, { action: 'apply', snapshot: taken.handle });
    expect(data, text).toMatchObject({ outcome: 'applied', done: 1 });
  });

  it('points an object at what is created again', async () => {
    const { data: taken } = await stage.call('mist_snapshot', { action: 'take' });
    const { world } = stage.cloud;
    const site = world.table('sites').find(({ rftemplate_id }) => typeof rftemplate_id === 'string');
    const templates = world.table('rftemplates');
    const at = templates.findIndex(({ id }) => id === site?.rftemplate_id);
    const [lost] = templates.splice(at, 1);
    for (const one of world.table('sites'))
      if (one.rftemplate_id === lost?.id) Object.assign(one, { rftemplate_id: null, modified_time: Date.now() / 1000 });
    world.touch();
    const { data, text } = await stage.call(TOOL, { action: 'apply', snapshot: taken.handle });
    expect(data, text).toMatchObject({ outcome: 'applied' });
    const made = templates.find(({ name }) => name === lost?.name);
    expect(made?.id).not.toBe(lost?.id);
    expect(site?.rftemplate_id).toBe(made?.id);
    expect(JSON.stringify(data.left_out ?? [])).not.toContain('rftemplate');
  });
});
