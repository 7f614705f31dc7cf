import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { isList, type Json, type Row, textOf } from '../../simulator/json.ts';
import { wirelessClients } from '../../simulator/world/clients.ts';
import { RELEASES } from '../../simulator/world/hardware.ts';
import { DENIED_LAPTOP, OLD_FIRMWARE } from '../../simulator/world/incidents.ts';
import { EXCEEDED, EXPIRING } from '../../simulator/world/licenses.ts';
import { SHADED_APS, WORST_SITE } from '../../simulator/world/troubles.ts';
import { LAB_ORG, MAIN_ORG } from '../../simulator/world/world.ts';
import { ask, rowOf } from './ask.ts';
import { deviceOf, list, orgOf, siteOf, valid } from './check.ts';

const NOW = 1_800_000_000;
let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ now: () => NOW * 1000 });
});
afterAll(() => cloud.close());

const org = (): string => orgOf(cloud, MAIN_ORG);
const rows = async (path: string, key = ''): Promise<Row[]> => list(await valid(cloud, path), key);
const texts = (value: Json | undefined): string[] => (isList(value) ? value.map(String) : []);

describe('licenses', () => {
  test('one subscription ends soon, one is exceeded', async () => {
    const body = rowOf(await valid(cloud, `${org()}/licenses`));
    const soon = list(body, 'licenses').filter((row) => Number(row.end_time) < NOW + 30 * 86_400);
    expect(soon.map((row) => row.type)).toEqual([EXPIRING]);
    const [entitled, used] = [rowOf(body.entitled ?? null), rowOf(body.summary ?? null)];
    expect(Object.keys(used).filter((type) => Number(used[type]) > Number(entitled[type]))).toEqual([EXCEEDED]);
  });

  test('subscriptions and amendments sum up to what one is entitled to', async () => {
    const body = rowOf(await valid(cloud, `${org()}/licenses`));
    const sums: Record<string, number> = {};
    for (const row of [...list(body, 'licenses'), ...list(body, 'amendments')])
      sums[textOf(row, 'type')] = (sums[textOf(row, 'type')] ?? 0) + Number(row.quantity);
    expect(sums).toEqual(body.entitled);
  });

  test('each site uses what stands there', async () => {
    const found = await rows(`${org()}/licenses/usages`);
    expect(found.length).toBe(10);
    const devices = cloud.world.table('devices').filter((row) => row.org_id === cloud.world.id('orgs', MAIN_ORG));
    expect(found.reduce((all, row) => all + Number(row.num_devices), 0)).toBe(devices.length);
  });

  test('a claim is under way, with its devices where they are asked for', async () => {
    const plain = rowOf(await valid(cloud, `${org()}/claim/status`));
    expect(plain).toMatchObject({ status: 'ongoing', failed: 1 });
    expect(plain.details).toBeUndefined();
    expect(await rows(`${org()}/claim/status?detail=true`, 'details')).toHaveLength(Number(plain.processed));
    expect((await ask(cloud, `GET ${orgOf(cloud, LAB_ORG)}/claim/status`)).status).toBe(404);
  });
});

describe('upgrades', () => {
  const macs = (): Set<unknown> => new Set(cloud.world.table('devices').map((row) => row.mac));

  test('are in every state, and each site knows its part', async () => {
    const states = new Set<string>();
    for (const { id } of await rows(`${org()}/devices/upgrade`)) {
      const job = await valid(cloud, `${org()}/devices/upgrade/${id}`);
      for (const part of list(job, 'upgrades')) {
        const upgrade = rowOf(part.upgrade ?? null);
        states.add(textOf(upgrade, 'status'));
        const targets = rowOf(upgrade.targets ?? null);
        for (const list of Object.values(targets)) for (const mac of texts(list)) expect(macs()).toContain(mac);
        const path = `/api/v1/sites/${part.site_id}/devices/upgrade`;
        expect(rowOf(await valid(cloud, `${path}/${upgrade.id}`))).toMatchObject({ status: upgrade.status, targets });
        expect((await rows(`${path}?status=${upgrade.status}`)).map((row) => row.id)).toContain(upgrade.id);
      }
    }
    expect([...states].sort()).toEqual(['cancelled', 'completed', 'failed', 'queued', 'upgrading']);
  });

  test('the access point with old firmware is the one that failed', async () => {
    const [row] = await rows(`${siteOf(cloud, 'Zurich HQ')}/devices/upgrade?status=completed`);
    const job = rowOf(await valid(cloud, `${siteOf(cloud, 'Zurich HQ')}/devices/upgrade/${row?.id}`));
    expect(rowOf(job.targets ?? null).failed).toEqual([deviceOf(cloud, OLD_FIRMWARE).slice(-12)]);
  });

  test('lists those of mist edges and routers too, by organization and site', async () => {
    const edges = await rows(`${org()}/mxedges/upgrade`);
    expect(edges.map((row) => row.status)).toEqual(['upgrading', 'failed']);
    await valid(cloud, `${org()}/mxedges/upgrade/${edges[0]?.id}`);
    const here = await rows(`${siteOf(cloud, 'Rotterdam Warehouse')}/mxedges/upgrade`);
    expect(here.map((row) => row.id)).toEqual([edges[1]?.id]);
    await valid(cloud, `${siteOf(cloud, 'Rotterdam Warehouse')}/mxedges/upgrade/${edges[1]?.id}`);
    const routers = await rows(`${org()}/ssr/upgrade`);
    const [first] = routers;
    const status = rowOf(await valid(cloud, `${org()}/ssr/upgrade/${first?.id}/cancel`));
    expect(rowOf(status.targets ?? null).success).toEqual([deviceOf(cloud, 'LON-S-GW-1')]);
  });

  test('an unknown one, or one of another organization, answers 404', async () => {
    const [job] = await rows(`${org()}/devices/upgrade`);
    for (const path of ['devices/upgrade', 'mxedges/upgrade'])
      expect((await ask(cloud, `GET ${org()}/${path}/${cloud.world.id('upgrades', 'none')}`)).status).toBe(404);
    expect((await ask(cloud, `GET ${orgOf(cloud, LAB_ORG)}/devices/upgrade/${job?.id}`)).status).toBe(404);
    expect(await rows(`${orgOf(cloud, LAB_ORG)}/devices/upgrade`)).toEqual([]);
  });
});

