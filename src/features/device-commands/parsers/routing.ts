import { type Row, rowOf } from './lines.ts';

const TABLE = /^(\S+\.\d+): \d+ destinations/;
const ROUTE =
  /^(?<prefix>\S+\/\d+)?\s*(?<active>[*+-])?\[(?<protocol>[\w-]+)\/(?<preference>\d+)(?:\/-?\d+)?\]\s+(?<age>[^,]+?)(?:,.*)?$/;
const HOP = /^\s+(?<chosen>>)?\s*(?:to (?<next_hop>\S+) )?via (?<interface>\S+?)(?:,.*)?$/;
const PREFIX = /^\S+\/\d+\s/;

interface Route {
  readonly row: Row;
  readonly hops: Row[];
}

/** Routes of Junos, each with its next hops. */
export function readRoutes(text: string): Row[] | undefined {
  const routes: Route[] = [];
  let table: string | undefined;
  let prefix: unknown;
  for (const one of text.split('\n')) {
    table = TABLE.exec(one)?.[1] ?? table;
    const route = ROUTE.exec(one);
    if (!route && PREFIX.test(one)) return undefined;
    if (route) {
      const { active, ...row } = rowOf(route);
      prefix = row.prefix ?? prefix;
      const known = { ...(table ? { table } : {}), prefix, ...row, active: active === '*' || active === '+' };
      routes.push({ row: known, hops: [] });
    }
    const hop = HOP.exec(one);
    if (hop) {
      const { chosen, ...row } = rowOf(hop);
      routes.at(-1)?.hops.push({ ...row, ...(chosen ? { chosen: true } : {}) });
    }
  }
  return routes.length > 0 ? routes.map(({ row, hops }) => ({ ...row, next_hops: hops })) : undefined;
}

const SESSION =
  /^Session ID: (?<id>\d+), Policy name: (?<policy>[^,]+),(?: HA State: \w+,)?(?: State: [\w-]+,)? Timeout: (?<timeout_seconds>\d+)/;
const WING =
  /^\s+(?<way>In|Out): (?<source>\S+) --> (?<destination>[^;\s]+);(?<protocol>\w+),.*?\bIf: (?<interface>[^,\s]+)(?:, Pkts: (?<packets>\d+), Bytes: (?<bytes>\d+))?/;

/** Flow sessions of SRX: both ways in one row. */
export function readSessions(text: string): Row[] | undefined {
  const rows: Map<string, unknown>[] = [];
  for (const one of text.split('\n')) {
    const session = SESSION.exec(one);
    if (!session && one.startsWith('Session ID:')) return undefined;
    if (session) rows.push(new Map(Object.entries(rowOf(session))));
    const current = rows.at(-1);
    const wing = WING.exec(one);
    if (!wing || !current) continue;
    const { way, source, destination, protocol, ...counts } = rowOf(wing);
    if (way === 'In')
      for (const [name, text] of Object.entries({ source, destination, protocol })) current.set(name, text);
    for (const [name, count] of Object.entries(counts)) current.set(`${way === 'In' ? 'in' : 'out'}_${name}`, count);
  }
  return rows.length > 0 && rows.every((row) => row.has('source'))
    ? rows.map((row) => Object.fromEntries(row))
    : undefined;
}
