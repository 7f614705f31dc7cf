import { type Answer, type Call, type Handlers, object, refuse } from '../call.ts';
import * as acts from '../commands/acts.ts';
import { ping, traceroute } from '../commands/probes.ts';
import { bgp, database, neighbors, ospf, ospfInterfaces, routes } from '../commands/routing.ts';
import { top, traffic } from '../commands/screens.ts';
import { type DeviceKind, type Subject, subjectOf } from '../commands/subject.ts';
import { arp, leases, macTable, sessions } from '../commands/tables.ts';
import { textOf } from '../json.ts';
import { streamOf } from '../stream.ts';
import type { StreamFaultKind } from '../stream-fault.ts';

const SPEECH_FAULTS: readonly StreamFaultKind[] = [
  ...(['foreign', 'split', 'plain', 'binary', 'garbage', 'huge', 'flood', 'marker', 'no_marker'] as const),
  ...(['endless', 'silent', 'cut', 'failure', 'early', 'no_session', 'elsewhere'] as const),
];

/** How a command's output comes: on the channel, on a stream of its own, or there as screens without end. */
type OutputChannel = 'channel' | 'own' | 'screens';

/** Runs a command: the answer names a session, and the device speaks on the stream a little later. */
function command(kinds: readonly DeviceKind[], output: (subject: Subject) => string[], way: OutputChannel = 'channel') {
  return (call: Call): Answer => {
    const subject = subjectOf(call);
    if (!subject) return undefined;
    if (!kinds.includes(subject.kind)) return refuse(400, `not supported by ${textOf(subject.device, 'model')}`);
    const { site_id, device_id = '' } = call.path;
    const stream = streamOf(call.world);
    const channel = `/sites/${site_id}/devices/${device_id}/cmd`;
    const session = call.world.freshId('command sessions');
    if (!stream?.hears(call.caller, channel)) return object({ session });
    const name = call.route.slice(call.route.lastIndexOf('/') + 1);
    const met = stream.faults.take(SPEECH_FAULTS, device_id, name);
    const pieces = output(subject);
    if (met.has('no_session')) return object({});
    if (met.has('elsewhere')) return object({ session, url: 'wss://stream.example.net/api-ws/v1/stream' });
    if (way !== 'channel') {
      const path = stream.offer(session, {
        pieces: met.has('silent') ? [] : pieces,
        screens: way === 'screens',
        cut: met.has('cut'),
      });
      return object({ session, url: stream.origin + path });
    }
    stream.speak({ channel, session, pieces, marked: subject.kind === 'ssr' }, met);
    return object({ session });
  };
}

const ALL = ['ap', 'ex', 'srx', 'ssr'] as const;
const WIRED = ['ex', 'srx', 'ssr'] as const;
const JUNOS = ['ex', 'srx'] as const;
const WAN = ['srx', 'ssr'] as const;

/** Commands of live devices. */
export const commands: Handlers = {
  'POST /api/v1/sites/{site_id}/devices/{device_id}/ping': command(ALL, ping),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/traceroute': command(ALL, traceroute),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/arp': command(['ap', 'ssr'], arp),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/show_arp': command(JUNOS, arp),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/show_bgp_summary': command(WIRED, bgp),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/show_dhcp_leases': command(WIRED, leases),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/release_dhcp_leases': command(WIRED, acts.releaseLeases),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/clear_bpdu_error': command(['ex'], acts.clearBpdu),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/clear_dot1x': command(['ex'], acts.clearDot1x),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/clear_macs': command(['ex'], acts.clearMacs),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/clear_mac_table': command(['ex'], acts.clearMacTable),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/show_mac_table': command(['ex'], macTable),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/clear_policy_hit_count': command(['ex'], acts.clearHitCount, 'own'),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/bounce_port': command(WIRED, acts.bounce),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/cable_test': command(['ex'], acts.cable),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/monitor_traffic': command(
    JUNOS,
    ({ field }) => traffic(field('port')),
    'screens',
  ),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/run_top': command(JUNOS, top, 'screens'),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/show_ospf_database': command(WAN, database),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/show_ospf_neighbors': command(WAN, neighbors),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/show_ospf_interfaces': command(WAN, ospfInterfaces),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/show_ospf_summary': command(WAN, ospf),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/show_route': command(WAN, routes),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/show_service_path': command(['ssr'], ({ field }) => [
    `Service ${field('service_name') || '(all)'}: vector broadband via ge-0-0, up\n`,
  ]),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/clear_session': command(WAN, acts.clearSessions),
  'POST /api/v1/sites/{site_id}/devices/{device_id}/show_session': command(WAN, sessions),
};
