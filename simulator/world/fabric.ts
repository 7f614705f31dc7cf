import { textOf } from '../json.ts';
import { MAIN_ORG, type World } from './world.ts';

/** Adds what refers to devices by id or MAC and so comes after them: fabrics and signal-strength zones. */
export function addFabric(world: World): void {
  const named = (name: string) => world.table('devices').find((row) => row.name === name);
  const switchRow = (name: string, role: string) => ({ mac: textOf(named(name), 'mac'), role, pod: 1 });
  const options = { routed_at: 'edge', auto_router_id_subnet: '172.16.254.0/23', overlay: { as: 65_000 } };
  world.add(
    'evpn_topologies',
    'Zurich Fabric',
    { org: MAIN_ORG, site: 'Zurich HQ' },
    {
      name: 'Zurich Fabric',
      evpn_options: options,
      pod_names: { '1': 'Main building' },
      switches: [switchRow('ZUR-H-SW-CORE', 'collapsed-core'), switchRow('ZUR-H-SW-ACC1', 'access')],
    },
  );
  world.add(
    'evpn_topologies',
    'Campus Core',
    { org: MAIN_ORG },
    {
      name: 'Campus Core',
      evpn_options: options,
      pod_names: { '1': 'North' },
      switches: [switchRow('BER-O-SW-CORE', 'core')],
    },
  );
  for (const site of ['Zurich HQ', 'Berlin Office']) {
    const near = world.table('devices').filter((row) => row.type === 'ap' && row.site_id === world.id('sites', site));
    world.add(
      'rssizones',
      site,
      { org: MAIN_ORG, site },
      {
        name: 'Near reception',
        devices: near.slice(0, 2).map((row) => ({ device_id: textOf(row, 'id'), rssi: -65 })),
      },
    );
  }
}
