/** Larger amounts are no measurement, and the arithmetic of axes overflows near the end of the range. */
const LARGEST = 1e24;
/** Anything closer to nothing is nothing: differences between such numbers are lost in the arithmetic of axes. */
const SMALLEST = 1e-12;

/**
 * A value of a series as it can be drawn.
 *
 * @returns null for what is no number, and for numbers that no measurement has
 */
export function plottable(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > LARGEST) return null;
  return Math.abs(value) < SMALLEST ? 0 : value;
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });
/** Decimals that show a step exactly; the fewest that do are taken. */
const DECIMALS = [0, 1, 2, 3, 4, 5];
const COMPACT_FROM = 1000;
const COMPACT_TO = 1e15;

/**
 * A number at an axis, short.
 *
 * @param step distance of the axis' ticks: it decides how many decimals are worth showing
 */
export function axisNumber(value: number, step: number): string {
  const size = Math.abs(value);
  if (size >= COMPACT_TO || (step < 1e-4 && size > 0)) return value.toExponential(2).replace('e+', 'e');
  if (step >= COMPACT_FROM && size >= COMPACT_FROM) return compact.format(value);
  const decimals = DECIMALS.find((count) => Math.abs(step * 10 ** count - Math.round(step * 10 ** count)) < 1e-6) ?? 6;
  return value.toFixed(decimals).replace(/^-(?=0(?:\.0*)?$)/, '');
}
