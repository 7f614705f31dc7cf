import { InputError } from '../../core/errors/input-error.ts';
import { isSameName } from '../../core/fold-name.ts';
import { parseMac } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { type ClientFacts, type Lookup, nacFacts, wiredFacts, wirelessFacts } from '../lookup/index.ts';
import { NAC, WIRED, WIRELESS } from './routes.ts';

/** How far back a client is looked for. */
const DAYS = 14;
const ROWS = 10;

/** The client that is asked about. */
export interface SubjectClient {
  readonly facts: ClientFacts;
  readonly mac: string;
  readonly siteId: string;
  /** The row that access control has, where it was looked at already. */
  readonly nac?: JsonObject | undefined;
}

interface Candidate {
  readonly facts: ClientFacts;
  readonly row: JsonObject;
}

type Read = (row: JsonObject) => ClientFacts;

async function among(
  lookup: Lookup,
  what: string,
  {
    route,
    read,
    query,
  }: { route: typeof WIRELESS | typeof WIRED | typeof NAC; read: Read; query: Record<string, string> },
): Promise<readonly Candidate[]> {
  const found = await lookup.list(what, route, {
    path: { org_id: lookup.orgId },
    query: { ...query, duration: `${DAYS}d`, limit: ROWS },
  });
  return (found?.rows ?? []).map((row) => ({ row, facts: read(row) }));
}

/** Whether a client goes by exactly this: its MAC, hostname, address or user, the last without the domain too. */
function goesBy({ mac, hostname, user, ip }: ClientFacts, text: string): boolean {
  if (mac !== undefined && parseMac(text) === mac) return true;
  return [hostname, user, user?.split('@')[0], ip].some((name) => name !== undefined && isSameName(name, text));
}

/**
 * Finds one client by MAC, hostname, user or address, where it was last.
 *
 * @throws InputError when none or several are called so
 */
export async function subjectClient(lookup: Lookup, text: string): Promise<SubjectClient> {
  const mac = parseMac(text);
  const isIp = /^\d+\.\d+\.\d+\.\d+$/.test(text);
  const query = mac !== undefined ? { mac } : isIp ? { ip: text } : { text: `*${text}*` };
  const sorted = { ...query, sort: '-timestamp' };
  const places = await Promise.all([
    among(lookup, 'wireless clients', { route: WIRELESS, read: wirelessFacts, query: sorted }),
    among(lookup, 'wired clients', { route: WIRED, read: wiredFacts, query: sorted }),
  ]);
  let found = places.flat().filter(({ facts }) => goesBy(facts, text));
  if (found.length === 0 && !isIp) {
    const only = await among(lookup, 'NAC clients', { route: NAC, read: nacFacts, query: mac ? { mac } : { text } });
    found = only.filter(({ facts }) => goesBy(facts, text));
  }
  lookup.throwIfBlind();
  const macs = new Set(found.map(({ facts }) => facts.mac));
  const [latest] = [...found].sort((a, b) => (b.facts.seen ?? 0) - (a.facts.seen ?? 0));
  const quoted = JSON.stringify(text.slice(0, 60));
  if (!latest?.facts.mac) {
    throw new InputError(
      `No client of the last ${DAYS} days is ${quoted}.`,
      'mist_find looks for part of a name, among WAN clients, and for what it resembles.',
    );
  }
  if (macs.size > 1) {
    const some = found.slice(0, 6).map(({ facts }) => `${facts.mac} (${facts.hostname ?? facts.kind})`);
    throw new InputError(`${macs.size} clients go by ${quoted}.`, `Give the MAC of one: ${some.join(', ')}.`);
  }
  const { facts, row } = latest;
  const nac = facts.kind === 'NAC client' ? row : undefined;
  return { facts, mac: latest.facts.mac, siteId: facts.siteId ?? '', nac };
}
