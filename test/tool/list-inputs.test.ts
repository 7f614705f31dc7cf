import { describe, expect, it } from 'vitest';
import { limit, org_id } from '../../src/tool/inputs.ts';
import { readListInputs, withListInputs } from '../../src/tool/list-inputs.ts';

const inputs = { org_id, limit };
const LIST = 'GET /api/v1/orgs/{org_id}/sites';
const CREATE = 'POST /api/v1/orgs/{org_id}/sites';

describe('withListInputs', () => {
  it('gives a tool of lists its inputs', () => {
    const names = ['org_id', 'limit', 'where', 'group_by', 'sort', 'all_pages', 'confirm_cost'];
    expect(Object.keys(withListInputs(inputs, [LIST]))).toEqual(names);
  });

  it.each([
    ['a tool without a limit', { org_id }, [LIST]],
    ['a tool that changes something', inputs, [LIST, CREATE]],
    ['a tool without routes', inputs, []],
  ] as const)('leaves %s as it is', (_, own, routes) => {
    expect(withListInputs(own, routes)).toBe(own);
  });
});

describe('readListInputs', () => {
  it('asks for the largest page where all are wanted', () => {
    expect(readListInputs({ all_pages: true, limit: 5 })).toEqual({
      walk: { confirmed: false },
      values: { all_pages: true, limit: 1000 },
    });
    expect(readListInputs({ all_pages: true, confirm_cost: true }).walk).toEqual({ confirmed: true });
    expect(readListInputs({ all_pages: true, confirm_cost: false }).walk).toEqual({ confirmed: false });
  });

  it('asks a question of all rows, and shows as many as are wanted', () => {
    expect(readListInputs({ where: 'up=false', sort: '-speed', limit: 5 })).toEqual({
      walk: { question: { where: 'up=false', sort: '-speed' }, limit: 5, confirmed: false },
      values: { where: 'up=false', limit: 1000 },
    });
  });

  it('reads sums among the columns, by those beside them or over all rows', () => {
    const question = (values: object) => readListInputs(values).walk?.question?.group_by;
    expect(question({ fields: ['site', 'sum(power_draw)'] })).toBe('site,sum(power_draw)');
    expect(question({ fields: ['count()'] })).toBe('count()');
    expect(question({ group_by: 'site', fields: ['max(cpu)'] })).toBe('site,max(cpu)');
  });

  it('leaves the inputs alone where they are not', () => {
    for (const values of [{ limit: 5 }, { all_pages: false, limit: 5 }, { confirm_cost: true }])
      expect(readListInputs(values)).toEqual({ walk: undefined, values });
  });
});
