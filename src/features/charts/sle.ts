import { isRecord, type JsonObject } from '../../core/json.ts';
import type { Bin, HistogramPicture, Limit, Line, Panel, Picture } from './model.ts';
import { intervalOf, withMoments } from './moments.ts';
import { plottable } from './number.ts';

/** Causes that get a color of their own; the others become one. */
const CAUSES = 6;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const amount = (value: number | null): number => value ?? 0;
const sum = (line: Line): number => line.points.reduce((all, [, value]) => all + amount(value), 0);

/** Part of the time that was good, in percent; nothing where nothing was measured. */
function goodness(samples: JsonObject): (number | null)[] {
  const [total, degraded, said] = [samples.total, samples.degraded, samples.value].map(list);
  if (!total || !degraded || total.length === 0) {
    return list(said).map((value) => (plottable(value) === null ? null : Number(value) * 100));
  }
  return total.map((value, index) => {
    const all = plottable(value);
    const lost = plottable(degraded[index] ?? null);
    return all === null || lost === null || all <= 0 ? null : Math.min(100, Math.max(0, (1 - lost / all) * 100));
  });
}

/** Degraded minutes of one cause. */
function causeOf(classifier: JsonObject, start: unknown): Line[] {
  const samples = isRecord(classifier.samples) ? classifier.samples : {};
  const interval = intervalOf(classifier.interval);
  const points = withMoments(list(samples.degraded), { start, interval });
  return points ? [{ name: text(classifier.name), unit: text(classifier.y_label), points }] : [];
}

/** The causes that cost most, the worst first, and the sum of all others. */
function worst(causes: readonly Line[]): readonly Line[] {
  const sorted = causes.filter((line) => sum(line) > 0).sort((a, b) => sum(b) - sum(a));
  const others = sorted.slice(CAUSES);
  const [first] = others;
  if (!first || others.length === 1) return sorted;
  const values = others.map(({ points }) => new Map(points));
  const points = first.points.map(
    ([moment]) => [moment, values.reduce((all, one) => all + amount(one.get(moment) ?? null), 0)] as const,
  );
  return [...sorted.slice(0, CAUSES), { name: `${others.length} others`, unit: first.unit, points }];
}

const lostPanel = (lines: readonly Line[], per: number | undefined): Panel => ({
  label: 'Degraded',
  unit: lines[0]?.unit ?? '',
  per,
  form: 'stack',
  lines,
});

/** The trend of a service level: how much was good, and below it which classifiers the rest falls on. */
function trendOf(body: JsonObject): Picture | undefined {
  const sle = isRecord(body.sle) ? body.sle : {};
  const interval = intervalOf(sle.interval);
  const samples = isRecord(sle.samples) ? sle.samples : {};
  const points = withMoments(goodness(samples), { start: body.start, interval });
  if (!points) return undefined;
  const good: Panel = {
    label: 'Success rate',
    unit: '%',
    form: 'lines',
    lines: [{ name: 'success rate', unit: '%', points }],
  };
  const causes = worst(list(body.classifiers).flatMap((one) => (isRecord(one) ? causeOf(one, body.start) : [])));
  return {
    kind: 'time',
    panels: causes.length > 0 ? [good, lostPanel(causes, interval)] : [good],
    interval,
    notes: [],
  };
}

/** What one classifier cost over time. */
function classifierOf(body: JsonObject): Picture | undefined {
  if (!isRecord(body.classifier)) return undefined;
  const lines = causeOf(body.classifier, body.start);
  if (lines.length === 0) return undefined;
  const interval = intervalOf(body.classifier.interval);
  return { kind: 'time', panels: [lostPanel(lines, interval)], interval, notes: [] };
}

function binOf(row: unknown): Bin[] {
  if (!isRecord(row)) return [];
  const [from, to] = list(row.range).map(plottable);
  const count = plottable(row.value);
  if (count === null || count < 0 || ((from ?? null) === null && (to ?? null) === null)) return [];
  return [{ from: from ?? undefined, to: to ?? undefined, count }];
}

function histogramOf(body: JsonObject): HistogramPicture | undefined {
  const bins = list(body.data).flatMap(binOf);
  if (bins.length === 0) return undefined;
  return { kind: 'histogram', bins, valueLabel: text(body.x_label), countLabel: text(body.y_label), notes: [] };
}

/**
 * What can be drawn of an answer about a service level.
 *
 * @param body answer of `summary-trend`, a classifier's `summary-trend` or `histogram`
 * @returns undefined where it holds no series
 */
export const pictureOfSle = (body: JsonObject): Picture | undefined =>
  trendOf(body) ?? classifierOf(body) ?? histogramOf(body);

/**
 * The limit between good and degraded.
 *
 * @param body answer of `threshold`; its value is text there, and what the site has set comes before the default
 */
export function limitOf(body: unknown): Limit | undefined {
  if (!isRecord(body)) return undefined;
  const set =
    typeof body.threshold === 'string' && body.threshold.trim() !== '' ? Number(body.threshold) : body.threshold;
  const value = plottable(set) ?? plottable(body.default);
  if (value === null) return undefined;
  const { direction } = body;
  return { value, unit: text(body.units), bad: direction === 'left' || direction === 'right' ? direction : undefined };
}
