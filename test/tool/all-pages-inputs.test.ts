import { describe, expect, it } from 'vitest';
import { takeWalk } from '../../src/tool/all-pages-inputs.ts';
import { limit, org_id } from '../../src/tool/inputs.ts';

const lists = { inputs: { org_id, limit }, routes: ['GET /api/v1/orgs/{org_id}/sites'] } as const;
const writes = { ...lists, routes: [...lists.routes, 'POST /api/v1/orgs/{org_id}/sites'] } as const;

describe('all pages of a list', () => {
  it.each([true, 'true', 'True', 1])('are wanted by %j, with the largest page', (all_pages) => {
    expect(takeWalk(lists, { all_pages, org_id: 'o', limit: 5 })).toEqual({
      walk: { confirmed: false },
      rest: { org_id: 'o', limit: 1000 },
    });
  });

  it('may be confirmed', () => {
    expect(takeWalk(lists, { all_pages: true, confirm_cost: 'true' }).walk).toEqual({ confirmed: true });
    expect(takeWalk(lists, { all_pages: true, confirm_cost: 'no' }).walk).toEqual({ confirmed: false });
  });

  it.each([false, 'false', 0, null, 2, 'yes'])('are not wanted by %j, which is no input of the tool', (all_pages) => {
    expect(takeWalk(lists, { all_pages, limit: 5 })).toEqual({ walk: undefined, rest: { limit: 5 } });
    expect(takeWalk(lists, { confirm_cost: true, limit: 5 })).toEqual({ walk: undefined, rest: { limit: 5 } });
  });

  it.each([
    ['a tool without lists', { inputs: { org_id }, routes: lists.routes }],
    ['a tool that changes something', writes],
    ['a tool without routes', { inputs: lists.inputs, routes: [] }],
  ])('are unknown to %s, whose inputs stay for it to judge', (_, tool) => {
    const raw = { all_pages: true };
    expect(takeWalk(tool, raw)).toEqual({ walk: undefined, rest: raw });
  });

  it('leave arguments alone that do not speak of them', () => {
    for (const raw of [{ limit: 5 }, 'text', null, undefined])
      expect(takeWalk(lists, raw)).toEqual({ walk: undefined, rest: raw });
  });
});