describe('versions', () => {
  const versions = (query: string): Promise<Row[]> => rows(`${org()}/devices/versions${query}`);

  test('without a type are those of access points', async () => {
    expect(new Set((await versions('')).map((row) => textOf(row, 'model').slice(0, 2)))).toEqual(new Set(['AP']));
    expect((await versions('?type=switch&model=EX4400-48P')).map((row) => row.tag)).toEqual([
      undefined,
      'suggested',
      'alpha',
    ]);
    expect((await versions('?model=AP45,AP34')).length).toBe(6);
    expect(await versions('?model=EX4400-48P')).toEqual([]);
  });

  test('what is suggested is what devices run', async () => {
    for (const row of (await versions('')).filter((one) => one.tag === 'suggested'))
      expect(row.version).toBe(RELEASES[textOf(row, 'model')]);
  });

  test('lists those of routers by channel, and for routers only', async () => {
    const stable = await rows(`${org()}/ssr/versions`);
    expect(stable.filter((row) => row.default === true)).toHaveLength(1);
    expect((await rows(`${org()}/ssr/versions?channel=beta`)).map((row) => row.version)).toEqual(['6.4.0-3.beta']);
    const mac = (name: string) => deviceOf(cloud, name).slice(-12);
    expect(await rows(`${org()}/ssr/versions?mac=${mac('LON-S-GW-1')},${mac('AUS-O-GW-1')}`)).toEqual(stable);
    expect(await rows(`${org()}/ssr/versions?mac=${mac('ZUR-H-GW-1')}`)).toEqual([]);
  });
});

describe('Marvis', () => {
  const about = (query: string): Promise<Row[]> => rows(`${org()}/troubleshoot?${query}`, 'results');
  const site = (name: string): string => cloud.world.id('sites', name);

  test('knows what is wrong where something is', async () => {
    expect((await about(`site_id=${site(WORST_SITE)}&type=wireless`)).map((row) => row.reason)).toEqual([
      'poor coverage',
    ]);
    expect(await about(`site_id=${site(WORST_SITE)}&type=wired`)).toEqual([]);
    expect((await about(`mac=${deviceOf(cloud, SHADED_APS[1]).slice(-12)}`)).length).toBe(1);
    const laptop = wirelessClients(cloud.world).find((one) => one.hostname === DENIED_LAPTOP.hostname);
    expect((await about(`mac=${laptop?.mac}`)).map((row) => row.reason)).toEqual(['authorization failure']);
  });

  test('has nothing to say elsewhere', async () => {
    expect(await about(`site_id=${site('Madrid Store')}`)).toEqual([]);
    expect(await about(`mac=${deviceOf(cloud, 'ZUR-H-AP-Roof').slice(-12)}`)).toEqual([]);
  });

  test.each([
    ['neither site nor device', () => org(), '', 400],
    ['a site of another organization', () => org(), 'Lab Dublin', 404],
    ['no subscription', () => orgOf(cloud, LAB_ORG), 'Lab Dublin', 403],
  ])('%s', async (_what, where, name, status) => {
    const query = name === '' ? '' : `?site_id=${site(name)}`;
    expect((await ask(cloud, `GET ${where()}/troubleshoot${query}`)).status).toBe(status);
  });

  test('looks back a week, not more', async () => {
    expect((await about(`site_id=${site(WORST_SITE)}&start=-7d`)).length).toBe(1);
    expect((await ask(cloud, `GET ${org()}/troubleshoot?site_id=${site(WORST_SITE)}&start=-9d`)).status).toBe(400);
  });
});

test('a provider sees its organizations, others do not', async () => {
  const path = `/api/v1/msps/${textOf(cloud.world.table('msps')[0], 'id')}/orgs`;
  expect((await rows(path)).map((row) => row.name)).toEqual([MAIN_ORG, LAB_ORG]);
  expect((await ask(cloud, `GET ${path}`, { token: 'read' })).status).toBe(403);
});

test('nothing was asked that the table does not have', () => {
  expect(cloud.violations).toEqual([]);
});
