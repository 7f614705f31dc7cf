import { MistError } from '../../core/errors/mist-error.ts';
import { parseMac } from '../../core/ids.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import { nextOf, rowsOf as rowsIn, totalOf } from '../../mist/paging/pages.ts';
import type { LookupContext } from '../../tool/context.ts';
import type { Reading } from './facts.ts';
import type { Decision, Finding } from './finding.ts';
import { failureText } from './live/read-facts.ts';
import { numberIn, portRows, textIn } from './live/rows.ts';
import { decisionOf } from './verdict/decide.ts';
import { countOf, listed, quotedName, splitPorts } from './wording.ts';

/** What a command on live devices comes to. */
export interface CommandVerdict {
  readonly decision: Decision;
  /** Whole sentences, the worst first. */
  readonly because: readonly string[];
}

type SendContext = Pick<LookupContext, 'send'>;

const PORTS = 'GET /api/v1/sites/{site_id}/stats/ports/search';
const DEVICES = 'GET /api/v1/sites/{site_id}/stats/devices';

async function read(
  { send }: SendContext,
  route: typeof PORTS | typeof DEVICES,
  site_id: string,
  query: Record<string, string | number>,
): Promise<Reading> {
  try {
    const answer = await send(route, { path: { site_id }, query: { ...query, limit: MAX_PAGE_SIZE } });
    const { rows } = rowsIn(answer);
    const { body } = answer;
    // A list route's empty object reads as no rows elsewhere; here it would read as nobody there.
    if (!rows || !(Array.isArray(body) || (isRecord(body) && Array.isArray(body.results))))
      return { failed: 'the API answered with no list' };
    const total = totalOf(answer) ?? rows.length;
    if (rows.length < total) return { failed: `only ${rows.length} of ${total} rows came` };
    if (nextOf(answer) !== undefined) return { failed: 'the list has further pages' };
    return { rows: rows.filter(isRecord), ageSeconds: 0 };
  } catch (error) {
    if (error instanceof MistError && error.kind === 'cancelled') throw error;
    return { failed: failureText(error) };
  }
}

/** The ports of one device as its statistics have them now. One request. */
export const readPorts = (context: SendContext, site_id: string, mac: string): Promise<Reading> =>
  read(context, PORTS, site_id, { mac });

/** The devices of a site as their statistics have them now. One request. */
export const readDevices = (context: SendContext, site_id: string): Promise<Reading> =>
  read(context, DEVICES, site_id, { type: 'all' });

function verdictOf(findings: readonly Finding[], isInsufficient: boolean, says: readonly string[]): CommandVerdict {
  const worst = ['break', 'risk', 'note'].flatMap((level) => findings.filter((one) => one.level === level));
  return {
    decision: decisionOf(findings, { isUnknown: false, isInsufficient }),
    because: [...worst.map(({ where, says: what }) => `${where} ${what}.`), ...says],
  };
}

const finding = (level: Finding['level'], where: string, says: string): Finding => ({
  ...{ check: 'command', level, certainty: 'certain', where, says },
});

/**
 * What it comes to when ports go down for a while, as by a bounce: whoever hangs behind another device is cut off, a
 * single client reconnects by itself.
 *
 * @param texts ports and ranges of ports, such as `ge-0/0/5` or `ge-0/0/0-3`
 * @param clients how many clients were seen lately at each port
 */
