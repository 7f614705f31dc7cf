/** One moment of a series, epoch milliseconds, and its value; null where nothing was measured. */
export type Point = readonly [moment: number, value: number | null];

/** One series as it was read from an answer, its name as untrusted as the answer is. */
export interface Line {
  readonly name: string;
  /** What the values count, in the words of the API, such as `byte` or `dBm`; empty where it is a plain number. */
  readonly unit: string;
  readonly points: readonly Point[];
}

/** Series that share one vertical axis. */
export interface Panel {
  /** What the axis shows; empty where the legend tells it. */
  readonly label: string;
  readonly unit: string;
  /** Seconds that each value is the amount of; absent where values are gauged. */
  readonly per?: number | undefined;
  /** Lines beside each other, or amounts of each step that stand on each other. */
  readonly form: 'lines' | 'stack';
  readonly lines: readonly Line[];
}

/** Panels under each other over the same time. */
export interface TimePicture {
  readonly kind: 'time';
  readonly panels: readonly Panel[];
  /** Seconds of one step, where the answer says it. */
  readonly interval?: number | undefined;
  /** What the reader has to know besides: what was left out, what counts as good. */
  readonly notes: readonly string[];
}

/** How often which value was measured. */
export interface Bin {
  /** Bounds of the values; undefined where the bin is open to that side. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly count: number;
}

/** A distribution, with the limit between good and bad where there is one. */
export interface HistogramPicture {
  readonly kind: 'histogram';
  readonly bins: readonly Bin[];
  /** What the values are and what is counted, each with its unit. */
  readonly valueLabel: string;
  readonly countLabel: string;
  readonly limit?: Limit | undefined;
  readonly notes: readonly string[];
}

/** A threshold on the axis of values. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  /** Which side of it is bad: below (`left`) or above (`right`). */
  readonly bad: 'left' | 'right' | undefined;
}

export type Picture = TimePicture | HistogramPicture;

/** What stands over a picture. */
export interface Heading {
  readonly title: string;
  readonly subtitle: string;
}
