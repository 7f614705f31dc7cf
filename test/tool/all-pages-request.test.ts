import { describe, expect, it } from 'vitest';
import { readAllPages, withAllPages } from '../../src/tool/all-pages-request.ts';
import { limit, org_id } from '../../src/tool/inputs.ts';

const inputs = { org_id, limit };
const LIST = 'GET /api/v1/orgs/{org_id}/sites';
const CREATE = 'POST /api/v1/orgs/{org_id}/sites';

describe('withAllPages', () => {
  it('gives a tool of lists the two inputs', () => {
    expect(Object.keys(withAllPages(inputs, [LIST]))).toEqual(['org_id', 'limit', 'all_pages', 'confirm_cost']);
  });

  it.each([
    ['a tool without a limit', { org_id }, [LIST]],
    ['a tool that changes something', inputs, [LIST, CREATE]],
    ['a tool without routes', inputs, []],
  ] as const)('leaves %s as it is', (_, own, routes) => {
    expect(withAllPages(own, routes)).toBe(own);
  });
});

describe('readAllPages', () => {
  it('asks for the largest page where all are wanted', () => {
    expect(readAllPages({ all_pages: true, limit: 5 })).toEqual({
      walk: { confirmed: false },
      values: { all_pages: true, limit: 1000 },
    });
    expect(readAllPages({ all_pages: true, confirm_cost: true }).walk).toEqual({ confirmed: true });
    expect(readAllPages({ all_pages: true, confirm_cost: false }).walk).toEqual({ confirmed: false });
  });

  it('leaves the inputs alone where they are not', () => {
    for (const values of [{ limit: 5 }, { all_pages: false, limit: 5 }, { confirm_cost: true }])
      expect(readAllPages(values)).toEqual({ walk: undefined, values });
  });
});
