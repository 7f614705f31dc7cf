import { isRecord, type JsonObject } from '../../core/json.ts';
import type { Line, Panel, Picture } from './model.ts';
import { intervalOf, withMoments } from './moments.ts';
import { plottable } from './number.ts';
import { seriesOfRows } from './table.ts';
import { unitOf } from './units.ts';

/** More panels would be too flat to read. */
const MOST_PANELS = 3;
/** More lines than this cannot be told apart. */
export const MOST_LINES = 8;

/** What is known of the metrics that were asked for. */
export interface InsightQuery {
  /** Names of the metrics, in the order of the question. */
  readonly metrics: readonly string[];
  /** Columns wanted of rows; all where undefined. */
  readonly columns: readonly string[] | undefined;
  /** Unit of a metric as the cloud's list says it. */
  readonly units: ReadonlyMap<string, string>;
}

const isValue = (value: unknown): boolean => value === null || typeof value === 'number';
const isValues = (value: unknown): value is readonly (number | null)[] =>
  Array.isArray(value) && value.length > 1 && value.every(isValue);

/** Values of one metric, or rows of several; or lists of values under their metrics' names. */
function linesOf(body: JsonObject, { metrics, columns, units }: InsightQuery): readonly Line[] {
  const interval = intervalOf(body.interval);
  const unitFor = (name: string): string => unitOf(name, units.get(name));
  const when = { moments: body.rt, start: body.start, interval };
  if (isValues(body.results)) {
    const points = withMoments(body.results, when);
    const [name = 'value'] = metrics;
    return points ? [{ name, unit: unitFor(name), points }] : [];
  }
  if (Array.isArray(body.results)) return seriesOfRows(body.results, columns, { interval, unitFor });
  return Object.entries(body).flatMap(([name, values]): Line[] => {
    const points = name !== 'rt' && isValues(values) ? withMoments(values, when) : undefined;
    return points ? [{ name, unit: unitFor(name), points }] : [];
  });
}

const hasValue = ({ points }: Line): boolean => points.some(([, value]) => value !== null);

/** Bytes are counted over each step; rates and counts are gauged. */
const isPerStep = (unit: string): boolean => /^bytes?$/i.test(unit);

/**
 * What can be drawn of metrics over time: a panel for each unit, lines of the same unit together.
 *
 * @returns undefined where the answer holds no series; an empty picture where it holds nothing at all
 */
export function pictureOfMetrics(answer: unknown, query: InsightQuery): Picture | undefined {
  const body = Array.isArray(answer) ? { results: answer } : answer;
  if (!isRecord(body)) return undefined;
  const interval = intervalOf(body.interval);
  const all = linesOf(body, query);
  const isEmpty = Array.isArray(body.results) && body.results.length === 0;
  if (all.length === 0 && !isEmpty) return undefined;
  const filled = all.filter(hasValue);
  const lines = filled.slice(0, MOST_LINES);
  const units = [...new Set(lines.map(({ unit }) => unit))].slice(0, MOST_PANELS);
  const panels = units.map((unit): Panel => {
    const own = lines.filter((line) => line.unit === unit);
    const [only] = own;
    const label = only && own.length === 1 ? only.name : '';
    return { label, unit, per: isPerStep(unit) ? interval : undefined, form: 'lines', lines: own };
  });
  const drawn = panels.reduce((count, panel) => count + panel.lines.length, 0);
  const left = filled.length - drawn;
  const notes = left > 0 ? [`${left} more series not drawn`] : [];
  return { kind: 'time', panels, interval, notes };
}

/** Whether a picture would show anything: a value in a series that has more than one moment. */
export const hasContent = (picture: Picture): boolean =>
  picture.kind === 'histogram'
    ? picture.bins.some(({ count }) => count > 0)
    : picture.panels.some(({ lines }) =>
        lines.some(({ points }) => points.length > 1 && points.some(([, value]) => plottable(value) !== null)),
      );
