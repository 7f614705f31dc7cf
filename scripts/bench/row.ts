/** One line of the report. */
export interface Row {
  readonly name: string;
  /** What was measured, in the unit that is written behind it. */
  readonly value: number;
  readonly unit: string;
  /** The same of what it is compared with, measured in turn with it. */
  readonly baseline?: number;
  /** Value by baseline: what can be compared between machines. */
  readonly ratio?: number;
  /** In words; only what has a goal can miss it. */
  readonly goal?: string;
  readonly met?: boolean;
  /** Whether `--guard` holds it, which a machine with other work can. */
  readonly guard?: boolean;
}

/** How much is measured. */
export interface Scale {
  /** Repetitions of what takes a tenth of a second. */
  readonly rounds: number;
  readonly quick: boolean;
}

/** One subject of the report. */
export interface Measure {
  readonly name: string;
  run(scale: Scale): Promise<readonly Row[]>;
}

/** A quantile, 0 to 1, of numbers in any order. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** A row with its ratio; `most` is the goal for it. */
export function compared(name: string, unit: string, value: number, baseline: number, most?: number): Row {
  const ratio = value / baseline;
  const goal = most === undefined ? {} : { goal: `ratio ≤ ${most}`, met: ratio <= most };
  return { name, unit, value, baseline, ratio, ...goal };
}

/** A row that stands for itself; `most` is the goal for it, in its unit. */
export function bounded(name: string, unit: string, value: number, most: number): Row {
  return { name, unit, value, goal: `≤ ${most} ${unit}`, met: value <= most };
}
