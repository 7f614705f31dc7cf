import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openLocalStage();
});
afterAll(() => stage.close());

const SITE = '83592ae0-6f17-4a83-a060-fa7db9d97a25';

describe('metrics are discovered', () => {
  it('a wrong SLE metric lists those of the scope', async () => {
    const { data, isError } = await stage.call('mist_get_site_sle', {
      site_id: SITE,
      scope: 'site',
      metric: 'coverag',
      object_type: 'summary',
    });
    expect(isError).toBe(true);
    expect(data.error).toBe('There is no metric "coverag" for scope=site.');
    expect(data.next_step).toMatch(/^Nearest: coverage\b.*Metrics there: .*time-to-connect/);
  });

  it('a wrong classifier lists those of the metric', async () => {
    const query = { site_id: SITE, scope: 'site', metric: 'coverage', classifier: 'weak' };
    for (const object_type of ['impacted_aps', 'classifier_summary_trend']) {
      const { data } = await stage.call('mist_get_site_sle', { ...query, object_type });
      expect(data.error).toBe('There is no classifier "weak" of coverage for scope=site.');
      expect(data.next_step).toMatch(/^Nearest: weak-signal\b.*Classifiers there: .*asymmetry/);
    }
  });

  it('a wrong insight metric lists those of the scope, not of others', async () => {
    const { data } = await stage.call('mist_get_insight_metrics', {
      site_id: SITE,
      object_type: 'site',
      metric: 'switch-cpu',
    });
    expect(data.error).toBe('There is no metric "switch-cpu" for a site.');
    expect(data.next_step).toContain('num_clients');
    expect(String(data.next_step).split('Metrics there:')[1]).not.toContain('switch-cpu');
  });

  it('an error that the metric did not cause stays what it is', async () => {
    const off = stage.cloud.fault({ kind: '503', match: `/api/v1/sites/${SITE}/sle` });
    const { data } = await stage.call('mist_get_site_sle', {
      site_id: SITE,
      scope: 'site',
      metric: 'coverage',
      object_type: 'summary',
    });
    off();
    expect(data.status).toBe(503);
  });
});

describe('an SLE in one figure', () => {
  it('is what the trend adds up to', async () => {
    const query = { site_id: SITE, scope: 'site', metric: 'coverage', start: '-1d' };
    const { data: summary } = await stage.call('mist_get_site_sle', { ...query, object_type: 'summary' });
    const { data: trend } = await stage.call('mist_get_site_sle', { ...query, object_type: 'summary_trend' });
    const samples = Object(Object(trend.sle).samples);
    const sum = (values: unknown): number =>
      (Array.isArray(values) ? values : []).reduce((all, one) => all + Number(one ?? 0), 0);
    expect(Number(summary.success_rate)).toBeCloseTo(1 - sum(samples.degraded) / sum(samples.total), 3);
    const shares = (Array.isArray(summary.classifiers) ? summary.classifiers : []).map((one) =>
      Number(Object(one).degraded),
    );
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });
});

describe('impacted lists', () => {
  it('are lists: limited, with a total and a next page', async () => {
    const query = { site_id: SITE, scope: 'site', metric: 'coverage', object_type: 'impacted_wireless_clients' };
    const { data } = await stage.call('mist_get_site_sle', { ...query, limit: 5 });
    expect(data.returned).toBe(5);
    expect(data.total).toBeGreaterThan(5);
    const { data: more } = await stage.call('mist_get_next_page', { url: data.next });
    const macs = [data.results, more.results].flatMap((rows) =>
      (Array.isArray(rows) ? rows : []).map((row) => row.mac),
    );
    expect(new Set(macs).size).toBe(Math.min(Number(data.total), 25));
  });
});

describe('what is empty, forbidden or limited reads differently', () => {
  it('empty names the window and what to try', async () => {
    const { data } = await stage.call('mist_search_client', { client_type: 'wireless', hostname: 'nobody-has-this' });
    expect(data.results).toEqual([]);
    expect(data.note).toMatch(/not a sign of health.*-7d/);
    expect(data.window).toBeDefined();
  });

  it('a limit that is used up says when to come back', async () => {
    const off = stage.cloud.fault({ kind: 'rate_limit', match: '/api/v1/self/usage', retryAfter: 120 });
    const { data, isError } = await stage.call('mist_get_self', { action_type: 'api_usage' });
    off();
    expect(isError).toBe(true);
    expect(data.retry_after_seconds).toBe(120);
  });

  it('text from strangers stays data in the row that holds it', async () => {
    const { data } = await stage.call('mist_search_client', {
      client_type: 'wireless',
      limit: 1000,
      fields: ['last_hostname'],
    });
    const names = (Array.isArray(data.results) ? data.results : []).map((row) => String(Object(row).last_hostname));
    expect(names.some((name) => /ignore/i.test(name))).toBe(true);
    expect(String(data.note ?? '')).not.toMatch(/ignore/i);
  });
});
