import { asText, type JsonObject } from '../../core/json.ts';
import { isoTime } from '../../core/time.ts';
import { daysLeft } from '../../tool/rows/distance.ts';
import { type Lookup, present, textIn } from '../lookup/index.ts';
import { CLIENT_EVENTS, NAC, NAC_EVENTS, ROAMING } from './routes.ts';

const numberIn = (row: JsonObject, name: string): number =>
  typeof row[name] === 'number' ? Number(row[name]) : Number.NaN;
const timeIn = (row: JsonObject, name: string): string | undefined =>
  Number.isNaN(numberIn(row, name)) ? undefined : isoTime(numberIn(row, name));

/** What tells of an event that something went wrong. */
const FAILED = /FAIL|DENY|DENIED|STUCK|TIMEOUT|REJECT|BLOCK|DEAUTH/;
const EVENTS = 200;

/** What went wrong for a client in the last day, each kind once with its count; undefined where it could not be had. */
export async function failuresOf(
  lookup: Lookup,
  siteId: string,
  mac: string,
): Promise<readonly JsonObject[] | undefined> {
  const found = await lookup.list('client events', CLIENT_EVENTS, {
    path: { site_id: siteId, client_mac: mac },
    query: { duration: '1d', limit: EVENTS },
  });
  if (found && found.total > found.rows.length) {
    lookup.skip('client events', `${found.rows.length} of ${found.total} only`);
  }
  const kinds = new Map<string, { count: number; last: JsonObject }>();
  for (const row of found?.rows ?? []) {
    const type = textIn(row, 'type') ?? '';
    if (!FAILED.test(type)) continue;
    const known = kinds.get(type);
    const isNewer = known === undefined || numberIn(row, 'timestamp') > numberIn(known.last, 'timestamp');
    kinds.set(type, { count: (known?.count ?? 0) + 1, last: isNewer ? row : known.last });
  }
  return (
    found &&
    [...kinds].map(([type, { count, last }]) =>
      present({ type, count, last: timeIn(last, 'timestamp'), text: last.text }),
    )
  );
}

const ROAMS = 1000;
const SHOWN_ROAMS = 5;

/** How a client went from AP to AP in the last day, the latest first; undefined where it could not be had. */
export async function roamingOf(
  lookup: Lookup,
  { siteId, mac, names }: { siteId: string; mac: string; names: ReadonlyMap<string, string> | undefined },
): Promise<JsonObject | undefined> {
  const found = await lookup.list('roaming', ROAMING, {
    path: { site_id: siteId },
    query: { duration: '1d', limit: ROAMS },
  });
  if (found && found.total > found.rows.length)
    lookup.skip('roaming', `the latest ${found.rows.length} roams of the site only`);
  const own = (found?.rows ?? [])
    .filter((row) => row.client_mac === mac)
    .sort((a, b) => numberIn(b, 'timestamp') - numberIn(a, 'timestamp'));
  const named = (value: unknown) => names?.get(asText(value)) ?? value;
  const path = own.slice(0, SHOWN_ROAMS).map((row) =>
    present({
      ...{ at: timeIn(row, 'timestamp'), from: named(row.fromap), to: named(row.ap_mac), result: row.type },
      latency_ms: Number.isNaN(numberIn(row, 'latency')) ? undefined : Math.round(numberIn(row, 'latency') * 1000),
    }),
  );
  return found && { roams_of_last_day: own.length, ...(path.length > 0 ? { path } : {}) };
}

/** What access control decided on a client, and what its latest event says; undefined where it was never asked. */
export async function accessOf(
  lookup: Lookup,
  mac: string,
  known: JsonObject | undefined,
): Promise<Access | undefined> {
  const path = { org_id: lookup.orgId };
  const [clients, events] = await Promise.all([
    known ? undefined : lookup.list('NAC clients', NAC, { path, query: { mac, duration: '14d', limit: 1 } }),
    lookup.list('NAC events', NAC_EVENTS, { path, query: { mac, duration: '14d', limit: 10 } }),
  ]);
  const row = known ?? clients?.rows[0];
  const [event] = [...(events?.rows ?? [])].sort((a, b) => numberIn(b, 'timestamp') - numberIn(a, 'timestamp'));
  if (!row && !event) return undefined;
  const expiry = numberIn(row ?? {}, 'last_cert_expiry');
  const now = Date.now() / 1000;
  const shown = present({
    ...{ status: row?.last_status, rule: row?.last_nacrule_name, auth: row?.auth_type ?? event?.auth_type },
    last_event: event?.type,
    at: event && timeIn(event, 'timestamp'),
    ...{ role: event?.idp_role, labels: event?.usermac_label, assigned: event?.resp_attrs },
    certificate_expires: Number.isNaN(expiry) ? undefined : isoTime(expiry),
    certificate_days_left: Number.isNaN(expiry) ? undefined : daysLeft(expiry, now),
    ...{ mdm: row?.mdm_compliance, edr: row?.edr_status },
  });
  return {
    shown: withoutEmptyLists(shown),
    vlan: textIn(event ?? {}, 'vlan'),
    vlanSource: textIn(event ?? {}, 'vlan_source'),
  };
}

/** What access control says, and the VLAN that it gave. */
export interface Access {
  readonly shown: JsonObject;
  readonly vlan?: string | undefined;
  readonly vlanSource?: string | undefined;
}

const withoutEmptyLists = (row: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => !Array.isArray(value) || value.length > 0));
