/** Bounds and step of an axis whose ticks are round numbers. */
export interface AxisScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** The next round number: 1, 2, 2.5 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** A multiple without the dust of binary fractions. */
const clean = (value: number): number => Number(value.toPrecision(12));

/**
 * An axis for values: it begins at zero unless that would hide what differs.
 *
 * @param values at least one finite number
 * @param ticks how many steps there should be, about
 * @param fromZero whether amounts are shown, whose height must be comparable; signal levels are not
 */
export function axisFor(values: readonly number[], ticks: number, fromZero: boolean): AxisScale {
  let low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  let high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (fromZero) {
    low = Math.min(0, low);
    high = Math.max(0, high);
  }
  const size = Math.max(Math.abs(low), Math.abs(high));
  // All values the same, or so near that their difference is lost in their own rounding.
  if (high - low <= size * 1e-9) {
    const margin = size === 0 ? 1 : size * 0.1;
    high += margin;
    if (low !== 0 || !fromZero) low -= margin;
  }
  const step = roundUp((high - low) / ticks);
  const min = clean(Math.floor(low / step + 1e-9) * step);
  const top = clean(Math.ceil(high / step - 1e-9) * step);
  return { min, max: top > min ? top : clean(min + step), step };
}
