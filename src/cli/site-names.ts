import { isRecord, type JsonObject } from '../core/json.ts';
import { MAX_PAGE_SIZE } from '../mist/limits.ts';
import type { Connection } from './connection.ts';

/** The API writes an id of zeros for what no site has. */
const UNASSIGNED = /^[0-]*$/;

const rowsOf = ({ results }: JsonObject): readonly JsonObject[] =>
  Array.isArray(results) ? results.filter(isRecord) : [];

const siteOf = (row: JsonObject): string | undefined =>
  typeof row.site_id === 'string' && !('site' in row) && !('site_name' in row) ? row.site_id : undefined;

/**
 * Puts the name of the site before its id in every row of a list, since a person thinks in names. It takes one more call
 * where a row has a site; what cannot be looked up stays an id.
 *
 * @param inputs of the call that gave the answer, which may name the organization
 */
export async function withSiteNames(
  answer: JsonObject,
  inputs: JsonObject,
  connection: Connection,
  signal: AbortSignal,
): Promise<JsonObject> {
  const sites = rowsOf(answer).flatMap((row) => siteOf(row) ?? []);
  if (sites.length === 0) return answer;
  const assigned = sites.some((id) => !UNASSIGNED.test(id));
  const names = assigned ? await namesOf(inputs, connection, signal) : new Map<string, string>();
  const results = rowsOf(answer).map((row) => {
    const id = siteOf(row);
    if (id === undefined) return row;
    const site = UNASSIGNED.test(id) ? '(no site)' : names.get(id);
    if (site === undefined) return row;
    return Object.fromEntries(
      Object.entries(row).flatMap(([name, value]) =>
        name === 'site_id'
          ? [
              ['site', site],
              [name, value],
            ]
          : [[name, value]],
      ),
    );
  });
  return { ...answer, results };
}

async function namesOf(
  { org_id, profile }: JsonObject,
  connection: Connection,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const question = {
    info_type: 'site',
    fields: ['id', 'name'],
    limit: MAX_PAGE_SIZE,
    ...(org_id ? { org_id } : {}),
    ...(profile ? { profile } : {}),
  };
  try {
    const { data } = await connection.call('mist_get_org_or_site_info', question, signal);
    return new Map(rowsOf(data).map(({ id, name }) => [String(id), String(name)]));
  } catch {
    // The tool may not be offered; the ids are an answer too.
    return new Map();
  }
}
