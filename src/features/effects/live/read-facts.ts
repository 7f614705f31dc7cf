import { InputError } from '../../../core/errors/input-error.ts';
import { MistError } from '../../../core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../../core/json.ts';
import type { QueryValue } from '../../../mist/http/client.ts';
import { MAX_PAGE_SIZE } from '../../../mist/limits.ts';
import { rowsOf, totalOf } from '../../../mist/paging/rows.ts';
import { walkList } from '../../../mist/paging/walk.ts';
import type { RouteOf } from '../../../mist/spec/routes.ts';
import type { LookupContext } from '../../../tool/context.ts';
import type { FactName, Facts, Reading } from '../facts.ts';
import { FRESH_SECONDS, MOST_PAGES, type RequestBudget } from './budget.ts';
import { macIn, numberIn } from './rows.ts';

/** A list of live rows, and the member that tells where a row is from. */
interface Source {
  readonly route: RouteOf<'GET'>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly mark?: JsonObject;
}

/** Wired clients that were seen in the last hour are enough to find those that are there. */
const HOUR = '1h';

const SOURCES: Readonly<Record<Exclude<FactName, 'nacCounts'>, readonly Source[]>> = {
  ports: [{ route: 'GET /api/v1/sites/{site_id}/stats/ports/search', query: { device_type: 'all' } }],
  devices: [{ route: 'GET /api/v1/sites/{site_id}/stats/devices', query: { type: 'all' } }],
  wiredClients: [{ route: 'GET /api/v1/sites/{site_id}/wired_clients/search', query: { duration: HOUR } }],
  wirelessClients: [{ route: 'GET /api/v1/sites/{site_id}/stats/clients' }],
  peers: [
    { route: 'GET /api/v1/sites/{site_id}/stats/bgp_peers/search', mark: { protocol: 'bgp' } },
    { route: 'GET /api/v1/sites/{site_id}/stats/ospf_peers/search', mark: { protocol: 'ospf' } },
  ],
};

/** Where a site counts its wireless clients. */
const SITE_COUNT = 'GET /api/v1/sites/{site_id}/stats';

/** What a call has for reading facts. */
export type FactContext = Pick<LookupContext, 'send' | 'get'>;

/** Why a reading failed, in a few words; words of errors that were not made for people stay inside. */
export function failureText(error: unknown): string {
  return error instanceof MistError || error instanceof InputError
    ? error.what.replace(/\.$/, '')
    : 'the server failed on its own account';
}

/** A reading that failed, told by its reason. */
class Unread extends Error {}

async function rowsFrom(
  context: FactContext,
  site_id: string,
  { route, query = {}, mark = {} }: Source,
  budget: RequestBudget,
): Promise<readonly JsonObject[]> {
  const spend = (): void => {
    const reason = budget.take();
    if (reason !== undefined) throw new Unread(reason);
  };
  spend();
  const first = await context.send(route, { path: { site_id }, query: { ...query, limit: MAX_PAGE_SIZE } });
  const { rows = undefined } = rowsOf(first);
  if (rows === undefined) throw new Unread('the API answered with no list');
  const walked = await walkList(
    first,
    (url) => {
      spend();
      return context.get(url);
    },
    { maxPages: MOST_PAGES },
  );
  const total = totalOf(first) ?? 0;
  if (walked.rows.length === 0 && total > 0) throw new Unread(`the API counts ${total} rows and gave none`);
  if (walked.stopped !== 'end')
    throw new Unread(walked.reason?.replace(/\.$/, '') ?? 'the list was not read to its end');
  if (walked.rows.length < total) throw new Unread(`the API counts ${total} rows and gave ${walked.rows.length}`);
  return walked.rows.filter(isRecord).map((row) => ({ ...row, ...mark }));
}

const timeOf = (row: JsonObject): number | undefined => numberIn(row, 'timestamp') ?? numberIn(row, 'last_seen');

/** The age of the newest row in seconds; 0 where rows have no time, which statistics of now do not. */
function ageOf(rows: readonly JsonObject[], now: number): number {
  const times = rows.flatMap((row) => timeOf(row) ?? []);
  return times.length === 0 ? 0 : Math.max(0, Math.round(now - Math.max(...times)));
}

const ageText = (seconds: number): string =>
  seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;

/** Rows as a reading; old ones are none. */
function readingOf(name: FactName, rows: readonly JsonObject[], now: number): Reading {
  const ageSeconds = ageOf(rows, now);
  if (rows.length > 0 && ageSeconds > FRESH_SECONDS) return { failed: `the newest row is ${ageText(ageSeconds)} old` };
  const isFresh = (row: JsonObject): boolean => now - (timeOf(row) ?? now) <= FRESH_SECONDS;
  return { rows: name === 'devices' ? rows : rows.filter(isFresh), ageSeconds };
}

/** Clients that may come or go between a list and its count. */
const isShort = (listed: number, counted: number): boolean => counted - listed > Math.max(2, counted / 20);

/** How many wireless clients access points say that they serve. */
const servedBy = (devices: readonly JsonObject[]): number =>
  devices.reduce(
    (sum, row) => (row.type === 'ap' && row.status === 'connected' ? sum + (numberIn(row, 'num_clients') ?? 0) : sum),
    0,
  );

/**
 * Wireless clients are listed without pages, so nothing in the list tells whether it is whole: it is held against what
 * the access points count, or, where these were not read, the site.
 */
