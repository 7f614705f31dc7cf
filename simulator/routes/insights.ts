import { type Answer, type Call, type Handlers, object, parameter, refuse, rows } from '../call.ts';
import { type Grid, gridOf, suitableInterval } from '../grid.ts';
import { observe, type Target } from '../insights/observed.ts';
import { samplesOf } from '../insights/samples.ts';
import { type Json, type Row, textOf } from '../json.ts';
import { MAX_LIMIT } from '../paging.ts';
import { durationSeconds } from '../window.ts';
import { INTERVALS, type InsightScope, METRICS, metricList } from '../world/insights.ts';
import { isScore, type SleKind, siteScores } from '../world/site-scores.ts';

/** The steps of an answer, or a refusal of an interval that nothing is kept in. */
function gridFor(call: Call): Grid | undefined {
  const asked = call.query.interval;
  const interval = asked === undefined ? suitableInterval(call.window) : durationSeconds(asked);
  const kept = Object.values(INTERVALS).some((one) => one.interval === interval);
  return kept && interval !== undefined ? gridOf(call.window, interval) : undefined;
}

const wrongInterval = (): Answer => refuse(400, `interval must be one of ${Object.keys(INTERVALS).join(', ')}`);

const knows = (scope: InsightScope, name: string): boolean =>
  Object.hasOwn(METRICS, name) && (METRICS[name]?.scopes.includes(scope) ?? false);

/** Applications by what they transferred. */
function topApps(target: Target, grid: Grid): Row[] {
  const total = samplesOf(target, 'bytes', grid).reduce((all, one) => all + (one.value ?? 0), 0);
  const parts = { teams: 0.4, netflix: 0.25, zoom: 0.2, salesforce: 0.1, dropbox: 0.05 };
  return Object.entries(parts).map(([app, part]) => ({ app, bytes: Math.round(total * part) }));
}

/** Several series as rows, one for each step; null where nothing was measured. */
function table(target: Target, names: readonly string[], grid: Grid): Row[] {
  const columns = names.map((name) => [name, samplesOf(target, name, grid)] as const);
  return grid.times.map((timestamp, index) => ({
    timestamp,
    ...Object.fromEntries(columns.map(([name, samples]) => [name, samples[index]?.value ?? null])),
  }));
}

/** Metrics of a site or client, as rows. */
function metrics(scope: 'site' | 'client'): (call: Call) => Answer {
  return (call) => {
    const names = (call.query.metrics ?? '').split(',');
    const target = observe(call, scope);
    if (!target || !names.every((name) => knows(scope, name))) return undefined;
    const grid = gridFor(call);
    if (!grid) return wrongInterval();
    const more = { interval: grid.interval };
    if (names.every((name) => METRICS[name]?.read)) return rows(table(target, names, grid), more);
    if (names.length > 1) return refuse(400, 'a top list cannot be combined with other metrics');
    return rows(topApps(target, grid), more);
  };
}

const stamp = (time: number): string =>
  new Date(time * 1000).toISOString().replace('T', ' ').replace('.000Z', '+00:00');

/** The part of a list that a page shows, where it must run along with the rows. */
function pageOf<T>(call: Call, list: readonly T[]): T[] {
  const limit = Math.min(Number(parameter(call, 'limit')) || 100, MAX_LIMIT);
  const offset = (Number(parameter(call, 'page')) - 1) * limit;
  return list.slice(offset, offset + limit);
}

/** Metrics of a device: one series is its values with their times beside them, several are rows. */
function device(scope: 'ap' | 'switch' | 'gateway' | 'mxedge' | 'any'): (call: Call) => Answer {
  return (call) => {
    const names = (call.path.metric ?? call.query.metrics ?? '').split(',');
    const target = observe(call, scope);
    if (!target || !names.every((name) => knows(target.scope, name))) return undefined;
    const grid = gridFor(call);
    if (!grid) return wrongInterval();
    const port = call.query.port_id;
    if (port !== undefined && !names.every((name) => METRICS[name]?.ports)) return refuse(400, 'not known for a port');
    if (port !== undefined && !target.ports.includes(port)) return undefined;
    const part = port === undefined ? 1 : 1 / target.ports.length;
    const own: Target = { ...target, observed: { ...target.observed, part: target.observed.part * part } };
    const [first = '', ...others] = names;
    if (others.length > 0) return rows(table(own, names, grid), { interval: grid.interval });
    const known = samplesOf(own, first, grid).filter((one) => one.value !== undefined);
    const rt = pageOf(call, known).map((one) => stamp(one.time));
    const values = known.map((one): Json => one.value ?? 0);
    return rows(values, { interval: grid.interval, rt });
  };
}

const KINDS: Readonly<Record<string, SleKind>> = { wifi: 'wifi', wired: 'wired', wan: 'wan' };

function sitesSle(call: Call): Answer {
  const grid = gridFor(call);
  if (!grid) return wrongInterval();
  const kind = KINDS[call.query.sle ?? 'wifi'] ?? 'wifi';
  return rows(siteScores(call.world, call.now, kind, call.path.org_id ?? '', grid), { interval: grid.interval });
}

/** The sites of an organization, the worst first by one of their service levels. */
function worstSites(call: Call, grid: Grid): Answer {
  const sle = call.query.sle ?? 'coverage';
  const kind = Object.values(KINDS).find((one) => isScore(one, sle));
  if (!kind) return undefined;
  const scores = siteScores(call.world, call.now, kind, call.path.org_id ?? '', grid);
  const value = (row: Row) => Number(row[sle] ?? 2);
  return rows(
    scores.sort((a, b) => value(a) - value(b) || textOf(a, 'site_id').localeCompare(textOf(b, 'site_id'))),
    { interval: grid.interval },
  );
}

function org(call: Call): Answer {
  const { metric = '' } = call.path;
  const grid = gridFor(call);
  if (!knows('org', metric)) return undefined;
  if (!grid) return wrongInterval();
  if (metric === 'worst-sites-by-sle') return worstSites(call, grid);
  if (call.query.sle !== undefined) return refuse(400, 'sle belongs to worst-sites-by-sle');
  const target = observe(call, 'org');
  if (!target) return undefined;
  const list = METRICS[metric]?.read ? table(target, [metric], grid) : topApps(target, grid);
  return rows(list, { interval: grid.interval });
}

/** Time series and top lists. */
export const insights: Handlers = {
  'GET /api/v1/const/insight_metrics': () => object(metricList()),
  'GET /api/v1/orgs/{org_id}/insights/sites-sle': sitesSle,
  'GET /api/v1/orgs/{org_id}/insights/{metric}': org,
  'GET /api/v1/sites/{site_id}/insights': metrics('site'),
  'GET /api/v1/sites/{site_id}/insights/client/{client_mac}': metrics('client'),
  'GET /api/v1/sites/{site_id}/insights/device/{device_mac}/{metric}': device('any'),
  'GET /api/v1/sites/{site_id}/insights/ap/{device_id}/stats': device('ap'),
  'GET /api/v1/sites/{site_id}/insights/switch/{device_mac}/{metric}': device('switch'),
  'GET /api/v1/sites/{site_id}/insights/gateway/{device_id}/stats': device('gateway'),
  'GET /api/v1/sites/{site_id}/insights/mxedge/{device_mac}/{metric}': device('mxedge'),
};
