import { describe, expect, it } from 'vitest';
import { withImpliedFields, withoutImpliedFields } from '../../src/tool/link-fields.ts';

const ROUTE = 'GET /api/v1/orgs/{org_id}/stats/devices';
const tools = [{ rowFormats: new Map([[ROUTE, { columns: ['name', 'cpu_stat.idle', 'name'] }] as const]) }];
const PATH = '/api/v1/orgs/1/stats/devices';

describe('the fields of a route in a link', () => {
  it.each([
    [`${PATH}?limit=2&fields=name%2Ccpu_stat&page=2`, undefined, `${PATH}?limit=2&page=2`],
    [`${PATH}?limit=2&fields=name,cpu_stat#skip=1`, undefined, `${PATH}?limit=2#skip=1`],
    [
      `${PATH}?fields=mac%2Cport_stat&page=2#fields=mac,port_stat.up`,
      ['mac', 'port_stat.up'],
      `${PATH}?page=2#fields=mac,port_stat.up`,
    ],
  ])('are left out of %s, and come back when it is followed', (next, fields, short) => {
    expect(withoutImpliedFields(tools, ROUTE, next, fields)).toBe(short);
    const followed = withImpliedFields(tools, ROUTE, short, fields);
    const queryOf = (url: string) => new Map(new URL(url, 'http://x').searchParams);
    expect(queryOf(followed)).toEqual(queryOf(next));
    expect(new URL(followed, 'http://x').hash).toBe(new URL(next, 'http://x').hash);
  });

  it.each([
    `${PATH}?fields=mac&page=2`,
    `${PATH}?page=2`,
    `${PATH}?fields=name%2Ccpu_stat&page=2#sig=abcdefgh`,
    `${PATH}?fields=%E0%A4%A&page=2`,
  ])('stay in %s, which names others, none, or is signed', (next) => {
    expect(withoutImpliedFields(tools, ROUTE, next, undefined)).toBe(next);
  });

  it('are not asked for where the link has some, or the route takes none', () => {
    expect(withImpliedFields(tools, ROUTE, `${PATH}?fields=mac`, undefined)).toBe(`${PATH}?fields=mac`);
    const sites = '/api/v1/orgs/1/sites?page=2';
    expect(withImpliedFields([], 'GET /api/v1/orgs/{org_id}/sites', sites, ['name'])).toBe(sites);
  });
});
