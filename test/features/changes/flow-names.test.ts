import { describe, expect, it } from 'vitest';
import { type Args, create, unasked, update } from './flow-arguments.ts';
import { useDesk } from './use-desk.ts';

const desk = useDesk();

const planned = async (args: Args): Promise<Args> => (await unasked(desk.stage, { ...args, dry_run: true })).data;

/** A switch of Zurich HQ, which inherits the profiles and networks of its template. */
const onSwitch = (payload: Args): Args => {
  const site = desk.cloud.world.id('sites', 'Zurich HQ');
  const row = desk.cloud.world.table('devices').find((one) => one.type === 'switch' && one.site_id === site);
  return update('site_devices', String(row?.id), payload, { site_id: site });
};

describe('a name in a change', () => {
  it('that the templates of a switch define is taken without a word', async () => {
    const data = await planned(onSwitch({ port_config: { 'ge-0/0/7': { usage: 'ap' } } }));
    expect(JSON.stringify(data.warnings ?? [])).not.toContain('not there');
  });

  it('that is misspelled is refused with the nearest profile', async () => {
    const template = desk.cloud.world.table('networktemplates').find(({ name }) => name === 'Campus Switching');
    const usages = Object.keys(typeof template?.port_usages === 'object' ? (template.port_usages ?? {}) : {});
    const [usage = ''] = usages.filter((name) => name.length > 3);
    const data = await planned(onSwitch({ port_config: { 'ge-0/0/7': { usage: `${usage}x` } } }));
    expect(data.error).toContain(
      `\`usage\` names a port profile that is not there: "${usage}x"; the nearest: "${usage}"`,
    );
  });

  it('of a path preference is looked up among those of the object, without those that were wrong before', async () => {
    const [template] = desk.cloud.world.table('gatewaytemplates').filter(({ name }) => name === 'SRX Branch');
    const preferences = Object.keys(Object(template?.path_preferences));
    const policies = (path_preference: string): Args =>
      update('org_gatewaytemplates', String(template?.id), {
        service_policies: { add: [{ name: 'Backups', tenants: ['corp'], services: ['any'], path_preference }] },
      });
    const [known = ''] = preferences;
    expect(JSON.stringify((await planned(policies(known))).warnings ?? [])).not.toContain('path preference');
    expect((await planned(policies(`${known}s`))).error).toContain(
      `\`path_preference\` names a path preference that is not there: "${known}s"; the nearest: "${known}"`,
    );
    expect(JSON.stringify((await planned(policies('zzqqxx'))).warnings)).toContain('path preference that is not there');
  });

  it('that nothing is near to gets a warning', async () => {
    const data = await planned(onSwitch({ port_config: { 'ge-0/0/7': { usage: 'zzqqxx' } } }));
    expect(data.warnings).toContain(
      '`usage` names a port profile that is not there: "zzqqxx", unless the cloud defines it.',
    );
  });

  it('of a service in a policy is looked up in the organization', async () => {
    const [service] = desk.cloud.world.table('services');
    const name = String(service?.name);
    const policy = (services: string[]): Args =>
      create('org_servicepolicies', { name: 'New policy', action: 'allow', tenants: [], services });
    expect(JSON.stringify(await planned(policy([name])))).not.toContain('not there');
    expect((await planned(policy([`${name}s`]))).error).toContain('`services` names a service that is not there');
  });
});

describe('a port inside a range', () => {
  it('leaves the range, and the question says from what to what', async () => {
    const first = onSwitch({ port_config: { 'ge-0/0/10-20': { usage: 'ap' } } });
    const row = desk.cloud.world.find('devices', String(first.object_id));
    Object.assign(row ?? {}, { port_config: { 'ge-0/0/10-20': { usage: 'ap' } } });
    const data = await planned(onSwitch({ port_config: { 'ge-0/0/15': { usage: 'disabled' } } }));
    expect(data.warnings).toContain(
      'ge-0/0/15: ap (from ge-0/0/10-20) → disabled; that range becomes ge-0/0/10-14,ge-0/0/16-20.',
    );
    expect(data).toMatchObject({
      would_send: {
        body: {
          port_config: { 'ge-0/0/10-14,ge-0/0/16-20': { usage: 'ap' }, 'ge-0/0/15': { usage: 'disabled' } },
        },
      },
    });
  });
});
