import { asText, isRecord, type JsonObject } from '../../core/json.ts';
import { isoTime } from '../../core/time.ts';
import { daysLeft } from '../../tool/rows/distance.ts';

/** Subscriptions that end within so many days are told. */
const SOON_DAYS = 90;
const DAY = 86_400;
/** Service levels that a row names, the worst first. */
const WORST = 2;
/** Releases that a row names of one type of device. */
const MOST_VERSIONS = 4;

const recordsIn = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const countOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Sites and devices of an organization, by its statistics. */
export const devicesIn = (stats: JsonObject): JsonObject => ({
  sites: countOf(stats.num_sites),
  devices: countOf(stats.num_devices),
  away: countOf(stats.num_devices_disconnected),
});

/** Its worst service levels: the share of the users' minutes that met the goal, in percent. */
export function worstLevels({ sle }: JsonObject): JsonObject {
  const levels = recordsIn(sle).flatMap(({ path, user_minutes: minutes }) => {
    const { ok, total } = isRecord(minutes) ? minutes : {};
    if (typeof path !== 'string' || typeof ok !== 'number' || typeof total !== 'number' || total <= 0) return [];
    return [{ path, percent: Math.round((ok / total) * 1000) / 10 }];
  });
  const worst = levels.sort((a, b) => a.percent - b.percent).slice(0, WORST);
  return { worst_sle: Object.fromEntries(worst.map(({ path, percent }) => [path, percent])) };
}

/**
 * Critical alarms that nobody acknowledged and that are not over.
 *
 * @param rows the first page
 * @param total rows of all pages, where the cloud says so
 */
export function openAlarms(rows: readonly JsonObject[], total: number | undefined): JsonObject {
  const open = rows.filter(({ status }) => status !== 'resolved');
  const types = new Map<string, number>();
  for (const { type } of open) types.set(asText(type), (types.get(asText(type)) ?? 0) + 1);
  return {
    critical_alarms: open.length,
    ...(total !== undefined && total > rows.length ? { alarms_beyond_first_page: total - rows.length } : {}),
    ...(types.size > 0 ? { alarm_types: Object.fromEntries(types) } : {}),
  };
}

/** Subscriptions that end soon or have ended, the first to end first. @param now epoch seconds */
export function endingLicenses(licenses: unknown, now: number): JsonObject {
  const ending = recordsIn(licenses)
    .flatMap(({ type, quantity, end_time: end }) =>
      typeof end === 'number' && end > 0 && end < now + SOON_DAYS * DAY ? [{ type, quantity, end }] : [],
    )
    .sort((a, b) => a.end - b.end)
    .map(({ type, quantity, end }) => ({
      type,
      quantity,
      end: isoTime(end),
      days_left: daysLeft(end, now),
    }));
  return { licenses_end: ending };
}

/** Types of subscription of which more are needed than there are. */
export function shortLicenses({ entitled, summary }: JsonObject): JsonObject {
  const has = isRecord(entitled) ? entitled : {};
  const short = Object.entries(isRecord(summary) ? summary : {}).flatMap(([type, used]) => {
    const lacking = Number(used) - Number(has[type] ?? 0);
    return lacking > 0 ? [[type, lacking] as const] : [];
  });
  return short.length > 0 ? { licenses_short: Object.fromEntries(short) } : {};
}

/** How many devices of a type run which release; the most common first, the rest together. */
export function versionsIn(body: unknown): JsonObject | undefined {
  const counts = recordsIn(isRecord(body) ? body.results : undefined).flatMap(({ version, count }) =>
    typeof count === 'number' && count > 0 ? [[asText(version ?? '') || 'unknown', count] as const] : [],
  );
  if (counts.length === 0) return undefined;
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const others = sorted.slice(MOST_VERSIONS);
  const rest = others.reduce((sum, [, count]) => sum + count, 0);
  return Object.fromEntries([
    ...sorted.slice(0, MOST_VERSIONS),
    ...(rest > 0 ? [[`${others.length} other releases`, rest] as const] : []),
  ]);
}
