import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import { startCloud, writesOf } from '../../harness/cloud.ts';
import { answerIn, CHANGE, type DeskStage, openDesk, questionIn, YES } from '../../harness/rounds.ts';

let cloud: DemoCloud;
let stage: DeskStage;

beforeAll(async () => {
  cloud = await startCloud();
  stage = await openDesk({ cloud });
});

afterAll(async () => {
  expect(cloud.violations).toEqual([]);
  await stage.close();
  await cloud.close();
});

const device = (name: string) => {
  const found = cloud.world.table('devices').find((row) => row.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

const updateDevice = (name: string, payload: object) => ({
  ...{ action_type: 'update', object_type: 'site_devices', payload },
  ...{ site_id: device(name).site_id, object_id: device(name).id },
});

/** A WLAN of one site that people are on. */
const wlanOff = () => {
  const [wlan] = cloud.world.table('wlans').filter((row) => row.ssid === 'Berlin-Events');
  return {
    ...{ action_type: 'update', object_type: 'site_wlans', payload: { enabled: false } },
    ...{ site_id: wlan?.site_id, object_id: wlan?.id },
  };
};

describe('the verdict on a change', () => {
  it('is safe for a label, in as many requests as before', async () => {
    const from = cloud.requests.length;
    const { data } = answerIn(
      await stage.ask({ ...updateDevice('ZUR-H-SW-ACC1', { notes: 'x' }), dry_run: true }, CHANGE),
    );
    expect(data.verdict).toEqual({ decision: 'SAFE' });
    expect(cloud.requests.length - from).toBeLessThanOrEqual(4);
  });

  it('is safe for a note of a site, which takes effect at no device', async () => {
    const [site] = cloud.world.table('sites').filter(({ name }) => name === 'Zurich HQ');
    const note = { action_type: 'update', object_type: 'org_sites', object_id: site?.id, payload: { notes: 'x' } };
    const { data } = answerIn(await stage.ask({ ...note, dry_run: true }, CHANGE));
    expect(data).toMatchObject({ verdict: { decision: 'SAFE' }, impact: { used_by: [] } });
    expect(data.impact).not.toHaveProperty('takes_effect_at');
  });

  it('is unsafe for a WLAN with clients, costs a bounded number of requests, and needs a typed word', async () => {
    const from = cloud.requests.length;
    const { data } = answerIn(await stage.ask({ ...wlanOff(), dry_run: true }, CHANGE));
    expect(data.verdict).toMatchObject({
      decision: 'UNSAFE',
      because: [{ check: 'wlan.lost', level: 'break', sure: 'certain' }],
    });
    const asked = cloud.requests.slice(from).length;
    expect(asked).toBeLessThanOrEqual(12 + 4);
    const open = questionIn(await stage.ask(wlanOff(), CHANGE));
    expect(open.message).toMatch(/^UNSAFE: access points lose a WLAN.*\nChange WLAN "Berlin-Events"/);
    expect(open.message.split('\n').length).toBeLessThanOrEqual(25);
    expect(open.typed).toBe('Berlin-Events');
    const refused = answerIn(await stage.reply(wlanOff(), open.state, YES('no'), CHANGE));
    expect(String(refused.data.error)).toMatch(/The text typed is not/);
    expect(writesOf(cloud, from)).toEqual([]);
    expect(stage.records.find(({ decision }) => decision === 'mistyped')).toMatchObject({
      verdict: { decision: 'UNSAFE' },
    });
  });

  it('is in the answer, in the same words', async () => {
    const open = questionIn(await stage.ask(wlanOff(), CHANGE));
    const { data } = answerIn(await stage.reply(wlanOff(), open.state, YES(open.typed), CHANGE));
    expect(data).toMatchObject({ outcome: 'applied', verdict: { decision: 'UNSAFE' } });
    const { dry_run: _, ...undo } = { dry_run: false, ...(typeof data.undo === 'object' ? data.undo : {}) };
    const back = questionIn(await stage.ask(undo, CHANGE));
    expect(answerIn(await stage.reply(undo, back.state, YES(back.typed), CHANGE)).data.outcome).toBe('applied');
  });

  it('is bound to the layers: a yes is void where a template changed meanwhile', async () => {
    const change = updateDevice('ZUR-H-SW-ACC1', { port_config: { 'ge-0/0/30': { usage: 'ap' } } });
    const open = questionIn(await stage.ask(change, CHANGE));
    const [template] = cloud.world.table('networktemplates').filter((row) => row.name === 'Campus Switching');
    const setting = cloud.world.table('settings').find((row) => row.site_id === device('ZUR-H-SW-ACC1').site_id);
    for (const layer of [template, setting])
      if (layer)
        Object.assign(layer, {
          port_usages: { ...Object(layer.port_usages), ap: { mode: 'access', port_network: 'cam' } },
        });
    const from = cloud.requests.length;
    const { data } = answerIn(await stage.reply(change, open.state, YES(open.typed), CHANGE));
    expect(String(data.error)).toMatch(/^What decides on the effect of the change was changed after it was read/);
    expect(writesOf(cloud, from)).toEqual([]);
  });

  it('is never safe where statistics cannot be read', async () => {
    const blind = await openDesk({
      cloud,
      intercept: ({ url }) => (url.includes('/stats/') ? new Response('{}', { status: 403 }) : undefined),
    });
    const { data } = answerIn(await blind.ask({ ...wlanOff(), dry_run: true }, CHANGE));
    expect(data.verdict).toMatchObject({ decision: 'REVIEW', not_looked: expect.anything() });
    await blind.close();
  });

  it('is unknown, and the question asked all the same, where the effect cannot be computed', async () => {
    const blind = await openDesk({
      cloud,
      intercept: ({ url }) => (/\/devices\?/.test(url) ? new Response('{}', { status: 500 }) : undefined),
    });
    const open = questionIn(await blind.ask(wlanOff(), CHANGE));
    expect(open.message).toMatch(/^UNKNOWN: /);
    await blind.close();
  });
});

describe('without anybody to ask', () => {
  it.each([
    ['UNSAFE', wlanOff],
    [
      'UNKNOWN',
      () => ({
        action_type: 'update',
        object_type: 'site_settings',
        site_id: cloud.world.table('sites')[0]?.id,
        payload: { skyatp: { enabled: true } },
      }),
    ],
  ])('a change that is %s is refused', async (decision, change) => {
    const silent = await openDesk({ cloud, args: ['--disable-elicitation'] });
    const from = cloud.requests.length;
    const { data } = answerIn(await silent.ask(change(), CHANGE));
    expect(String(data.error)).toMatch(
      new RegExp(`verdict on this change is ${decision}, and --disable-elicitation is on`),
    );
    expect(writesOf(cloud, from)).toEqual([]);
    await silent.close();
  });
});

describe('a change whose site looks the same', () => {
  it('is never safe where the layers that decide could not be read, though nothing seems to change', async () => {
    const off = ['/wlans', '/wlantemplates'].map((match) => cloud.fault({ kind: '403', match }));
    const { data, text } = answerIn(
      await stage.ask(
        { ...updateDevice('BER-O-AP-Reception', { radio_config: { band_5: { disabled: true } } }), dry_run: true },
        CHANGE,
      ),
    );
    for (const end of off) end();
    expect(Object(data.verdict).decision, text).not.toBe('SAFE');
  });
});
