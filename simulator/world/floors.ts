import type { Row } from '../json.ts';
import { MAIN_SITES } from './sites.ts';
import { MAIN_ORG, type World } from './world.ts';

const MAPS: readonly (readonly [string, string, number, number])[] = [
  ['Zurich HQ', 'Ground floor', 1800, 1100],
  ['Zurich HQ', 'First floor', 1800, 1100],
  ['Berlin Office', 'Third floor', 1400, 900],
  ['Rotterdam Warehouse', 'Hall A', 3200, 2000],
  ['London Store', 'Sales floor', 1200, 800],
];

/** Pixels for one meter on every plan. */
const PPM = 20;

const rectangle = (x: number, y: number, width: number, height: number): Row[] => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];

/** Name of the plan that the devices of a site are placed on, or undefined where the site has none. */
export function planOf(site: string): string | undefined {
  const plan = MAPS.find(([name]) => name === site);
  return plan && `${site}/${plan[1]}`;
}

const FLOORS = ['Ground floor', 'First floor'];
/** The site whose plans lie above each other in one building. */
const TOWER = 'Zurich HQ';

function addMaps(world: World): void {
  world.add('mapstacks', TOWER, { org: MAIN_ORG, site: TOWER }, { name: 'Main building' });
  for (const [site, name, width, height] of MAPS) {
    const key = `${site}/${name}`;
    const place = { org: MAIN_ORG, site };
    const map_id = world.id('maps', key);
    world.add('maps', key, place, {
      name,
      type: 'image',
      width,
      height,
      ppm: PPM,
      width_m: width / PPM,
      height_m: height / PPM,
      orientation: 0,
      locked: true,
      occupancy_limit: 80,
      ...(site === TOWER ? { mapstack_id: world.id('mapstacks', TOWER), mapstack_floor: FLOORS.indexOf(name) } : {}),
    });
    world.add('zones', `${key}/entrance`, place, { name: 'Entrance', map_id, vertices: rectangle(50, 50, 300, 200) });
    world.add('zones', `${key}/meeting`, place, {
      name: 'Meeting area',
      map_id,
      vertices: rectangle(400, 200, 400, 300),
    });
    world.add('vbeacons', `${key}/welcome`, place, {
      name: 'Welcome',
      map_id,
      uuid: world.id('ibeacons', key),
      major: 1,
      minor: 7,
      x: 120,
      y: 90,
      power: 4,
      power_mode: 'custom',
      message: 'Welcome',
      url: 'https://lakeside.example/hello',
    });
    world.add('beacons', `${key}/exit`, place, {
      name: 'Exit',
      map_id,
      type: 'ibeacon',
      mac: world.seed.mac('cf', key),
      ibeacon_uuid: world.id('ibeacons', 'store'),
      ibeacon_major: 2,
      ibeacon_minor: 9,
      power: -12,
      x: 60,
      y: 70,
    });
  }
}

function addAssets(world: World): void {
  const org = { org: MAIN_ORG };
  const hall = { org: MAIN_ORG, site: 'Rotterdam Warehouse' };
  for (const name of ['Forklift 1', 'Forklift 2', 'Pallet jack'])
    world.add('assets', name, hall, { name, mac: world.seed.mac('dc0d30', name) });
  for (const name of ['Projector cart', 'Defibrillator'])
    world.add('assets', name, org, { name, mac: world.seed.mac('dc0d30', name) });
  world.add('assetfilters', 'Forklift tags', hall, {
    name: 'Forklift tags',
    ibeacon_uuid: world.id('ibeacons', 'forklift'),
    rssi: -80,
  });
  world.add('assetfilters', 'All Lakeside tags', org, {
    name: 'All Lakeside tags',
    mfg_company_id: 935,
    disabled: false,
  });
}

function addDashboards(world: World): void {
  const org = { org: MAIN_ORG };
  world.add('uisettings', 'Operations', org, {
    name: 'Operations',
    description: 'Morning check',
    purpose: 'marvisdashboard',
    isCustomDataboard: true,
    tiles: [
      { name: 'Clients', nl_query: 'how many clients yesterday', position: { row: 0, col: 0, rowSpan: 1, colSpan: 2 } },
    ],
  });
  world.add('sdktemplates', 'Shopper app', org, {
    name: 'Shopper app',
    default: true,
    header_txt: 'Lakeside',
    welcome_msg: 'Hello',
  });
  for (const site of MAIN_SITES.slice(0, 3)) {
    world.add(
      'uisettings',
      site.name,
      { org: MAIN_ORG, site: site.name },
      {
        name: `${site.name} wall`,
        description: 'Screen in the hall',
        purpose: 'Databoard',
        defaultScopeType: 'site',
        isCustomDataboard: true,
        tiles: [{ name: 'Throughput', row: 0, column: 0, colspan: 2, rowspan: 1, vizType: 'timeseries' }],
      },
    );
  }
}

/** Adds floor plans with what lies on them, tracked assets, and saved dashboards. */
export function addFloors(world: World): void {
  addMaps(world);
  addAssets(world);
  addDashboards(world);
}
