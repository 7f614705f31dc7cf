import formats from 'ajv-formats';
import { OpenAPIBackend } from 'openapi-backend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { family, familyNames } from '../../src/mist/families.ts';
import { tools } from '../../src/tools/index.ts';
import type { ToolAnswer } from '../harness/answer.ts';
import { openLocalStage } from '../harness/local-stage.ts';
import { isLookup } from '../harness/lookups.ts';
import { specPath } from '../harness/spec.ts';
import type { Stage } from '../harness/stage.ts';
import { filled, lines, symbolsOf } from './request-table.ts';

let stage: Stage;
let symbols: Record<string, string>;
beforeAll(async () => {
  stage = await openLocalStage();
  symbols = await symbolsOf(stage);
  // A site id in a filter is checked once, with a request of its own; the table is about what comes after it.
  await stage.call('mist_search_device', { site_id: symbols.SITE, device_type: 'ap' });
});
afterAll(() => stage.close());

/** Lists that names were taken from. */
const lookedUp = new Set<string>();

/** Requests that the table's calls made, for the judge. */
const made: { method: string; path: string; query: string }[] = [];

const sorted = (query: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return pairs.length > 0 ? `?${pairs.sort().join('&')}` : '';
};

/** A list has its rows and says whether there is more; anything else is one object. */
function expectShape({ data, isError, text }: ToolAnswer): void {
  expect(isError, text).toBe(false);
  if (!('results' in data)) {
    expect(Object.keys(data).length, text).toBeGreaterThan(0);
    return;
  }
  expect(Array.isArray(data.results)).toBe(true);
  expect(data.returned).toBe(Array.isArray(data.results) ? data.results.length : -1);
  expect(data.has_more).toBe(typeof data.next === 'string');
  if (data.returned === 0) expect(data.note, text).toMatch(/^Nothing matched|^The list ended/);
}

describe('every selector value with few and with many inputs', () => {
  it('has ids for every word of the table', () => {
    expect(Object.entries(symbols).filter(([, id]) => id === '')).toEqual([]);
  });

  it.each(lines)('$name', async ({ tool, args, requests: wanted }) => {
    const before = stage.cloud.requests.length;
    const violated = stage.cloud.violations.length;
    const given = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, filled(value, symbols)]));
    const answer = await stage.call(tool, given);
    const requests = stage.cloud.requests.slice(before);
    const all = requests.map(({ method, path, query }) => `${method} ${path}${sorted(query)}`);
    const expected = wanted.map((request) => `GET /api/v1/${filled(request, symbols)}`);
    const lookups = all.filter((request) => isLookup(request) && !expected.includes(request));
    expect(all.filter((request) => !lookups.includes(request))).toEqual(expected);
    // Names are looked up where rows hold ids, each list once for all calls.
    expect(lookups.filter((request) => lookedUp.has(request))).toEqual([]);
    for (const request of lookups) lookedUp.add(request);
    for (const { method, path, query } of requests)
      made.push({ method, path, query: new URLSearchParams(query).toString() });
    expect(stage.cloud.violations.slice(violated)).toEqual([]);
    expectShape(answer);
  });

  it('leaves out no operation of a tool over routes', () => {
    const wanted = tools.flatMap((tool) =>
      Object.entries(tool.operations).map(([key]) => (tool.select ? `${tool.name} ${tool.select}=${key}` : tool.name)),
    );
    const missing = wanted.filter((one) => {
      const [tool = '', selected = ''] = one.split(' ');
      return !lines.some((line) => line.tool === tool && (selected === '' || line.name.includes(` ${selected}`)));
    });
    expect(missing).toEqual([]);
  });
});

describe('configuration objects of every family', () => {
  it.each(familyNames)('%s, as written and as it is effective', async (name) => {
    const found = family(name);
    const place = { object_type: name, ...(found?.scope === 'site' ? { site_id: symbols.SITE } : {}) };
    const before = stage.cloud.requests.length;
    expectShape(await stage.call('mist_get_configuration_objects', place));
    if (found?.derived) {
      const args = { ...place, site_id: symbols.SITE, computed: true };
      expectShape(await stage.call('mist_get_configuration_objects', args));
    }
    for (const { method, path, query } of stage.cloud.requests.slice(before))
      made.push({ method, path, query: new URLSearchParams(query).toString() });
  });
});

describe.skipIf(specPath === undefined)(
  'an independent judge with the untouched specification (skipped where it is not at hand)',
  () => {
    it('refuses none of the requests', async () => {
      const api = new OpenAPIBackend({
        definition: specPath ?? '',
        quick: true,
        customizeAjv: (ajv) => formats.default(ajv),
      });
      await api.init();
      expect(made.length).toBeGreaterThan(100);
      const refused = made.flatMap(({ method, path, query }) => {
        const request = { method, path, query, headers: {} };
        const { valid, errors } = api.validateRequest(request);
        return valid ? [] : [`${method} ${path}?${query}: ${JSON.stringify(errors)}`];
      });
      expect(refused).toEqual([]);
      const wrong = { path: `/api/v1/sites/${symbols.SITE}/rrm/channel_scores/band/7`, method: 'GET', headers: {} };
      expect(api.validateRequest(wrong).valid).toBe(false);
    });
  },
);
