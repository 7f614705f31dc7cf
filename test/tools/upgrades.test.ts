import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openLocalStage();
});
afterAll(async () => {
  expect(stage.cloud.violations).toEqual([]);
  await stage.close();
});

const list = (args: Readonly<Record<string, unknown>>) => stage.call('mist_list_upgrades', args);

describe('the list of upgrade jobs', () => {
  it('has one row for each site of a job with version, status, counts and the names of the devices', async () => {
    const { data } = await list({ device_type: 'ap' });
    expect(data).toMatchObject({ total: 5, complete: 'yes' });
    expect(data.results).toContainEqual(
      expect.objectContaining({
        ...{ site: 'Zurich HQ', status: 'completed', version: '0.14.29543', devices: 7, done: 6, failed: 1, queued: 0 },
        which: expect.objectContaining({ failed: ['ZUR-H-AP-Canteen'] }),
      }),
    );
    expect(data.results).toContainEqual(expect.objectContaining({ site: 'Paris Store', done: 1, under_way: 2 }));
  });

  it('holds only jobs of the type of device that is asked for', async () => {
    const { data: switches } = await list({ device_type: 'switch' });
    expect(switches.results).toEqual([
      expect.objectContaining({ site: 'Zurich HQ', queued: 3 }),
      expect.objectContaining({ site: 'Rotterdam Warehouse' }),
    ]);
    const { data: gateways } = await list({ device_type: 'srx' });
    expect(gateways.results).toEqual([expect.objectContaining({ which: { failed: ['TOK-O-GW-1'] } })]);
  });

  it('holds only jobs of the site, and of the device, that are asked for', async () => {
    const { data } = await list({ device_type: 'ap', site_id: 'Madrid Store' });
    expect(data.results).toEqual([expect.objectContaining({ site: 'Madrid Store', status: 'upgrading' })]);
    const canteen = stage.cloud.world.table('inventory').find(({ name }) => name === 'ZUR-H-AP-Canteen');
    for (const mac of [String(canteen?.mac), 'zur-h-ap-canteen']) {
      const { data: own } = await list({ device_type: 'ap', mac });
      expect(own.results).toEqual([expect.objectContaining({ site: 'Zurich HQ', failed: 1 })]);
    }
    const { data: none } = await list({ device_type: 'switch', site_id: 'Madrid Store' });
    expect(none).toMatchObject({ total: 0, note: expect.stringContaining('No such job') });
  });

  it('refuses what belongs to the list of versions, before any request', async () => {
    const before = stage.cloud.requests.length;
    const { data, isError } = await list({ device_type: 'ap', model: 'AP45' });
    expect(isError).toBe(true);
    expect(data.next_step).toContain('available_device_versions');
    expect(stage.cloud.requests.length).toBe(before);
  });
});
