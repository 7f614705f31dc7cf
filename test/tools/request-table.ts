import { readFileSync } from 'node:fs';
import type { Stage } from '../harness/stage.ts';

/** One line of the table: a call and the requests it must make. */
export interface Line {
  readonly name: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, string>>;
  /** Paths below /api/v1 with the query in alphabetical order. */
  readonly requests: readonly string[];
}

const table = readFileSync(new URL('./requests.txt', import.meta.url), 'utf8');

function parse(line: string): Line {
  const [call = '', requests = ''] = line.split(' => ');
  const [tool = '', ...pairs] = call.split(' ');
  const args = pairs.map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return { name: call, tool, args: Object.fromEntries(args), requests: requests.split(' + ') };
}

/** All lines of the table. */
export const lines: readonly Line[] = table
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(parse);

type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;
const text = (row: Row | undefined, key: string): string => String(row?.[key] ?? '');
const MAC_AT = 24;

/** Ids of the simulated cloud by the capital words of the table. */
export async function symbolsOf(stage: Pick<Stage, 'cloud' | 'call'>): Promise<Record<string, string>> {
  const { world } = stage.cloud;
  const [org] = world.table('orgs');
  const orgId = text(org, 'id');
  const mine = (table: string): Row[] => world.table(table).filter((row) => row.org_id === orgId);
  const at = (site: string, type: string) => mine('devices').find((row) => row.site_id === site && row.type === type);
  const site = mine('sites').find(({ id }) => ['ap', 'switch', 'gateway'].every((type) => at(String(id), type)));
  const siteId = text(site, 'id');
  const edge =
    mine('mxedges').find((row) => row.site_id && row.for_site === true) ?? mine('mxedges').find((row) => row.site_id);
  const first = async (tool: string, args: Record<string, unknown>): Promise<Row | undefined> => {
    const { data } = await stage.call(tool, { fields: ['*'], ...args });
    return Array.isArray(data.results) ? data.results.find(isRow) : undefined;
  };
  const client = await first('mist_get_stats', { stats_type: 'site_wireless_clients', site_id: siteId });
  const guest = await first('mist_search_guest_authorization', { scope: 'org', start: '-30d' });
  const upgrade = (device_type: string, more = {}) => first('mist_list_upgrades', { device_type, ...more });
  const mxSite = text(edge, 'site_id');
  const siteGuest = await first('mist_search_guest_authorization', { scope: 'site', site_id: siteId, start: '-30d' });
  const now = Math.floor(Date.now() / 1000);
  const symbols: Record<string, string> = {
    ORG: orgId,
    ORGNAME: text(org, 'name'),
    SITE: siteId,
    AP: text(at(siteId, 'ap'), 'id'),
    SWITCH: text(at(siteId, 'switch'), 'id'),
    GW: text(at(siteId, 'gateway'), 'id'),
    MXEDGE: text(mine('mxedges')[0], 'id'),
    MXSITE: mxSite,
    SITEMXEDGE: text(edge, 'id'),
    CLIENT: text(client, 'mac'),
    GUEST: text(guest, 'mac'),
    SITEGUEST: text(siteGuest, 'mac'),
    WLAN: text(mine('wlans')[0], 'id'),
    USERMAC: text(mine('usermacs')[0], 'id'),
    UPGRADE: text(await upgrade('ap'), 'id'),
    MXUPGRADE: text(await upgrade('org_mxedge'), 'id'),
    SITEMXUPGRADE: text(await upgrade('site_mxedge', { site_id: mxSite }), 'id'),
    SSRUPGRADE: text(await upgrade('ssr'), 'id'),
    START: '1767225600',
    END: '1767312000',
    RECENT: String(now - 7200),
    LATELY: String(now - 3600),
  };
  for (const name of ['AP', 'SWITCH', 'GW', 'SITEMXEDGE']) symbols[`${name}MAC`] = symbols[name]?.slice(MAC_AT) ?? '';
  return symbols;
}

/** Puts ids in the place of the capital words. */
export const filled = (value: string, symbols: Readonly<Record<string, string>>): string =>
  value.replace(/\b[A-Z]{2,}\b(?![\w-]*_)/g, (word) => symbols[word] ?? word);
