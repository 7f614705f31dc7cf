const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** The API counts seconds; a number this large can only be milliseconds (it is the year 5138 in seconds). */
const MILLISECONDS_FROM = 1e11;

/**
 * Reads a moment as people write it: epoch seconds (or milliseconds), ISO 8601, `now`, or a distance before now such as
 * `-2h`, `7d`, `90m`.
 *
 * @param now epoch milliseconds that relative texts count from
 * @returns epoch seconds, whole
 * @throws Error with a sentence that shows the accepted forms
 */
export function parseTime(text: string, now: number = Date.now()): number {
  const trimmed = text.trim();
  if (trimmed.toLowerCase() === 'now') return Math.floor(now / 1000);
  const relative = /^-?(\d{1,6})\s*([smhdw])$/i.exec(trimmed);
  if (relative) {
    const [, count = '', unit = ''] = relative;
    return Math.floor(now / 1000) - Number(count) * (UNIT_SECONDS[unit.toLowerCase()] ?? 1);
  }
  if (/^\d{9,16}(\.\d+)?$/.test(trimmed)) {
    const value = Number(trimmed);
    return Math.floor(value >= MILLISECONDS_FROM ? value / 1000 : value);
  }
  if (/^\d{4}-\d\d-\d\d/.test(trimmed)) {
    // Without a zone JavaScript reads a date as UTC but a date with time as local: this server's zone means nothing.
    const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(trimmed) || trimmed.length === 10;
    const parsed = Date.parse(zoned ? trimmed : `${trimmed.replace(' ', 'T')}Z`);
    if (!Number.isNaN(parsed)) return Math.floor(parsed / 1000);
  }
  throw new Error(
    `"${text}" is not a time; write epoch seconds, ISO 8601 (2026-01-31T08:00:00Z) or a span back (-2h, 7d)`,
  );
}

/**
 * Epoch seconds (or milliseconds) as ISO 8601 in UTC, without fractions.
 */
export function isoTime(epoch: number): string {
  const milliseconds = epoch >= MILLISECONDS_FROM ? epoch : epoch * 1000;
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
