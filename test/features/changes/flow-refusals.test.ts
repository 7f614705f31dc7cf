import { describe, expect, it } from 'vitest';
import { type Args, create, removal, requestsOf, unasked, update } from './flow-arguments.ts';
import { useDesk } from './use-desk.ts';

const desk = useDesk();
const { id } = desk;

describe('what is refused before the person is asked', () => {
  const paris = () => id('sites', 'Paris Store');
  it.each<[string, () => Args, RegExp]>([
    ['an unknown type', () => update('org_wlanz', paris(), { a: 1 }), /no object_type.*|nearest are org_wlans/],
    ['deleting an organization', () => ({ action_type: 'delete', object_type: 'org_info' }), /does not apply/],
    ['creating a setting', () => create('org_settings', { tags: [] }), /does not apply/],
    ['creating a device', () => create('site_devices', { name: 'x' }, { site_id: paris() }), /does not apply/],
    ['an id for a single object', () => update('org_settings', paris(), { tags: ['x'] }), /`object_id` does not apply/],
    ['an id for a new object', () => ({ ...create('org_wlans', { ssid: 'x' }), object_id: paris() }), /does not apply/],
    [
      'an update of nobody',
      () => ({ action_type: 'update', object_type: 'org_wlans', payload: { ssid: 'x' } }),
      /needs `object_id`/,
    ],
    ['no payload', () => ({ action_type: 'update', object_type: 'org_sites', object_id: paris() }), /needs `payload`/],
    ['a delete with a payload', () => ({ ...removal('org_sites', paris()), payload: { a: 1 } }), /`payload` does not/],
    ['a site type without a site', () => create('site_wlans', { ssid: 'x' }), /needs `site_id`/],
    ['a misspelled field', () => update('org_sites', paris(), { rftemplateid: 'x' }), /rftemplate_id/],
    ['a wrong kind of value', () => update('org_wlans', id('wlans', 'Lakeside-IoT'), { enabled: 'maybe' }), /enabled/],
    [
      'members of a site group',
      () => update('org_sitegroups', id('sitegroups', 'Asia'), { site_ids: [paris()] }),
      /does not take `site_ids`/,
    ],
    [
      'an object that is not there',
      () => update('org_rftemplates', paris(), { name: 'x' }),
      /no object of org_rftemplates/,
    ],
  ])('%s', async (_, args, sentence) => {
    const { data, isError } = await unasked(desk.stage, args());
    expect(isError).toBe(true);
    expect(`${data.error} ${data.next_step}`).toMatch(sentence);
  });

  it('a template that does not exist, found out by one look-up', async () => {
    const nowhere = '12345678-1234-1234-1234-123456789012';
    const args = update('org_sites', paris(), { rftemplate_id: nowhere });
    expect(await requestsOf(desk.stage, args)).toEqual(expect.arrayContaining(['rftemplates']));
    const { data } = await unasked(desk.stage, args);
    expect(data.error).toBe(`\`rftemplate_id\` names an RF template that does not exist: ${nowhere}.`);
    expect(data.next_step).toContain('"Office RF"');
    expect((await requestsOf(desk.stage, args)).filter((path) => path !== '' && path !== 'rftemplates')).toEqual([]);
  });

  it('a read-back that is no longer true', async () => {
    const site = { ...desk.cloud.world.find('sites', paris()), notes: 'x', modified_time: 1000 };
    expect(String((await unasked(desk.stage, update('org_sites', paris(), site))).data.error)).toMatch(
      /has changed since/,
    );
  });

  it('a mask where no secret was read', async () => {
    const args = create('org_webhooks', { name: 'x', url: 'https://x.example', secret: '****', topics: ['alarms'] });
    expect(String((await unasked(desk.stage, args)).data.error)).toMatch(/mask/);
  });
});
