import { readFileSync } from 'node:fs';
import type { Effect } from '../../src/mist/spec/operations.ts';
import { SpecError } from './spec.ts';

/** Operations whose effect is not what their method says, by effect; each one was read and decided on by a person. */
export type Exceptions = Readonly<Partial<Record<Effect, readonly string[]>>>;

const ORG = '/api/v1/orgs/{org_id}';
const SITE = '/api/v1/sites/{site_id}';
const DEVICE = `${SITE}/devices/{device_id}`;

const post = (base: string, ...names: readonly string[]): string[] => names.map((name) => `POST ${base}/${name}`);

/** One route a line; lines that begin with `#` say something about those below. */
const reviewedWrites = (): readonly string[] =>
  readFileSync(new URL('effects-write.list', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

/**
 * The reviewed list for the Mist document: every operation that is not a GET, and every GET with an effect. Reading
 * means that nothing is created, ended, recorded, sent out, uploaded or guessed: a capture, a support upload, a test
 * message, a check of credentials and an export of identity tokens are writes. Where a case is open, the graver effect
 * was taken: `request_ztp_password` reads, but hands out a root password; a cable test takes its port down while it
 * runs; shells run anything; `ssr/register_cmd` may make the token that it hands out; `poll_stats` leaves its figures
 * in the cloud; the Zigbee trails record.
 */
export const mistEffects = (): Exceptions => ({
  diagnostic: [
    ...post(DEVICE, 'arp', 'monitor_traffic', 'ping', 'resolve_dns', 'run_top', 'service_ping', 'show_arp'),
    ...post(DEVICE, 'show_bgp_summary', 'show_dhcp_leases', 'show_dot1x', 'show_evpn_database'),
    ...post(DEVICE, 'show_forwarding_table', 'show_mac_table', 'show_ospf_database', 'show_ospf_interfaces'),
    ...post(DEVICE, 'show_ospf_neighbors', 'show_ospf_summary', 'show_route', 'show_service_path', 'show_session'),
    ...post(DEVICE, 'traceroute'),
  ],
  write: [
    'GET /api/v1/self/two_factor/token',
    'GET /api/v1/self/update/verify/{token}',
    `GET ${ORG}/aoscx/register_cmd`,
    `GET ${ORG}/ssr/register_cmd`,
    ...reviewedWrites(),
  ],
  disruptive: [
    'GET /api/v1/installer/sites/{site_name}/optimize',
    ...post('/api/v1/installer/orgs/{org_id}/devices', '{fpc0_mac}/vc'),
    'PUT /api/v1/installer/orgs/{org_id}/devices/{fpc0_mac}/vc',
    'DELETE /api/v1/installer/orgs/{org_id}/devices/{device_mac}',
    'DELETE /api/v1/msps/{msp_id}',
    'PUT /api/v1/msps/{msp_id}/licenses',
    'PUT /api/v1/msps/{msp_id}/orgs',
    'DELETE /api/v1/msps/{msp_id}/orgs/{org_id}',
    'DELETE /api/v1/self',
    `DELETE ${ORG}`,
    `DELETE ${SITE}`,
    `PUT ${ORG}/inventory`,
    `PUT ${ORG}/licenses`,
    `PUT ${ORG}/mxedges/upgrade/{upgrade_id}`,
    `PUT ${SITE}/mxedges/upgrade/{upgrade_id}`,
    ...post(ORG, 'cert/apply_pending', 'cert/regenerate', 'clients/{client_mac}/coa', 'devices/upgrade'),
    ...post(ORG, 'inventory/create_ha_cluster', 'inventory/delete_ha_cluster', 'inventory/reevaluate_auto_assignment'),
    ...post(ORG, 'inventory/replace', 'jsi/devices/{device_mac}/shell', 'jsi/devices/{device_mac}/upgrade'),
    ...post(ORG, 'mxedges/assign', 'mxedges/unassign', 'mxedges/upgrade', 'mxedges/{mxedge_id}/restart'),
    ...post(`${ORG}/mxedges/{mxedge_id}`, 'services/tunterm/bounce_port', 'services/tunterm/disconnect_aps'),
    ...post(`${ORG}/mxedges/{mxedge_id}`, 'services/{name}/{action}', 'unregister'),
    ...post(ORG, 'nac_clients/{client_mac}/coa', 'otherdevices/{device_mac}/reboot', 'ssr/upgrade'),
    ...post(ORG, 'setting/mist_scep/client_certs/revoke', 'wired_clients/{client_mac}/coa'),
    ...post(SITE, 'clients/disconnect', 'clients/unauthorize', 'clients/{client_mac}/coa'),
    ...post(SITE, 'clients/{client_mac}/disconnect', 'clients/{client_mac}/unauthorize'),
    ...post(SITE, 'devices/reprovision', 'devices/reset_radio_config', 'devices/restart', 'devices/send_ble_beacon'),
    ...post(SITE, 'devices/restore_backup_version', 'devices/upgrade', 'devices/upgrade_bios', 'devices/upgrade_fpga'),
    ...post(SITE, 'devices/zeroize', 'iotendpoints/{id}/zigbee_rejoin', 'maps/{map_id}/auto_placement'),
    ...post(SITE, 'mxedges/upgrade', 'mxtunnels/{mxtunnel_id}/preempt_aps', 'nac_clients/{client_mac}/coa'),
    ...post(SITE, 'rogues/{rogue_bssid}/deauth_clients', 'rrm/optimize', 'ssr/{device_id}/upgrade'),
    ...post(SITE, 'wired_clients/{client_mac}/coa'),
    ...post(DEVICE, 'bounce_port', 'cable_test', 'clear_arp', 'clear_bgp', 'clear_bpdu_error', 'clear_dot1x'),
    ...post(DEVICE, 'clear_mac_table', 'clear_macs', 'clear_session', 'ha', 'readopt', 'release_dhcp'),
    ...post(DEVICE, 'release_dhcp_leases', 'reprovision', 'restart', 'restore_backup_version', 'set_vc_port_mode'),
    ...post(DEVICE, 'shell', 'upgrade', 'upgrade_bios', 'upgrade_fpga', 'vc', 'vc/convert_to_virtualmac'),
    ...post(DEVICE, 'vc/switch_master', 'vc/vc_port', 'zigbee_kick'),
    `DELETE ${DEVICE}/ha`,
    `PUT ${DEVICE}/vc`,
    `DELETE ${DEVICE}/vc`,
  ],
});

const NAMES: readonly Effect[] = ['read', 'diagnostic', 'write', 'disruptive'];

/** What each route does, and where the list and a document differ. */
export interface Effects {
  of: (route: string) => Effect;
  /** Operations other than GET that nobody has reviewed: writes until then. */
  unreviewed: readonly string[];
  /** Reviewed routes without an operation: they moved or went, and with them the review. */
  gone: readonly string[];
}

/**
 * What each route does: what the list says; without it a GET reads, and everything else is a write.
 *
 * @param routes every route of the document
 * @throws SpecError naming routes listed twice
 */
export function effectsOf(routes: Iterable<string>, exceptions: Exceptions): Effects {
  const byRoute = new Map<string, Effect>();
  const twice: string[] = [];
  for (const effect of NAMES) {
    for (const route of exceptions[effect] ?? []) {
      if (byRoute.has(route)) twice.push(route);
      byRoute.set(route, effect);
    }
  }
  if (twice.length > 0) throw new SpecError(`effects.ts lists operations twice: ${twice.join(', ')}`);
  const known = new Set(routes);
  return {
    of: (route) => byRoute.get(route) ?? (route.startsWith('GET ') ? 'read' : 'write'),
    unreviewed: [...known].filter((route) => !route.startsWith('GET ') && !byRoute.has(route)),
    gone: [...byRoute.keys()].filter((route) => !known.has(route)),
  };
}
