import { deviceIdOf } from '../../core/ids.ts';
import { asText, type JsonObject } from '../../core/json.ts';
import { clientRow, type Lookup, namesOfDevices, namesOfSites, present, textIn } from '../lookup/index.ts';
import { openAlarms } from './alarms.ts';
import { type Access, accessOf, failuresOf, roamingOf } from './client-story.ts';
import { effectiveConfig, effectivePort } from './effective-port.ts';
import { type IsSecret, portState, portStats } from './explain-port.ts';
import { CLIENT_STATS, SITE_WLANS } from './routes.ts';
import { type SubjectClient, subjectClient } from './subject-client.ts';
import { originOf, vlanOf, wlanRow, wlanTemplates } from './wlan-facts.ts';

/**
 * What is true of one client: where it is, its WLAN or port and VLAN with their source, access control and why, roaming,
 * failures, and alarms of what it is on.
 *
 * @throws InputError when none or several clients are called so
 */
export async function explainClient(lookup: Lookup, name: string, isSecret: IsSecret): Promise<JsonObject> {
  const client = await subjectClient(lookup, name);
  const { facts, siteId } = client;
  const devices = await namesOfDevices(lookup);
  const naming = { sites: await namesOfSites(lookup, [siteId]), devices: devices?.byMac ?? new Map<string, string>() };
  const isWired = facts.kind === 'wired client' || (facts.ssid === undefined && facts.port !== undefined);
  const { vlan: _, nac: _status, nac_rule: _rule, ...where } = clientRow(facts, naming);
  const [access, failures, alarms] = await Promise.all([
    accessOf(lookup, client.mac, client.nac),
    isWired ? undefined : failuresOf(lookup, siteId, client.mac),
    facts.deviceMac === undefined ? undefined : openAlarms(lookup, siteId, [facts.deviceMac]),
  ]);
  const more = isWired
    ? await onPort(lookup, client, access, isSecret)
    : await onAir(lookup, { client, access, names: devices?.byMac });
  return present({
    ...{ subject: 'client', ...where, ...more },
    access_control: access?.shown ?? 'no decision on this client in the last 14 days',
    failures_of_last_day: failures,
    [isWired ? 'open_alarms_of_switch' : 'open_alarms_of_ap']: alarms,
  });
}

/** Where a client's VLAN comes from, as far as anything says so. */
function vlanFact(
  vlan: string | undefined,
  access: Access | undefined,
  wlan: JsonObject | undefined,
  from: string,
): JsonObject {
  const value = vlan === undefined ? 'none known' : /^\d+$/.test(vlan) ? Number(vlan) : vlan;
  if (vlan !== undefined && access?.vlanSource !== undefined && access.vlan === vlan) {
    return { vlan: value, vlan_from: `access control (${access.vlanSource})` };
  }
  const written = wlan && vlanOf(wlan);
  if (written !== undefined && asText(written) === vlan) return { vlan: value, vlan_from: from };
  if (written === 'untagged') return { vlan: value, vlan_from: `${from} tags nothing` };
  return written === undefined ? { vlan: value } : { vlan: value, vlan_from: `not told; ${from} says ${written}` };
}

interface OnAir {
  readonly client: SubjectClient;
  readonly access: Access | undefined;
  readonly names: ReadonlyMap<string, string> | undefined;
}

async function onAir(lookup: Lookup, { client, access, names }: OnAir): Promise<JsonObject> {
  const { facts, mac, siteId } = client;
  const [now, wlans, roaming] = await Promise.all([
    statsNow(lookup, siteId, mac),
    lookup.list('WLANs of the site', SITE_WLANS, { path: { site_id: siteId }, query: { resolve: true } }),
    roamingOf(lookup, { siteId, mac, names }),
  ]);
  const wlanId = textIn(now ?? {}, 'wlan_id');
  const wlan = wlans?.rows.find((row) => (wlanId === undefined ? row.ssid === facts.ssid : row.id === wlanId));
  const templates = wlan?.template_id === undefined ? undefined : await wlanTemplates(lookup);
  const from = wlan ? originOf(wlan, templates) : '';
  const { ssid: _, ...shown } = wlan ? wlanRow(wlan, from) : {};
  return {
    connected: now !== undefined,
    ...(now ? { radio: radioOf(now) } : {}),
    ...vlanFact(facts.vlan, access, wlan, `the WLAN (${from})`),
    ...(wlan ? { wlan: shown } : wlans ? { wlan: 'no WLAN of the site has this SSID now' } : {}),
    ...(roaming ? { roaming } : {}),
  };
}

/** Statistics of a client that is there now; the cloud has none of one that is not. */
async function statsNow(lookup: Lookup, siteId: string, mac: string): Promise<JsonObject | undefined> {
  const what = 'client statistics';
  const stats = await lookup.one(what, CLIENT_STATS, { path: { site_id: siteId, client_mac: mac } });
  if (!stats && lookup.notLookedAt.includes(`${what} (HTTP 404)`)) lookup.forget(what);
  return stats;
}

const radioOf = (row: JsonObject): JsonObject =>
  present({
    ...{ band: row.band, channel: row.channel, protocol: row.proto, rssi_dbm: row.rssi, snr_db: row.snr },
    ...{ rx_mbps: row.rx_rate, tx_mbps: row.tx_rate, seconds_connected: row.uptime },
  });

async function onPort(
  lookup: Lookup,
  { facts, siteId }: SubjectClient,
  access: Access | undefined,
  isSecret: IsSecret,
): Promise<JsonObject> {
  const { deviceMac = '', port = '' } = facts;
  if (deviceMac === '' || port === '') return vlanFact(facts.vlan, access, undefined, '');
  const stats = await portStats(lookup, deviceMac, port);
  const derived = await effectiveConfig(lookup, siteId, deviceIdOf(deviceMac), isSecret);
  return present({
    ...vlanFact(facts.vlan, access, undefined, ''),
    port_state: stats && portState(stats),
    port_configuration: derived && effectivePort(derived, port),
  });
}
