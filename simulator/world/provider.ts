import { createHash } from 'node:crypto';
import type { Row } from '../json.ts';
import { deviceId, Seed } from './seed.ts';
import { World } from './world.ts';

/** Name of the second managed service provider, and those of its organizations; the last one has a namesake elsewhere. */
export const SECOND_MSP = 'Nordwind Services';
export const SECOND_ORGS: readonly string[] = ['Nordwind Airport', 'Nordwind Clinic', 'Harbor Lab'];

/** What the world of a provider is made of. */
export interface ProviderOptions {
  readonly msp?: string;
  /** Names of the organizations. */
  readonly orgs?: readonly string[];
}

/** A token of one organization alone; it only opens the simulated cloud. */
export const orgToken = (seed: number, org: string): string =>
  `demo-org-${createHash('sha256').update(`${seed}/org/${org}`).digest('hex').slice(0, 24)}`;

const DAY = 86_400;

/**
 * A service provider with many small customers, as `startDemoCloud({ seed: 2, world: provider() })`: an MSP, its
 * organizations in two groups, and in each one site with a switch and two access points, of which in every third
 * organization one is away and in every second one runs an older release; a subscription that ends within the month in
 * every other. Each organization has a read-only token of its own, `orgToken(seed, name)`; `tokens.msp` sees all.
 */
export function provider({
  msp = SECOND_MSP,
  orgs = SECOND_ORGS,
}: ProviderOptions = {}): (seed: number, born: number) => World {
  return (seed, born) => {
    const world = new World(new Seed(seed), born, { cables: [], endpoints: [], wireless: [], routers: [] });
    const msp_id = world.id('msps', msp);
    const times = { created_time: world.ago(900), modified_time: world.ago(9) };
    world.table('msps').push({ id: msp_id, name: msp, tier: 'base', allow_mist: false, ...times });
    for (const [index, name] of orgs.entries()) addCustomer(world, { name, msp, msp_id, index, seed });
    const half = Math.ceil(orgs.length / 2);
    const group = (name: string, members: readonly string[]): Row => ({
      ...{ id: world.id('orggroups', name), name, msp_id, ...times },
      org_ids: members.map((member) => world.id('orgs', member)),
    });
    world.table('orggroups').push(group('North', orgs.slice(0, half)), group('South', orgs.slice(half)));
    world.table('ssos').push({
      ...{ id: world.id('ssos', 'Provider IdP'), msp_id, name: 'Provider IdP', idp_type: 'saml', ...times },
      issuer: 'https://login.nordwind.example',
      idp_sso_url: 'https://login.nordwind.example/saml',
      idp_cert: '-----BEGIN CERTIFICATE-----\nMIIBsso\n-----END CERTIFICATE-----',
      ldap_bind_password: 'demo-bind-password',
    });
    return world;
  };
}

interface Customer {
  readonly name: string;
  readonly msp: string;
  readonly msp_id: string;
  readonly index: number;
  readonly seed: number;
}

function addCustomer(world: World, { name, msp, msp_id, index, seed }: Customer): void {
  const org_id = world.id('orgs', name);
  const times = { created_time: world.ago(400), modified_time: world.ago(4) };
  world
    .table('orgs')
    .push({ id: org_id, name, msp_id, msp_name: msp, allow_mist: false, session_expiry: 1440, ...times });
  world.add('org_settings', name, { org: name }, { msp_id, for_site: false, ui_idle_timeout: 0 });
  const site = `${name} Main`;
  world.add(
    'sites',
    site,
    { org: name },
    { name: site, country_code: 'DE', timezone: 'Europe/Berlin', latlng: { lat: 53.5, lng: 10 } },
  );
  world.add('site_settings', site, { org: name, site }, { vars: { octet: String(1 + (index % 250)) } });
  const away = index % 3 === 0;
  addDevice(world, { org: name, site, type: 'switch', model: 'EX4100-48P', called: `${name} SW` });
  addDevice(world, { org: name, site, type: 'ap', model: 'AP45', called: `${name} AP1` });
  addDevice(world, {
    org: name,
    site,
    type: 'ap',
    model: index % 2 === 0 ? 'AP47' : 'AP45',
    called: `${name} AP2`,
    away,
  });
  const ends = index % 2 === 0 ? 25 : 400;
  world.table('licenses').push({
    ...{
      id: world.id('licenses', name),
      org_id,
      type: 'SUB-MAN',
      subscription_id: `MAN-${index}`,
      order_id: `${1000 + index}`,
    },
    ...{ quantity: 2, remaining_quantity: 2, start_time: world.ago(300), end_time: world.born + ends * DAY, ...times },
  });
  const privilege = { scope: 'org', role: 'read', org_id, org_name: name, name };
  world.accounts.set(orgToken(seed, name), { name: `org:${name}`, role: 'read', privileges: [privilege] });
}

interface DevicePlan {
  readonly org: string;
  readonly site: string;
  readonly type: 'ap' | 'switch';
  readonly model: string;
  readonly called: string;
  readonly away?: boolean;
}

function addDevice(world: World, { org, site, type, model, called, away = false }: DevicePlan): void {
  const mac = world.seed.mac(type === 'ap' ? '5c5b35' : 'f4bfa8', called);
  const serial = `${type === 'ap' ? 'A' : 'J'}${world.seed.hex(`serial/${mac}`).toUpperCase().slice(0, 11)}`;
  const row = world.add('devices', called, { org, site }, { name: called, type, mac, model, serial });
  row.id = deviceId(mac);
  if (type === 'switch') delete row.for_site;
  const { org_id = '', site_id = '' } = row;
  world.table('inventory').push({
    ...{ id: deviceId(mac), org_id, site_id, mac, model, type, name: called, serial, connected: !away },
    ...{ magic: world.seed.hex(`magic/${mac}`).toUpperCase().slice(0, 15), hw_rev: 'A03', adopted: type !== 'ap' },
    ...{ created_time: world.ago(300), modified_time: world.ago(3) },
    ...(away ? { last_disconnected: world.born - 3 * DAY } : {}),
  });
}