async function heldAgainstCount(
  context: FactContext,
  site_id: string,
  reading: Reading,
  devices: Reading | undefined,
  budget: RequestBudget,
): Promise<Reading> {
  if (!('rows' in reading)) return reading;
  const counted = devices && 'rows' in devices ? servedBy(devices.rows) : await countOfSite(context, site_id, budget);
  if (typeof counted === 'string') return { failed: `whether the list of them is whole is not known: ${counted}` };
  if (!isShort(reading.rows.length, counted)) return reading;
  return { failed: `only ${reading.rows.length} of ${counted} clients are listed` };
}

/** The wireless clients of a site by its own count; why there is none, as the end of a sentence. */
async function countOfSite(context: FactContext, site_id: string, budget: RequestBudget): Promise<number | string> {
  const reason = budget.take();
  if (reason !== undefined) return reason;
  try {
    const { body } = await context.send(SITE_COUNT, { path: { site_id } });
    return (isRecord(body) ? numberIn(body, 'num_clients') : undefined) ?? 'the API gave no count';
  } catch (error) {
    if (error instanceof MistError && error.kind === 'cancelled') throw error;
    return failureText(error);
  }
}

async function readKind(
  context: FactContext,
  site_id: string,
  name: Exclude<FactName, 'nacCounts'>,
  budget: RequestBudget,
  now: number,
): Promise<Reading> {
  try {
    const parts: JsonObject[] = [];
    for (const source of SOURCES[name]) parts.push(...(await rowsFrom(context, site_id, source, budget)));
    return readingOf(name, parts, now);
  } catch (error) {
    if (error instanceof MistError && error.kind === 'cancelled') throw error;
    return { failed: error instanceof Unread ? error.message : failureText(error) };
  }
}

/** Devices of a site that were not seen lately, by MAC: what the statistics say of their ports is old. */
export function staleDevices(facts: Facts, now: number): ReadonlySet<string> {
  const reading = facts.devices;
  const rows = reading && 'rows' in reading ? reading.rows : [];
  return new Set(
    rows.flatMap((row) => {
      const [mac, seen] = [macIn(row, 'mac'), numberIn(row, 'last_seen')];
      const isOld = row.status !== 'connected' || (seen !== undefined && now - seen > FRESH_SECONDS);
      return mac !== undefined && isOld ? [mac] : [];
    }),
  );
}

/**
 * Reads the live facts of one site, each kind once. A kind that cannot be read, or is old, is a failure with its reason,
 * never an empty list.
 *
 * @param now seconds since 1970
 * @param known what was read of the site already
 * @throws MistError when the call was cancelled
 */
export async function readFacts(
  context: FactContext,
  site_id: string,
  wanted: ReadonlySet<FactName>,
  budget: RequestBudget,
  now: number = Date.now() / 1000,
  known?: Facts,
): Promise<Facts> {
  const kinds = (['ports', 'devices', 'wiredClients', 'wirelessClients', 'peers'] as const).filter((name) =>
    wanted.has(name),
  );
  const readings = await Promise.all(
    kinds.map(async (name) => [name, await readKind(context, site_id, name, budget, now)] as const),
  );
  const facts: Facts = Object.fromEntries(readings);
  const { wirelessClients, devices = known?.devices } = facts;
  if (!wirelessClients) return facts;
  return { ...facts, wirelessClients: await heldAgainstCount(context, site_id, wirelessClients, devices, budget) };
}

/** How often each NAC rule decided lately: its name and id to the number of clients. */
const NAC_KEYS = ['nacrule_id', 'nacrule_name'] as const;

/**
 * Counts of clients by the NAC rule that decided on them, for the whole organization.
 *
 * @returns rows with `rule` (id or name) and `count`
 */
export async function readNacCounts(context: FactContext, org_id: string, budget: RequestBudget): Promise<Reading> {
  try {
    const rows: JsonObject[] = [];
    for (const distinct of NAC_KEYS) {
      const reason = budget.take();
      if (reason !== undefined) return { failed: reason };
      const answer = await context.send('GET /api/v1/orgs/{org_id}/nac_clients/count', {
        path: { org_id },
        query: { distinct, limit: MAX_PAGE_SIZE },
      });
      const found = rowsOf(answer).rows;
      if (found === undefined) return { failed: 'the API answered with no list' };
      rows.push(...found.filter(isRecord).map((row) => ({ rule: row[distinct], count: row.count })));
    }
    return { rows, ageSeconds: 0 };
  } catch (error) {
    if (error instanceof MistError && error.kind === 'cancelled') throw error;
    return { failed: failureText(error) };
  }
}

/** Clients of the organization that used a key in the last hour. */
export async function readKeyClients(
  context: FactContext,
  org_id: string,
  psk_id: string,
  budget: RequestBudget,
): Promise<Reading> {
  const reason = budget.take();
  if (reason !== undefined) return { failed: reason };
  try {
    const query = { psk_id, duration: HOUR, limit: MAX_PAGE_SIZE };
    const answer = await context.send('GET /api/v1/orgs/{org_id}/clients/search', { path: { org_id }, query });
    const { rows } = rowsOf(answer);
    const total = totalOf(answer) ?? 0;
    if (rows === undefined) return { failed: 'the API answered with no list' };
    if (rows.length === 0 && total > 0) return { failed: `the API counts ${total} rows and gave none` };
    return { rows: rows.filter(isRecord), ageSeconds: 0 };
  } catch (error) {
    if (error instanceof MistError && error.kind === 'cancelled') throw error;
    return { failed: failureText(error) };
  }
}
