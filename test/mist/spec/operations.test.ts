import { describe, expect, it } from 'vitest';
import {
  allRoutes,
  effectOf,
  isRoute,
  operationTable,
  specServers,
  specVersion,
} from '../../../src/mist/spec/operations.ts';

describe('the short index of routes', () => {
  it('says of every operation what the whole table says', () => {
    const { version, servers, operations } = operationTable();
    expect(allRoutes()).toEqual(Object.keys(operations));
    expect(allRoutes().filter((route) => effectOf(route) !== operations[route].effect)).toEqual([]);
    expect(specServers()).toEqual(servers);
    expect(specVersion()).toBe(version);
  });

  it('knows no route by the name of something that every object has', () => {
    expect(['toString', 'GET /api/v1/nothing', '__proto__'].filter(isRoute)).toEqual([]);
  });
});
