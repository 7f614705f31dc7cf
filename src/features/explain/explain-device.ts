import { asText, isRecord, type JsonObject } from '../../core/json.ts';
import { isoTime } from '../../core/time.ts';
import { deviceRow, type Lookup, present, textIn, uplinkOf } from '../lookup/index.ts';
import { openAlarms } from './alarms.ts';
import { portState } from './explain-port.ts';
import { DEVICE_EVENTS, EFFECTIVE_SETTING, PORTS, VERSIONS } from './routes.ts';
import { type SubjectDevice, subjectDevice } from './subject-device.ts';

const EVENTS = 8;

const timeIn = (value: unknown): string | undefined => (typeof value === 'number' ? isoTime(value) : undefined);

/**
 * What is true of one device: state and reason, last events, the port that it hangs on, firmware against the wanted one,
 * open alarms.
 *
 * @throws InputError when none or several devices are called so
 */
export async function explainDevice(lookup: Lookup, name: string): Promise<JsonObject> {
  const device = await subjectDevice(lookup, name);
  const { stats, siteId, site } = device;
  if (siteId === '') return ofNoSite(stats);
  const [events, alarms, upstream, firmware] = await Promise.all([
    eventsOf(lookup, device),
    openAlarms(lookup, siteId, [device.mac]),
    upstreamOf(lookup, device),
    firmwareOf(lookup, device),
  ]);
  const {
    kind,
    switch: _switch,
    port: _port,
    version: _version,
    ...row
  } = deviceRow(stats, {
    sites: new Map([[siteId, site]]),
    devices: new Map(),
  });
  return present({
    ...{ subject: 'device', type: kind, ...row, seconds_up: stats.uptime, clients: stats.num_clients },
    ...{ config_status: stats.config_status, power: stats.power_src },
    reason: reasonOf(stats, events?.rows),
    members: membersOf(stats),
    firmware,
    upstream,
    last_events: events && (events.rows.length > 0 ? events.rows : `none in the last ${events.days} days`),
    open_alarms: alarms,
  });
}

/** All that there is to say of a device without a site. */
function ofNoSite(stock: JsonObject): JsonObject {
  const { kind, ...row } = deviceRow(stock, { sites: new Map(), devices: new Map() });
  const reason = 'claimed and assigned to no site, so it has no configuration';
  return present({ subject: 'device', type: kind, ...row, reason });
}

/** Days that events are looked for: of a device that is away further back, to when it went. */
const DAYS = { here: 7, away: 30 };

interface Events {
  readonly days: number;
  readonly rows: readonly JsonObject[];
}

async function eventsOf(lookup: Lookup, { mac, stats }: SubjectDevice): Promise<Events | undefined> {
  const days = stats.status === 'connected' ? DAYS.here : DAYS.away;
  const found = await lookup.list('device events', DEVICE_EVENTS, {
    path: { org_id: lookup.orgId },
    query: { mac, device_type: 'all', duration: `${days}d`, sort: '-timestamp', limit: EVENTS },
  });
  const rows = found?.rows.map((row) =>
    present({ at: timeIn(row.timestamp), type: row.type, port: row.port_id, reason: row.reason, text: row.text }),
  );
  return rows && { days, rows };
}

/** Why a device is away, in the words of the cloud. */
function reasonOf(stats: JsonObject, events: readonly JsonObject[] | undefined): JsonObject | string | undefined {
  if (stats.status === 'connected') return undefined;
  const event = events?.find(({ type }) => asText(type).endsWith('DISCONNECTED'));
  const trouble = isRecord(stats.last_trouble) ? stats.last_trouble : undefined;
  const known = present({
    event: event && present({ at: event.at, reason: event.reason, text: event.text }),
    last_trouble: trouble && present({ code: trouble.code, at: timeIn(trouble.timestamp) }),
  });
  return Object.keys(known).length > 0 ? known : 'the cloud gives none';
}

/** Members of a virtual chassis. */
function membersOf(stats: JsonObject): readonly JsonObject[] | undefined {
  const modules = Array.isArray(stats.module_stat) ? stats.module_stat.filter(isRecord) : [];
  if (modules.length < 2) return undefined;
  return modules.map((row) =>
    present({ mac: row.mac, serial: row.serial, role: row.vc_role, version: row.version, state: row.vc_state }),
  );
}

/** The port at the other end of an access point's cable, and the uplinks of what has ports of its own. */
async function upstreamOf(lookup: Lookup, { mac, stats }: SubjectDevice): Promise<unknown> {
  const path = { org_id: lookup.orgId };
  if (stats.type === 'ap') {
    const query = { neighbor_mac: mac, device_type: 'all', limit: 2 };
    const found = await lookup.list('upstream port', PORTS, { path, query });
    const lldp = uplinkOf(stats);
    const [row] = found?.rows ?? [];
    if (!row) return Object.keys(present({ ...lldp })).length > 0 ? lldp : 'no LLDP neighbor is known';
    const { neighbor: _, ...state } = portState(row);
    return present({ switch: lldp.switch ?? row.mac, port: row.port_id, ...state });
  }
  const found = await lookup.list('uplink ports', PORTS, { path, query: { mac, device_type: 'all', limit: 200 } });
  const uplinks = found?.rows.filter((row) => row.uplink === true || row.port_usage === 'wan');
  return uplinks?.map((row) => ({ port: row.port_id, ...portState(row) }));
}

/** What is running, what the site's plan wants, and what Mist suggests for the model. */
async function firmwareOf(lookup: Lookup, { siteId, stats }: SubjectDevice): Promise<JsonObject> {
  const model = textIn(stats, 'model') ?? '';
  const type = textIn(stats, 'type') ?? 'ap';
  const isAp = type === 'ap';
  if (model.startsWith('SSR')) lookup.skip('suggested firmware', 'mist_list_upgrades has available_ssr_versions');
  const [setting, versions] = await Promise.all([
    isAp ? lookup.one('upgrade plan of the site', EFFECTIVE_SETTING, { path: { site_id: siteId } }) : undefined,
    lookup.list('firmware versions', VERSIONS, { path: { org_id: lookup.orgId }, query: { type, model } }),
  ]);
  const plan = isRecord(setting?.auto_upgrade) ? setting.auto_upgrade : {};
  const custom = isRecord(plan.custom_versions) ? textIn(plan.custom_versions, model) : undefined;
  const wanted = custom ?? textIn(plan, 'version');
  const suggested = versions?.rows.find((row) => row.model === model && row.tag === 'suggested');
  const update = isRecord(stats.fwupdate) ? stats.fwupdate : undefined;
  return present({
    running: stats.version,
    suggested: suggested?.version,
    wanted: plan.enabled === true ? wanted : undefined,
    wanted_from: plan.enabled === true && wanted !== undefined ? 'automatic upgrade of the site' : undefined,
    automatic_upgrade: setting ? plan.enabled === true : undefined,
    last_update: update && present({ status: update.status, progress: update.progress, at: timeIn(update.timestamp) }),
  });
}
