import { InputError } from '../../core/errors/input-error.ts';
import { parseMac } from '../../core/ids.ts';
import { asText, isRecord, type JsonObject } from '../../core/json.ts';
import { isoTime } from '../../core/time.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import { resolveSite } from '../../mist/names.ts';
import { walkList, windowOf } from '../../mist/paging/pages.ts';
import { operation } from '../../mist/spec/operations.ts';
import { answeredRows } from '../../tool/own-rows.ts';
import { shapeRows } from '../../tool/shape-rows.ts';
import type { OwnListShaping } from '../../tool/shaping.ts';
import { Lookup, namesOfDevices, present, type SourceContext } from '../lookup/index.ts';
import { ROAMING } from './routes.ts';
import { subjectClient } from './subject-client.ts';

/** Requests beside the pages of the list: organization, site, the client by name, names of devices. */
const OTHERS = 12;
/** Pages of a site's roams that are looked through: the API has no filter by client. */
const MOST_PAGES = 5;

/** Whose roams are wanted, where and when. */
export interface RoamQuestion {
  readonly org_id?: string | undefined;
  readonly site_id: string;
  /** MAC, hostname or user. */
  readonly client: string;
  readonly event_type?: string | undefined;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

function checkType(type: string | undefined): void {
  const known = (operation(ROAMING).query.type?.enum ?? []).map(String);
  if (type === undefined || known.includes(type)) return;
  throw new InputError(
    `\`event_type\` of event_source=roaming must not be ${JSON.stringify(type.slice(0, 60))}.`,
    `It is one of ${known.join(', ')}; or leave it out.`,
  );
}

/**
 * The roams of one client at a site, the latest first, with the names of the access points. All roams of the site are
 * looked through, within a bound of pages.
 *
 * @throws InputError for an unknown site, client or type
 */
export async function roamsOfClient(
  context: SourceContext,
  { org_id, site_id, client, event_type: type, start, end }: RoamQuestion,
  shaping: OwnListShaping,
): Promise<object> {
  checkType(type);
  const lookup = await Lookup.open(context, org_id, MOST_PAGES + OTHERS);
  const siteId = await lookup.counted(() => resolveSite(context, site_id, lookup.orgId));
  const mac = parseMac(client) ?? (await subjectClient(lookup, client)).mac;
  const query = Object.entries({ type, start, end }).flatMap(([name, value]) =>
    value ? [[name, value] as const] : [],
  );
  const first = await context.send(ROAMING, {
    path: { site_id: siteId },
    query: { ...Object.fromEntries(query), limit: MAX_PAGE_SIZE },
  });
  const { rows, pages, completeness } = await walkList(first, (url) => context.get(url), { maxPages: MOST_PAGES });
  const own = rows.filter(isRecord).filter((row) => row.client_mac === mac);
  const names = own.length > 0 ? await namesOfDevices(lookup) : undefined;
  const named = (value: unknown): unknown => names?.byMac.get(asText(value)) ?? value;
  const roams = own
    .sort((a, b) => Number(b.timestamp) - Number(a.timestamp))
    .map(
      ({ timestamp, fromap, ap_mac, latency, ...row }): JsonObject =>
        present({
          timestamp: typeof timestamp === 'number' ? isoTime(timestamp) : undefined,
          ...{ from: named(fromap), to: named(ap_mac), ...row },
          latency_ms: typeof latency === 'number' ? Math.round(latency * 1000) : undefined,
        }),
    );
  const { rows: answer, grouped } = await answeredRows(roams, shaping.question, shaping.work);
  const fields = grouped ? undefined : shaping.fields;
  const { shown, note } = await shapeRows(answer, { ...shaping, fields, keepTimes: true });
  const isAll = completeness.complete === 'yes' && shown.length === answer.length;
  const window = windowOf(first);
  const none = answer.length === 0 ? `None of the ${roams.length} roams fits.` : '';
  const notes = [note, roams.length === 0 ? NONE : none, 'reason' in completeness ? completeness.reason : ''];
  return {
    results: shown,
    total: answer.length,
    returned: shown.length,
    has_more: !isAll,
    complete: isAll ? 'yes' : completeness.complete === 'yes' ? 'no' : completeness.complete,
    looked_through: rows.length,
    ...(window ? { window: { start: isoTime(window.start), end: isoTime(window.end) } } : {}),
    calls: lookup.calls + pages,
    ...(notes.some(Boolean) ? { note: notes.filter(Boolean).join(' ') } : {}),
  };
}

const NONE = 'No roam of this client at the site in the window shown; one that stays on its AP has none.';
