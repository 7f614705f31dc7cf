import { LAB_ORG, MAIN_ORG, type World } from './world.ts';

/** What the world says of a site before templates and settings are applied. */
export interface SiteFacts {
  name: string;
  org: string;
  country: string;
  timezone: string;
  address: string;
  latitude: number;
  longitude: number;
  groups: readonly string[];
  /** How many devices of each type stand there. */
  devices: { ap: number; switch: number; gateway?: 'srx' | 'ssr'; mxedge?: number };
  /** Third octet of the addresses used there; keeps subnets of sites apart. */
  octet: number;
}

type Line = readonly [string, string, string, string, number, number, string, SiteFacts['devices']];

const MAIN: readonly Line[] = [
  [
    'Zurich HQ',
    'CH',
    'Europe/Zurich',
    'Hardturmstrasse 11, 8005 Zürich',
    47.3925,
    8.5125,
    'Offices,Europe',
    { ap: 7, switch: 3, gateway: 'srx', mxedge: 2 },
  ],
  [
    'Berlin Office',
    'DE',
    'Europe/Berlin',
    'Torstraße 49, 10119 Berlin',
    52.5291,
    13.4074,
    'Offices,Europe',
    { ap: 5, switch: 2, gateway: 'srx' },
  ],
  [
    'London Store',
    'GB',
    'Europe/London',
    '88 Oxford Street, London',
    51.5163,
    -0.1352,
    'Stores,Europe',
    { ap: 3, switch: 1, gateway: 'ssr' },
  ],
  [
    'Paris Store',
    'FR',
    'Europe/Paris',
    '21 Rue de Rivoli, 75004 Paris',
    48.8556,
    2.3589,
    'Stores,Europe',
    { ap: 3, switch: 1 },
  ],
  [
    'Rotterdam Warehouse',
    'NL',
    'Europe/Amsterdam',
    'Waalhaven Oostzijde 5, Rotterdam',
    51.8864,
    4.4593,
    'Warehouses,Europe',
    { ap: 4, switch: 2, gateway: 'srx', mxedge: 1 },
  ],
  [
    'Madrid Store',
    'ES',
    'Europe/Madrid',
    'Calle de Serrano 30, Madrid',
    40.4249,
    -3.6876,
    'Stores,Europe',
    { ap: 2, switch: 1 },
  ],
  [
    'Austin Office',
    'US',
    'America/Chicago',
    '500 W 2nd Street, Austin, TX',
    30.2652,
    -97.7492,
    'Offices,Americas',
    { ap: 3, switch: 1, gateway: 'ssr' },
  ],
  [
    'San Jose Lab',
    'US',
    'America/Los_Angeles',
    '1133 Innovation Way, Sunnyvale, CA',
    37.4111,
    -122.0203,
    'Offices,Americas',
    { ap: 2, switch: 1 },
  ],
  [
    'Toronto Store',
    'CA',
    'America/Toronto',
    '220 Yonge Street, Toronto',
    43.6545,
    -79.3807,
    'Stores,Americas',
    { ap: 2, switch: 1 },
  ],
  [
    'Tokyo Office',
    'JP',
    'Asia/Tokyo',
    '2-7-2 Marunouchi, Tokyo',
    35.6797,
    139.7649,
    'Offices,Asia',
    { ap: 2, switch: 1, gateway: 'srx' },
  ],
];

const LAB: readonly Line[] = [
  ['Lab Dublin', 'IE', 'Europe/Dublin', '1 Grand Canal Square, Dublin', 53.3438, -6.2404, '', { ap: 1, switch: 0 }],
  ['Lab Boston', 'US', 'America/New_York', '10 Summer Street, Boston, MA', 42.3554, -71.0603, '', { ap: 1, switch: 0 }],
];

const facts =
  (org: string, firstOctet: number) =>
  ([name, country, timezone, address, latitude, longitude, groups, devices]: Line, index: number): SiteFacts => ({
    name,
    org,
    country,
    timezone,
    address,
    latitude,
    longitude,
    groups: groups === '' ? [] : groups.split(','),
    devices,
    octet: firstOctet + index,
  });

/** Every site of both organizations. */
export const SITES: readonly SiteFacts[] = [...MAIN.map(facts(MAIN_ORG, 10)), ...LAB.map(facts(LAB_ORG, 60))];

/** The sites of the main organization. */
export const MAIN_SITES: readonly SiteFacts[] = SITES.filter((site) => site.org === MAIN_ORG);

/** Adds the sites; their templates are those of `templates.ts` and `policies.ts`. */
export function addSites(world: World): void {
  for (const site of SITES) {
    const main = site.org === MAIN_ORG;
    const kind = site.groups[0] ?? '';
    const row = world.add(
      'sites',
      site.name,
      { org: site.org },
      {
        name: site.name,
        country_code: site.country,
        timezone: site.timezone,
        address: site.address,
        latlng: { lat: site.latitude, lng: site.longitude },
      },
    );
    if (!main) continue;
    Object.assign(row, {
      rftemplate_id: world.id('rftemplates', kind === 'Warehouses' ? 'Warehouse RF' : 'Office RF'),
      networktemplate_id: world.id('networktemplates', kind === 'Stores' ? 'Store Switching' : 'Campus Switching'),
      alarmtemplate_id: world.id('alarmtemplates', 'Default Alarms'),
      sitetemplate_id: world.id('sitetemplates', kind === 'Stores' ? 'Store Sites' : 'Office Sites'),
      aptemplate_id: world.id('aptemplates', 'Standard APs'),
      sitegroup_ids: site.groups.map((group) => world.id('sitegroups', group)),
      notes: `Local contact: facilities-${site.country.toLowerCase()}@lakeside.example`,
    });
    if (site.devices.gateway)
      row.gatewaytemplate_id = world.id(
        'gatewaytemplates',
        site.devices.gateway === 'srx' ? 'SRX Branch' : 'SSR Spoke',
      );
    if (kind === 'Stores') row.secpolicy_id = world.id('secpolicies', 'Store Wireless Policy');
  }
}
