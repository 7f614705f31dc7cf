import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { familyNames } from '../../src/mist/families.ts';
import { tools } from '../../src/tools/index.ts';
import type { ToolAnswer } from '../harness/answer.ts';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';
import { filled, lines, symbolsOf } from './request-table.ts';

/**
 * What an answer offers is accepted when it is fed back: every `next`, and the ids, names and MAC addresses of its rows.
 */

let stage: Stage;
let symbols: Record<string, string>;
beforeAll(async () => {
  stage = await openLocalStage({ env: { MISTMCP_MAX_RESPONSE_TOKENS: '2000' } });
  symbols = await symbolsOf(stage);
});
afterAll(async () => {
  expect(stage.cloud.violations).toEqual([]);
  await stage.close();
});

const takesLimit = new Set(tools.filter(({ inputs }) => 'limit' in inputs).map(({ name }) => name));

type Row = Readonly<Record<string, unknown>>;

const rowsOf = ({ data }: ToolAnswer): readonly Row[] => (Array.isArray(data.results) ? data.results.map(Object) : []);

async function accepted(tool: string, args: Record<string, unknown>): Promise<ToolAnswer> {
  const answer = await stage.call(tool, args);
  expect(answer.isError, `${tool} ${JSON.stringify(args)}: ${answer.text}`).toBe(false);
  return answer;
}

const textOf = (row: Row | undefined, name: string): string | undefined => {
  const value = row?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

describe('every list of the table of requests, two rows at a time', () => {
  let followed = 0;
  afterAll(() => expect(followed).toBeGreaterThan(50));

  it.each(lines)('$name', async ({ tool, args }) => {
    const given = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, filled(value, symbols)]));
    const first = await accepted(tool, { ...given, ...(takesLimit.has(tool) ? { limit: 2 } : {}) });
    let page = first;
    followed += typeof page.data.next === 'string' ? 1 : 0;
    for (let pages = 0; pages < 3 && typeof page.data.next === 'string'; pages += 1) {
      page = await accepted('mist_get_next_page', { [pages % 2 === 0 ? 'url' : 'next']: page.data.next });
    }
    for (const row of rowsOf(first).slice(0, 2)) {
      const site = textOf(row, 'site_id');
      if (site !== undefined) await accepted('mist_search_device', { site_id: site, limit: 1 });
      const device = textOf(row, 'device_id');
      if (device !== undefined) await accepted('mist_get_stats', { stats_type: 'org_devices', object_id: device });
      const mac = textOf(row, 'mac') ?? textOf(row, 'client_mac') ?? textOf(row, 'ap_mac');
      if (mac !== undefined) await accepted('mist_search_device', { mac, limit: 1 });
    }
  });
});

describe('configuration objects of every family', () => {
  it.each(familyNames)('%s: its id and its name are taken back', async (object_type) => {
    const place = { object_type, ...(object_type.startsWith('site_') ? { site_id: symbols.SITE } : {}) };
    const list = await accepted('mist_get_configuration_objects', { ...place, limit: 2 });
    const [row] = rowsOf(list);
    const id = textOf(row, 'id');
    if (id !== undefined) {
      for (const object_id of [id, id.toUpperCase(), id.replaceAll('-', '')])
        await accepted('mist_get_configuration_objects', { ...place, object_id });
    }
    const name = textOf(row, 'name') ?? textOf(row, 'ssid');
    if (name === undefined) return;
    const found = await accepted('mist_get_configuration_objects', { ...place, name });
    expect(rowsOf(found).length).toBeGreaterThan(0);
  });
});

describe('names that an answer shows', () => {
  it('of sites are taken as site_id by a search', async () => {
    const sites = await accepted('mist_get_org_or_site_info', {
      info_type: 'site',
      limit: 1000,
      fields: ['name', 'id'],
    });
    expect(rowsOf(sites).length).toBeGreaterThan(3);
    for (const { name, id } of rowsOf(sites)) {
      const byName = await accepted('mist_search_device', { site_id: name, device_type: 'ap', limit: 1 });
      const byId = await accepted('mist_search_device', { site_id: id, device_type: 'ap', limit: 1 });
      // Measurements go on between the two calls; which device it is does not.
      const known = ({ data: { total, results } }: ToolAnswer) => ({
        total,
        macs: [results].flat().map((row) => Object(row).mac),
      });
      expect(known(byName)).toEqual(known(byId));
    }
  });

  it('of the organization are taken as org_id', async () => {
    const { data } = await accepted('mist_get_org_or_site_info', { info_type: 'org' });
    await accepted('mist_get_org_or_site_info', { info_type: 'org', org_id: data.name });
    await accepted('mist_get_org_or_site_info', { info_type: 'org', org_id: data.id });
  });
});
