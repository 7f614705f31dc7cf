import { isRoute } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';

/** Kinds of device, in the words of the tool. */
export const PLATFORMS = ['ap', 'ex', 'srx', 'ssr'] as const;
export type Platform = (typeof PLATFORMS)[number];

type OfDevice<C extends string> = `POST /api/v1/sites/{site_id}/devices/{device_id}/${C}`;
/** Commands that the API takes for one device. */
type Command = Route extends infer R ? (R extends OfDevice<infer C> ? C : never) : never;
/** Routes of such commands. */
export type CommandRoute = Extract<Route, OfDevice<string>>;

/** What a command's output looks like, for those that are read into rows. */
export type Form =
  | 'ping'
  | 'traceroute'
  | 'arp'
  | 'macs'
  | 'leases'
  | 'bgp'
  | 'neighbors'
  | 'ospf'
  | 'routes'
  | 'sessions';

/** How a command's output comes. */
export type OutputKind = 'show' | 'ping' | 'trace' | 'act' | 'cable' | 'screen';

/** One utility, and the devices that have it. */
export interface Utility {
  readonly name: string;
  readonly platforms: readonly Platform[];
  readonly route: CommandRoute;
  readonly output: OutputKind;
  readonly form?: Form;
  /** Names of the tool for fields that the API calls otherwise. */
  readonly names: Readonly<Record<string, string>>;
  /** Fields of the body that must be there, beside those that the API requires. */
  readonly needs: readonly string[];
  /** Sent where the caller gives no other value. */
  readonly standard: Readonly<Record<string, unknown>>;
}

interface More {
  readonly form?: Form;
  readonly names?: Readonly<Record<string, string>>;
  readonly needs?: readonly string[];
  readonly standard?: Readonly<Record<string, unknown>>;
}

function utility(
  name: string,
  platforms: readonly Platform[],
  command: Command,
  output: OutputKind,
  more: More = {},
): Utility {
  const route: CommandRoute = `POST /api/v1/sites/{site_id}/devices/{device_id}/${command}`;
  return { names: {}, needs: [], standard: {}, ...more, name, platforms, route, output };
}

const ALL = PLATFORMS;
const WAN = ['srx', 'ssr'] as const;
const PORTS = { names: { port_ids: 'ports' }, needs: ['ports'] };
const PORT = { names: { port_id: 'port' } };

/** Every utility; what it does to the network is the effect of its route in the operation table. */
const all: readonly Utility[] = [
  utility('ping', ALL, 'ping', 'ping', { form: 'ping' }),
  utility('traceroute', ALL, 'traceroute', 'trace', { form: 'traceroute', needs: ['host'] }),
  utility('retrieveArpTable', ['ap', 'ssr'], 'arp', 'show', { form: 'arp' }),
  utility('retrieveArpTable', ['ex', 'srx'], 'show_arp', 'show', {
    form: 'arp',
    standard: { duration: 1, interval: 1 },
  }),
  utility('retrieveBgpSummary', ['ex', 'srx', 'ssr'], 'show_bgp_summary', 'show', { form: 'bgp' }),
  utility('retrieveDhcpLeases', ['ex', 'srx', 'ssr'], 'show_dhcp_leases', 'show', { form: 'leases' }),
  utility('releaseDhcpLeases', ['ex', 'srx', 'ssr'], 'release_dhcp_leases', 'act'),
  utility('clearBpduError', ['ex'], 'clear_bpdu_error', 'act', PORTS),
  utility('clearDot1xSessions', ['ex'], 'clear_dot1x', 'act', PORTS),
  utility('clearLearnedMac', ['ex'], 'clear_macs', 'act', PORTS),
  utility('clearMacTable', ['ex'], 'clear_mac_table', 'act'),
  utility('retrieveMacTable', ['ex'], 'show_mac_table', 'show', { form: 'macs' }),
  utility('clearHitCount', ['ex'], 'clear_policy_hit_count', 'act'),
  utility('bouncePort', ['ex', 'srx', 'ssr'], 'bounce_port', 'act', PORTS),
  utility('cableTest', ['ex'], 'cable_test', 'cable', PORT),
  utility('monitorTraffic', ['ex', 'srx'], 'monitor_traffic', 'screen', PORT),
  utility('topCommand', ['ex', 'srx'], 'run_top', 'screen'),
  utility('retrieveOspfDatabase', WAN, 'show_ospf_database', 'show'),
  utility('retrieveOspfNeighbors', WAN, 'show_ospf_neighbors', 'show', { form: 'neighbors' }),
  utility('retrieveOspfInterfaces', WAN, 'show_ospf_interfaces', 'show'),
  utility('retrieveOspfSummary', WAN, 'show_ospf_summary', 'show', { form: 'ospf' }),
  utility('retrieveRoutes', WAN, 'show_route', 'show', { form: 'routes', names: { route_type: 'route' } }),
  utility('showServicePath', ['ssr'], 'show_service_path', 'show'),
  utility('clearSessions', WAN, 'clear_session', 'act', { names: { service_ids: 'session_ids' } }),
  utility('retrieveSessions', WAN, 'show_session', 'show', { form: 'sessions', names: { service_ids: 'session_id' } }),
];

/** The utilities that the served layer has, each once for every kind of device that differs. */
export const utilities: readonly Utility[] = all.filter(({ route }) => isRoute(route));

/** The utilities of a platform, in the order of the table. */
export const utilitiesOf = (platform: Platform): readonly Utility[] =>
  utilities.filter(({ platforms }) => platforms.includes(platform));

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The utility of a platform that a name means, whatever its case and separators; the command's name means it too. */
export function findUtility(platform: Platform, name: string): Utility | undefined {
  const own = utilitiesOf(platform);
  const wanted = plain(name);
  const command = ({ route }: Utility): string => plain(route.slice(route.lastIndexOf('/') + 1));
  return own.find((one) => plain(one.name) === wanted) ?? own.find((one) => command(one) === wanted);
}
