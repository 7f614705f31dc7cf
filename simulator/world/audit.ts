import { isRow, type Json, type Row, textOf } from '../json.ts';
import { Dice } from './dice.ts';
import { devicesOf } from './hardware.ts';
import { once } from './once.ts';
import { MAIN_ORG, type World } from './world.ts';

/** Somebody who changes things, and the address it is done from. */
export interface Admin {
  readonly name: string;
  readonly email: string;
  readonly address: string;
}

/** Two engineers, and a script with a token of its own. */
export const ADMINS: readonly [Admin, ...Admin[]] = [
  { name: 'Anna Keller', email: 'anna.keller@lakeside.example', address: '198.51.100.24' },
  { name: 'Bruno Rossi', email: 'bruno.rossi@lakeside.example', address: '198.51.100.61' },
  { name: 'Nightly sync', email: 'sync-token@lakeside.example', address: '203.0.113.77' },
];

/** Name of an administrator as the log and acknowledgments spell it. */
export const adminName = (admin: Admin): string => `${admin.name} ${admin.email}`;

export const adminId = (world: World, admin: Admin): string => world.id('admins', admin.email);

interface Change {
  readonly message: string;
  readonly before?: Row;
  readonly after?: Row;
  readonly site?: Json | undefined;
  readonly device?: string;
}

/** An attribute of a row before and after a change, with the id of what was changed. */
function changed(row: Row, key: string, old: Json): Pick<Change, 'before' | 'after' | 'site'> {
  const id = row.id ?? '';
  return { before: { id, [key]: old }, after: { id, [key]: row[key] ?? null }, site: row.site_id };
}

const secret = (value: Json | undefined, key: string, old: string): Json => ({
  ...(isRow(value) ? value : {}),
  [key]: old,
});

const named = (world: World, table: string, name: string): Row => {
  const row = world.table(table).find((one) => one.name === name || one.ssid === name);
  if (!row) throw new Error(`the world has no ${name} among its ${table}`);
  return row;
};

type Story = (world: World, dice: Dice) => Change;

/** What people do; every change names an object of the world, and what it is now. */
const STORIES: readonly [Story, ...Story[]] = [
  (world) => {
    const row = named(world, 'wlans', 'Lakeside-POS');
    return {
      message: 'Update WLAN "Lakeside-POS"',
      ...changed(row, 'auth', secret(row.auth, 'psk', 'demo-pos-before')),
    };
  },
  (world) => {
    const row = named(world, 'webhooks', 'Service desk');
    return { message: 'Update Webhook "Service desk"', ...changed(row, 'secret', 'demo-webhook-before') };
  },
  (world, dice) => {
    const row = dice.any(world.table('psks').filter((one) => one.site_id === undefined)) ?? {};
    return { message: `Create PSK "${textOf(row, 'name')}"`, after: { ...row } };
  },
  (world, dice) => {
    const row =
      dice.any(world.table('site_settings').filter((one) => one.site_id !== undefined && one.rogue !== undefined)) ??
      {};
    return {
      message: 'Update Site Settings',
      ...changed(row, 'vars', secret(row.vars, 'radius_shared_secret', 'demo-radius-before')),
    };
  },
  (world, dice) => {
    const device = dice.any(devicesOf(world, 'ap').filter((one) => one.orgId === world.id('orgs', MAIN_ORG)));
    const row = device?.config ?? {};
    const change = changed(row, 'radio_config', {
      band_24: { disabled: true },
      band_5: { channel: null, bandwidth: 80 },
    });
    return { message: `Update Device "${device?.name ?? ''}"`, ...change, ...(device ? { device: device.id } : {}) };
  },
  (world) => {
    const row = named(world, 'nacrules', 'Everyone else');
    return { message: 'Update NAC Rule "Everyone else"', ...changed(row, 'action', 'allow') };
  },
  (world) => {
    const row = named(world, 'networktemplates', 'Campus Switching');
    return {
      message: 'Update Network Template "Campus Switching"',
      ...changed(row, 'switch_mgmt', secret(row.switch_mgmt, 'root_password', 'demo-root-before')),
    };
  },
  () => ({ message: 'Login with Role "admin"' }),
  () => ({ message: `Accessed Org "${MAIN_ORG}"` }),
];

/** Hours between two entries, about: a busy organization. */
const EVERY_HOURS = 4;
const ENTRIES = 180;

function entry(world: World, index: number, timestamp: number, change: Change, admin: Admin): Row {
  const { message, before, after, site, device } = change;
  return {
    id: world.id('logs', `change/${index}`),
    org_id: world.id('orgs', MAIN_ORG),
    site_id: site ?? null,
    admin_id: adminId(world, admin),
    admin_name: adminName(admin),
    message,
    src_ip: admin.address,
    timestamp,
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    ...(device === undefined ? {} : { device_id: device }),
    for_site: typeof site === 'string',
  };
}

/** Whether a world has what the stories name; a campus begins without a past. */
const hasPast = (world: World): boolean => world.table('wlans').some((row) => row.ssid === 'Lakeside-POS');

/** Who changed what in the main organization during the last month, newest first. */
export const auditRows = once((world): Row[] =>
  Array.from({ length: hasPast(world) ? ENTRIES : 0 }, (_, index) => {
    const dice = new Dice(world, `audit/${index}`);
    // The latest ones go through all kinds in turn, so that yesterday always has something to tell.
    const story = STORIES[index < STORIES.length ? index : dice.number(0, STORIES.length - 1)] ?? STORIES[0];
    const timestamp = world.born - index * EVERY_HOURS * 3600 - dice.number(300, 10_000);
    return entry(world, index, timestamp, story(world, dice), dice.pick(ADMINS));
  }),
);
