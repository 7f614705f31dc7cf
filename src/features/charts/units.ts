/** How values of a unit are shown: divided so that the largest has few digits, under the name of what they then are. */
export interface DisplayUnit {
  readonly divisor: number;
  readonly unit: string;
}

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;
const BITS = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'] as const;

/** Units by the names that the API and people have for them. */
const FAMILIES: ReadonlyMap<string, { readonly base: number; readonly names: readonly string[] }> = new Map([
  ['byte', { base: 1024, names: BYTES }],
  ['bytes', { base: 1024, names: BYTES }],
  ['bps', { base: 1000, names: BITS }],
]);

/** Units that a metric's name gives away, where the cloud's list of metrics does not say it. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/(^|[_-])bytes?$/, 'byte'],
  [/(^|[_-])bps$/, 'bps'],
  [/(^|[_-])(rssi|noise_floor)$/, 'dBm'],
  [/(^|[_-])snr$/, 'dB'],
  [/(^|[_-])(cpu|memory|mem|util\w*|utilization|percent|loss)$/, '%'],
  [/(^|[_-])(latency|jitter)$/, 'ms'],
  [/(^|[_-])power_draw$/, 'W'],
];

/** Counts have no unit; the cloud writes some as such. */
const PLAIN = new Set(['count', 'number', 'none']);

/**
 * The unit of a metric.
 *
 * @param said what the cloud's list of metrics says
 */
export function unitOf(name: string, said: string | undefined): string {
  if (said !== undefined && said !== '') return PLAIN.has(said.toLowerCase()) ? '' : said;
  return BY_NAME.find(([form]) => form.test(name))?.[1] ?? '';
}

/**
 * How to show values of a unit up to a size: bytes by powers of 1024, rates by powers of 1000, others as they are.
 *
 * @param peak the largest amount, regardless of its sign
 */
export function shownAs(unit: string, peak: number): DisplayUnit {
  const family = FAMILIES.get(unit.toLowerCase());
  if (!family) return { divisor: 1, unit };
  const { base, names } = family;
  const most = names.length - 1;
  const power = names.findIndex((_, index) => index === most || peak < base ** (index + 1));
  return { divisor: base ** power, unit: names[power] ?? unit };
}

/** Whether heights from zero are what counts; levels in decibels lie far from it. */
export const isAmount = (unit: string): boolean => !/^dB/i.test(unit);

const SPANS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** Seconds as people say them: `1 h`, `10 min`. */
export function span(seconds: number): string {
  const [size, name] = SPANS.find(([one]) => seconds >= one && seconds % one === 0) ?? [1, 's'];
  return `${Number((seconds / size).toPrecision(6))} ${name}`;
}
