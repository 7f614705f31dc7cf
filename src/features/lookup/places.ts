import { isRecord, type JsonObject } from '../../core/json.ts';
import { type DeviceNames, deviceNames, knownDeviceNames } from '../../mist/device-names.ts';
import { knownSites } from '../../mist/directory.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import { LookupCache } from '../../mist/lookup-cache.ts';
import { rowsOf, totalOf } from '../../mist/paging/pages.ts';
import type { Lookup } from './lookup.ts';

/** A site by what people call it. */
export interface SiteName {
  readonly id: string;
  readonly name: string;
}

/** Sites of an organization as far as one page holds them. */
export interface SitePage {
  readonly entries: readonly SiteName[];
  readonly isWhole: boolean;
  readonly failures: readonly string[];
}

const pages = new LookupCache<SitePage>();

/** Names of the organization's devices; undefined where they could not be had within the bound. */
export async function namesOfDevices(lookup: Lookup): Promise<DeviceNames | undefined> {
  const { context, orgId } = lookup;
  return knownDeviceNames(context, orgId) ?? lookup.run('device names', () => deviceNames(context, orgId));
}

/**
 * Sites of the organization: all of them where they are known or fit one page, else those of the first page. An
 * organization of thousands would take more requests than one look-up may make.
 */
export async function sitePage(lookup: Lookup): Promise<SitePage | undefined> {
  const { context, orgId } = lookup;
  const known = await knownSites(context, orgId);
  if (known) return { entries: known.entries, isWhole: known.failures.length === 0, failures: known.failures };
  return (
    pages.peek(context.session, orgId) ??
    lookup.run('sites', () => pages.get(context.session, orgId, () => readPage(lookup)))
  );
}

async function readPage({ context, orgId }: Lookup): Promise<SitePage> {
  const answer = await context.session.client.send({
    route: 'GET /api/v1/orgs/{org_id}/sites',
    path: { org_id: orgId },
    query: { limit: MAX_PAGE_SIZE, page: 1 },
  });
  const entries = sitesIn(rowsOf(answer).rows ?? []);
  return { entries, isWhole: (totalOf(answer) ?? entries.length) <= entries.length, failures: [] };
}

const sitesIn = (rows: readonly unknown[]): SiteName[] =>
  rows.flatMap((row) =>
    isRecord(row) && typeof row.id === 'string' && typeof row.name === 'string' ? [{ id: row.id, name: row.name }] : [],
  );

/** Sites whose name holds a text, asked of the cloud where not all are known. */
export async function sitesNamedLike(lookup: Lookup, text: string): Promise<readonly SiteName[]> {
  const { orgId } = lookup;
  const page = await sitePage(lookup);
  if (page?.isWhole) return page.entries;
  const found = await lookup.list('sites by name', 'GET /api/v1/orgs/{org_id}/sites/search', {
    path: { org_id: orgId },
    query: { name: text.includes('*') ? text : `*${text}*`, limit: 10 },
  });
  return [...sitesIn(found?.rows ?? []), ...(page?.entries ?? [])];
}

/**
 * Names of some sites by their ids, in one request where they are not known yet. A site whose name cannot be had is left
 * out.
 */
export async function namesOfSites(lookup: Lookup, ids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const { context, orgId } = lookup;
  const wanted = new Set([...ids].filter((id) => id !== ''));
  if (wanted.size === 0) return new Map();
  const page = (await knownSites(context, orgId)) ?? (await pages.peek(context.session, orgId));
  const known = new Map(page?.entries.map(({ id, name }) => [id, name]));
  const [first = '', ...others] = [...wanted].filter((id) => !known.has(id));
  if (first === '') return known;
  if (others.length > 0) {
    const query = { id: [first, ...others], limit: others.length + 1 };
    const path = { org_id: orgId };
    const found = await lookup.list('site names', 'GET /api/v1/orgs/{org_id}/sites/search', { path, query });
    return new Map([...known, ...sitesIn(found?.rows ?? []).map(({ id, name }) => [id, name] as const)]);
  }
  const site = await lookup.one('site name', 'GET /api/v1/sites/{site_id}', { path: { site_id: first } });
  return site && typeof site.name === 'string' ? new Map([...known, [first, site.name]]) : known;
}

/** A text of a row, or undefined where it has none. */
export const textIn = (row: JsonObject, ...names: readonly string[]): string | undefined => {
  for (const name of names) {
    const value = row[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string' && last !== '') return last;
    if (typeof last === 'number') return String(last);
  }
  return undefined;
};