export function judgePortsDown(
  reading: Reading,
  texts: readonly string[],
  clients: (port: string) => number = () => 0,
): CommandVerdict {
  const ports = texts.flatMap(splitPorts);
  if (ports.length === 0) return verdictOf([], true, ['No port is named: what goes down is not known.']);
  if ('failed' in reading)
    return verdictOf([], true, [`What hangs at the ports could not be read: ${reading.failed}.`]);
  const rows = new Map(portRows({ ports: reading }).map((row) => [row.port, row]));
  const missing = ports.filter((port) => !rows.has(port));
  const findings = ports.flatMap((port): Finding[] => {
    const row = rows.get(port);
    if (!row) return [];
    if (!row.isUp) return [finding('note', port, 'is down already')];
    const name = row.neighborName ?? row.neighborMac;
    if (row.isUplink || name !== undefined) {
      const who = name === undefined ? 'the way out' : quotedName(name);
      return [finding('break', port, `leads to ${who}: that and all behind it are cut off meanwhile`)];
    }
    const count = clients(port) || (row.macCount ?? 0);
    if (count > 0) return [finding('risk', port, `serves ${countOf(count, 'client')}, which reconnect by themselves`)];
    if (row.powerDraw > 0) return [finding('risk', port, `feeds a device (${row.powerDraw} W)`)];
    return [finding('risk', port, 'is up; who hangs there is not known')];
  });
  const blind = missing.length > 0 ? [`No statistics of ${listed(missing)}: what hangs there is not known.`] : [];
  return verdictOf(findings, missing.length > 0, blind);
}

/** Clients of a device: of an access point as it counts them, of a switch those on its ports. */
function clientsOf(row: JsonObject): number {
  const own = numberIn(row, 'num_clients');
  if (own !== undefined) return own;
  const total = isRecord(row.clients_stats) && isRecord(row.clients_stats.total) ? row.clients_stats.total : {};
  const wired: unknown = total.num_wired_clients;
  const first: unknown = Array.isArray(wired) ? wired[0] : wired;
  return typeof first === 'number' ? first : 0;
}

const MOST_DEVICES = 6;

/**
 * What it comes to when devices restart, as by an upgrade: their clients, and whoever hangs behind them, are cut off.
 *
 * @param macs of the devices; undefined where the command is for all of the site
 * @param plan the version that they are to run, where one is named, and whether the restart waits for a time of its own
 */
export function judgeRestart(
  reading: Reading,
  macs: readonly string[] | undefined,
  { version, isLater }: { readonly version?: string | undefined; readonly isLater: boolean },
): CommandVerdict {
  if ('failed' in reading) return verdictOf([], true, [`What the devices serve could not be read: ${reading.failed}.`]);
  const wanted = macs && new Set(macs.map((mac) => parseMac(mac) ?? mac));
  const known = new Map(reading.rows.map((row) => [parseMac(textIn(row, 'mac') ?? '') ?? '', row]));
  const met = [...known].filter(([mac]) => wanted === undefined || wanted.has(mac));
  const missing = wanted ? wanted.size - met.length : 0;
  const findings = met.map(([mac, row]): Finding => {
    const where = quotedName(textIn(row, 'name') ?? mac);
    const running = textIn(row, 'version');
    const change = version === undefined ? '' : ` runs ${running ?? 'an unknown version'}, wanted ${version};`;
    if (textIn(row, 'status') !== 'connected') return finding('risk', where, `${change} is not connected`.trim());
    const clients = clientsOf(row);
    const level = clients > 0 && !isLater ? 'break' : 'risk';
    const who = clients > 0 ? `${countOf(clients, 'client')} lose service` : 'serves nobody now';
    return finding(level, where, `${change} ${who}${isLater ? ' when it restarts' : ' while it restarts'}`.trim());
  });
  const shown = findings.slice(0, MOST_DEVICES);
  const rest = findings.length - shown.length;
  const blind = missing > 0 ? [`${countOf(missing, 'device')} without statistics: whom they serve is not known.`] : [];
  const more = rest > 0 ? [`${countOf(rest, 'more device')}.`] : [];
  const all = verdictOf(findings, missing > 0, []);
  return { decision: all.decision, because: [...all.because.slice(0, MOST_DEVICES), ...more, ...blind] };
}

/** A verdict in lines of a question, the decision with the first reason. */
export const commandLines = ({ decision, because }: CommandVerdict): readonly string[] => {
  const [first = 'it changes what runs now', ...rest] = because;
  return [`${decision}: ${first}`, ...rest.slice(0, MOST_DEVICES).map((line) => `  ! ${line}`)];
};
