import { InputError } from '../../core/errors/input-error.ts';
import { asText, type JsonObject } from '../../core/json.ts';
import { byPort, joinPorts, readPortKey } from '../configuration/index.ts';
import { type Lookup, textIn } from '../lookup/index.ts';
import { isConfigured } from './effective-port.ts';
import { PORTS } from './routes.ts';
import type { SubjectDevice } from './subject-device.ts';

/** More ports than the largest stack of switches has. */
const MOST_PORTS = 1000;

/** Ranges of ports that a sentence names. */
const MOST_NAMED = 8;

/**
 * The port that is asked about, as the API writes it.
 *
 * @throws InputError when none is given, several are, or the text is none
 */
export function singlePort(given: string | undefined): string {
  const text = given?.trim().toLowerCase() ?? '';
  if (text === '')
    throw new InputError('`port_id` is needed with subject=port.', 'Give it, such as ge-0/0/7; `name` is the switch.');
  const { ports, problem } = readPortKey(text);
  if (problem === undefined && ports.length === 1) return text;
  throw new InputError(
    `\`port_id\` must be one port; got ${JSON.stringify(text.slice(0, 60))}.`,
    'Give it as Mist writes it, such as ge-0/0/7. mist_get_stats with stats_type=org_ports lists those of a switch.',
  );
}

/**
 * What to say where a port has no statistics: a device that reports ports, and not this one, does not have it.
 *
 * @param configuration what the layers make of the port; undefined where that could not be read
 * @throws InputError when the device reports other ports and no layer names this one
 */
export async function noStatistics(
  lookup: Lookup,
  { mac, stats }: SubjectDevice,
  port: string,
  configuration: JsonObject | undefined,
): Promise<string> {
  const all = await lookup.list('ports of the device', PORTS, {
    path: { org_id: lookup.orgId },
    query: { mac, device_type: 'all', limit: MOST_PORTS },
  });
  const names = [...new Set((all?.rows ?? []).flatMap((row) => textIn(row, 'port_id') ?? []))].sort(byPort);
  const name = JSON.stringify(textIn(stats, 'name') ?? mac);
  if (names.length === 0)
    return `no statistics of any port of this device${stats.status === 'connected' ? '' : `, which is ${asText(stats.status)}`}: whether it has this one is not known`;
  const ranges = joinPorts(names).split(',');
  const more = ranges.length > MOST_NAMED ? ` and ${ranges.length - MOST_NAMED} more` : '';
  const has = `${ranges.slice(0, MOST_NAMED).join(', ')}${more}`;
  if (configuration && !isConfigured(configuration))
    throw new InputError(`${name} has no port ${port}: it reports ${has}.`, 'Give one of those as `port_id`.');
  return `no statistics of this port, though ${name} reports others (${has}): nothing may be there but configuration`;
}
