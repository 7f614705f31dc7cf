import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import type { Row } from '../../simulator/json.ts';
import { mentions } from '../../simulator/search.ts';
import { addIncidents } from '../../simulator/world/incidents.ts';
import { ask, rowsOf } from './ask.ts';
import { orgOf, siteOf } from './check.ts';

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud();
  addIncidents(cloud.world);
});
afterAll(() => cloud.close());

describe('what single parameters mean', () => {
  const get = async (path: string): Promise<Row[]> =>
    rowsOf((await ask(cloud, `GET ${orgOf(cloud, 'Lakeside Retail Group')}/${path}`)).body);

  test('without type there are only access points', async () => {
    const types = async (path: string) => new Set((await get(path)).map((row) => row.type ?? row.device_type));
    expect(await types('inventory/search')).toEqual(new Set(['ap']));
    expect(await types('stats/devices')).toEqual(new Set(['ap']));
    expect(await types('stats/devices?type=all')).toEqual(new Set(['ap', 'switch', 'gateway']));
    const of = async (path: string) => new Set((await get(path)).map((row) => row.device_type));
    expect(await of('devices/events/search')).toEqual(new Set(['ap']));
    expect(await of('devices/events/search?device_type=switch,gateway')).toEqual(new Set(['switch', 'gateway']));
  });

  test('acked=false finds what nobody acknowledged', async () => {
    const open = await get('alarms/search?acked=false&duration=2w');
    const acked = await get('alarms/search?acked=true&duration=2w');
    expect(open.length).toBeGreaterThan(5);
    expect(acked.length).toBeGreaterThan(0);
    expect(open.some((row) => row.acked === true)).toBe(false);
    expect(acked.every((row) => typeof row.ack_admin_name === 'string')).toBe(true);
  });

  test('names and texts match in part, with a star or without where the cloud allows it', async () => {
    expect((await get('inventory/search?name=lon-s')).length).toBe(3);
    expect((await get('inventory/search?model=AP4*')).every((row) => /^AP4/.test(String(row.model)))).toBe(true);
    const [client] = await get('clients/search?hostname=BER-LT*');
    expect(client?.last_hostname).toMatch(/^BER-LT/);
    const mac = String(client?.mac);
    expect((await get(`clients/search?text=${mac.slice(2, 9)}`)).map((row) => row.mac)).toContain(mac);
    expect((await get(`clients/search?mac=${mac.slice(0, 8)}*`)).map((row) => row.mac)).toContain(mac);
    expect(await get(`clients/search?mac=${mac.slice(0, 8)}`)).toEqual([]);
    const ending = await ask(cloud, `GET ${orgOf(cloud, 'Lakeside Retail Group')}/clients/search?hostname=*42`);
    expect(ending.status).toBe(400);
  });

  test('last_by keeps the latest event of each value, and an index nobody has is refused', async () => {
    const ports = await get('devices/events/search?device_type=switch&last_by=port_id&duration=2w');
    expect(new Set(ports.map((row) => row.port_id)).size).toBe(ports.length);
    expect(ports.length).toBeGreaterThan(5);
    const path = `${orgOf(cloud, 'Lakeside Retail Group')}/devices/events/search?includes=`;
    expect((await ask(cloud, `GET ${path}ext_tunnel`)).status).toBe(200);
    expect((await ask(cloud, `GET ${path}nonsense`)).status).toBe(400);
  });

  test('certificates that run out soon', async () => {
    const soon = (await get('nac_clients/search?cert_expiry_duration=14d&limit=1000')).length;
    const year = (await get('nac_clients/search?cert_expiry_duration=1y&limit=1000')).length;
    expect(soon).toBeGreaterThan(0);
    expect(soon).toBeLessThan(year);
  });

  test('fields adds what the short list leaves out', async () => {
    const [brief] = await get('stats/devices?type=switch');
    const [ports] = await get('stats/devices?type=switch&fields=if_stat');
    const [whole] = await get('stats/devices?type=switch&fields=*');
    expect(brief).not.toHaveProperty('if_stat');
    expect(ports).toHaveProperty('if_stat');
    expect(whole).toHaveProperty('module_stat');
  });

  test('an interval decides how often something counts as heard', async () => {
    const heard = async (interval: string) =>
      rowsOf((await ask(cloud, `GET ${siteOf(cloud, 'Zurich HQ')}/insights/rogues?interval=${interval}`)).body).reduce(
        (sum, row) => sum + Number(row.times_heard),
        0,
      );
    expect(await heard('10m')).toBeGreaterThan(await heard('1d'));
  });
});

test('a text with any characters matches itself, in part, and as a pattern', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (middle, before, after) => {
      fc.pre(!middle.includes('*') && middle === middle.toLowerCase());
      const whole = `${before}${middle}${after}`;
      fc.pre(whole.toLowerCase().includes(middle));
      expect(mentions([whole], middle)).toBe(true);
      expect(mentions(['', null, [whole]], `*${middle}*`)).toBe(true);
      expect(mentions([], middle)).toBe(false);
    }),
  );
});

test('nothing of this was a mistake against the specification', () => {
  expect(cloud.violations).toEqual([]);
});
