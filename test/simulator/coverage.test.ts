import { expect, test } from 'vitest';
import { allHandlers } from '../../simulator/routes/index.ts';
import { family, familyNames } from '../../src/mist/families.ts';
import { operationTable } from '../../src/mist/spec/operations.ts';

const simulated = new Set<string>(Object.keys(allHandlers()));

test.each(familyNames)('every verb of %s is simulated', (name) => {
  const routes = Object.values(family(name)?.routes ?? {});
  expect(routes.length).toBeGreaterThan(0);
  expect(routes.filter((route) => !simulated.has(route))).toEqual([]);
});

test('every list of constants is simulated', () => {
  const lists = Object.keys(operationTable().operations).filter((route) => route.startsWith('GET /api/v1/const/'));
  expect(lists.length).toBeGreaterThan(20);
  expect(lists.filter((route) => !simulated.has(route))).toEqual([]);
});
