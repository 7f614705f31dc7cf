import { macOf } from '../../core/ids.ts';
import { asText } from '../../core/json.ts';
import type { ToolContext } from '../../tool/context.ts';
import { quoted, visible } from '../changes/index.ts';
import { type CommandVerdict, commandLines, judgePortsDown, readPorts } from '../effects/index.ts';
import type { Utility } from './table.ts';
import type { ConnectedClient, DeviceDetails } from './target.ts';

type Body = Readonly<Record<string, unknown>>;

/** What people notice of a disruptive command, a sentence each. */
const EFFECTS: Readonly<Record<string, string>> = {
  bouncePort: 'The ports go down and come up again: what is connected there is cut off meanwhile.',
  cableTest: 'The link of the port is interrupted while its wires are measured.',
  clearBpduError: 'Ports that were shut for a loop carry traffic again: a loop that still exists comes back.',
  clearDot1xSessions: 'What is connected there is cut off until it has authenticated again.',
  clearLearnedMac:
    'Learned addresses of the ports are forgotten, persistent ones too: other devices may take their place.',
  clearMacTable: 'The addresses are forgotten; traffic to them is flooded until they are learned again.',
  releaseDhcpLeases: 'The leases end: their holders are cut off until they have an address again.',
  clearSessions: 'The connections end: applications that use them are cut off and must connect again.',
};

const NAMED = 6;

const list = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((one: unknown) => visible(asText(one)));

/** Fields that name ports. */
const portsOf = (body: Body): string[] => [...list(body.ports), ...list(body.port), ...list(body.port_id)];

/** What a command is narrowed to: ports, then filters; or everything. */
function scopeLines(body: Body): string[] {
  const ports = portsOf(body);
  const filters = Object.entries(body).filter(([name]) => !['ports', 'port', 'port_id', 'node'].includes(name));
  const node = body.node === undefined ? [] : [`Node: ${list(body.node).join(', ')}`];
  const lines = [
    ...(ports.length > 0 ? [`Ports: ${ports.join(', ')}`] : []),
    ...filters.map(([name, value]) => `Only where ${name} is: ${list(value).join(', ')}`),
  ];
  return [...(lines.length > 0 ? lines : ['Scope: EVERYTHING on the device, since no filter is given']), ...node];
}

/** One port, as `ge-0/0/5`; anything else (a range) may stand for many. */
const ONE_PORT = /^[a-z]+-?\d+(\/\d+){0,2}$/i;

const isAt = ({ ports }: ConnectedClient, wanted: readonly string[]): boolean =>
  ports.some((port) => wanted.some((one) => `${port}.`.toLowerCase().startsWith(`${one}.`.toLowerCase())));

function clientLine({ clients, total }: DeviceDetails, body: Body): string {
  if (!clients) return 'Who may lose service: not known, the wired clients could not be read.';
  const ports = portsOf(body);
  const exact = ports.length > 0 && ports.every((port) => ONE_PORT.test(port));
  const met = exact ? clients.filter((client) => isAt(client, ports)) : clients;
  const where = exact ? 'at these ports' : 'at the device';
  const more =
    total !== undefined && total > clients.length ? ` (the first ${clients.length} of ${total} were looked at)` : '';
  if (met.length === 0)
    return `Who may lose service: no wired client was seen ${where} in the last day${more}; what is connected through an access point, a switch or a bundle of ports is not counted.`;
  const names = met
    .slice(0, NAMED)
    .map(({ name, mac }) => (name ? `${quoted(name, 40)} (${visible(mac)})` : visible(mac)));
  const rest = met.length > NAMED ? ` and ${met.length - NAMED} more` : '';
  return `Who may lose service: ${met.length} wired ${met.length === 1 ? 'client' : 'clients'} seen ${where} in the last day${more}: ${names.join(', ')}${rest}; and what is connected behind.`;
}

/** Utilities that take ports down for a while. */
const TAKES_DOWN: ReadonlySet<string> = new Set(['bouncePort', 'cableTest']);

/**
 * What a disruptive command comes to. Ports that go down are looked at, which takes a request; of what is forgotten or
 * ended it is known that it interrupts somebody, and not whom.
 */
export async function judgeUtility(
  context: Pick<ToolContext, 'send'>,
  { name }: Utility,
  { mac, clients = [] }: DeviceDetails,
  siteId: string,
  body: Body,
): Promise<CommandVerdict> {
  const ports = portsOf(body);
  if (!TAKES_DOWN.has(name) || mac === undefined || ports.length === 0)
    return { decision: 'REVIEW', because: ['Who is interrupted depends on what runs now.'] };
  const at = (port: string): number => clients.filter((client) => isAt(client, [port])).length;
  return judgePortsDown(await readPorts(context, siteId, mac), ports, at);
}

/** The question to the person before a disruptive command: what, where, on which ports, who may lose service. */
export function questionText(
  utility: Utility,
  details: DeviceDetails,
  deviceId: string,
  body: Body,
  verdict: CommandVerdict,
): string {
  const { device, site, model, mac } = details;
  const name = device ? quoted(device) : 'without a name';
  return [
    ...commandLines(verdict).map((line) => visible(line)),
    '',
    `Run ${utility.name} on a live device`,
    `Device: ${name} (${[model && visible(model), visible(mac ?? macOf(deviceId))].filter(Boolean).join(', ')})`,
    `Site: ${site ? quoted(site) : 'without a name'}`,
    ...scopeLines(body),
    '',
    `Effect: ${EFFECTS[utility.name] ?? 'Service of the device may be interrupted.'}`,
    clientLine(details, body),
    'It cannot be undone, and is sent once.',
  ].join('\n');
}
