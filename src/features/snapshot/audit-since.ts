import { isRecord } from '../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import { walkList } from '../../mist/paging/walk.ts';
import type { LookupContext } from '../../tool/context.ts';
import type { Unit } from './model.ts';

/** Seconds that clocks may differ by. */
const SLACK_S = 60;

/** Where something was changed. */
export interface ChangedSince {
  /** Requests that it took to know. */
  readonly calls: number;
  touches(unit: Unit): boolean;
}

/**
 * Where the audit log names changes since a time: sites, or the organization. An entry without a site counts for the
 * whole organization, also a login: reading once too often does no harm.
 *
 * @param since epoch seconds
 * @throws MistError where the log cannot be read
 */
export async function changedSince(context: LookupContext, orgId: string, since: number): Promise<ChangedSince> {
  let calls = 1;
  const first = await context.send('GET /api/v1/orgs/{org_id}/logs/search', {
    path: { org_id: orgId },
    query: { start: String(Math.floor(since) - SLACK_S), limit: MAX_PAGE_SIZE },
  });
  const { rows, stopped } = await walkList(first, (url) => {
    calls += 1;
    return context.get(url);
  });
  // What the log was not read to the end of may have changed anything.
  if (stopped !== 'end') return { calls, touches: () => true };
  const sites = new Set<string>();
  let org = false;
  for (const row of rows.filter(isRecord)) {
    if (typeof row.site_id === 'string' && row.site_id !== '') sites.add(row.site_id);
    else org = true;
  }
  return { calls, touches: ({ site }) => (site ? sites.has(site.id) : org) };
}
