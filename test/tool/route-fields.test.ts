import { describe, expect, it } from 'vitest';
import { operation } from '../../src/mist/spec/operations.ts';
import { routeFields } from '../../src/tool/route-fields.ts';
import { ask } from './stats-tool.ts';

describe("a route's own fields query", () => {
  const parameter = { type: 'string' } as const;

  it.each([
    [
      ['port_stat.up', 'port_stat.down', 'name'],
      ['port_stat', 'name'],
    ],
    [['ports[].up', 'ports[]'], ['ports']],
    [['name', '*'], ['*']],
    [[], undefined],
    [undefined, undefined],
  ])('is asked for the roots of %j', (columns, wanted) => {
    expect(routeFields(parameter, columns)).toEqual(wanted);
  });

  it('with an enum means something else, and is left alone', () => {
    const { query } = operation('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impact-summary');
    expect(query.fields && routeFields(query.fields, ['ap'])).toBeUndefined();
  });

  it('is sent with the columns wanted, else with those shown by default', async () => {
    const fieldsOf = (sent: readonly string[]) =>
      sent.map((url) => new URL(url, 'https://x').searchParams.get('fields'));
    const row = { mac: 'a', port_stat: { up: 1 } };
    const wanted = await ask({ type: 'all', fields: ['mac', 'port_stat.up'] }, () => ({ body: [row] }));
    expect(fieldsOf(wanted.sent)).toEqual(['mac,port_stat']);
    expect(wanted.data.results).toEqual([{ mac: 'a', 'port_stat.up': 1 }]);
    const shown = await ask({ type: 'devices', limit: 1 }, () => ({ body: [row] }));
    expect(fieldsOf(shown.sent)).toEqual(['mac,seen']);
    const all = await ask({ type: 'all', fields: ['*'] }, () => ({ body: [row] }));
    expect(fieldsOf(all.sent)).toEqual(['*']);
  });
});
