import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { operationTable } from '../../../src/mist/spec/operations.ts';
import type { PathParameters, QueryParameters, Route, RouteOf } from '../../../src/mist/spec/routes.ts';
import { splitRoute } from '../../../src/mist/spec/routes.ts';

type Devices = 'GET /api/v1/orgs/{org_id}/stats/devices';

describe('Route', () => {
  it('accepts what the spec has and nothing else', () => {
    expectTypeOf<'GET /api/v1/self'>().toExtend<Route>();
    expectTypeOf<'GET /api/v1/self'>().toExtend<RouteOf<'GET'>>();
    expectTypeOf<'GET /api/v1/selff'>().not.toExtend<Route>();
    expectTypeOf<'PUT /api/v1/const/countries'>().not.toExtend<Route>();
    expectTypeOf<'POST /api/v1/self'>().not.toExtend<RouteOf<'GET'>>();
    expect(splitRoute('GET /api/v1/self')).toEqual({ method: 'GET', path: '/api/v1/self' });
  });

  it('knows the parameters of a route', () => {
    expectTypeOf<QueryParameters<Devices>>().toHaveProperty('mac');
    expectTypeOf<QueryParameters<Devices>>().not.toHaveProperty('macc');
    expectTypeOf<NonNullable<QueryParameters<Devices>['limit']>>().toEqualTypeOf<number>();
    expectTypeOf<PathParameters<Devices>['org_id']>().toEqualTypeOf<string>();
    // @ts-expect-error a path parameter is required
    const empty: PathParameters<Devices> = {};
    expect(empty).toEqual({});
  });

  it('has no parameters where the spec has none', () => {
    expectTypeOf<keyof QueryParameters<'GET /api/v1/self'>>().toEqualTypeOf<never>();
    expectTypeOf<keyof PathParameters<'GET /api/v1/self'>>().toEqualTypeOf<never>();
    expectTypeOf<keyof QueryParameters<'GET /api/v1/const/countries'>>().toEqualTypeOf<'extend'>();
  });

  it('is typed for every row of the operation table', () => {
    const source = readFileSync(new URL('../../../generated/paths.ts', import.meta.url), 'utf8');
    const typed = [...source.matchAll(/^ "(\/[^"]+)": \{\n((?: {2,}.*\n)*)/gm)].flatMap(([, path = '', members = '']) =>
      [...members.matchAll(/^ {2}(get|put|post|delete): \{$/gm)].map(
        ([, method = '']) => `${method.toUpperCase()} ${path}`,
      ),
    );
    expect(typed.sort()).toEqual(Object.keys(operationTable().operations).sort());
  });
});
