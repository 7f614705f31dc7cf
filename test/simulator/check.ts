import { expect } from 'vitest';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { isRow, type Json, type Row, textOf } from '../../simulator/json.ts';
import { matchRoute, operation } from '../../src/mist/spec/operations.ts';
import { ask } from './ask.ts';
import { mistakes } from './validator.ts';

/** What an answer has that its response schema cannot describe; the path must have a route. */
export function defects(path: string, body: Json): string[] {
  const route = matchRoute('GET', path.split('?')[0] ?? '')?.route;
  const schema = route && operation(route).response;
  if (schema === undefined) throw new Error(`${path} has no route with a response schema`);
  return mistakes(schema, body).slice(0, 5);
}

/** Asks and expects an answer that the specification describes. */
export async function valid(cloud: DemoCloud, path: string): Promise<Json> {
  const { status, body } = await ask(cloud, `GET ${path}`);
  expect(status, path).toBe(200);
  expect(defects(path, body), path).toEqual([]);
  return body;
}

/** The objects of a list in an answer. */
export function list(body: Json, key: string): Row[] {
  const value = isRow(body) ? body[key] : body;
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** Path of a site, by its name. */
export const siteOf = (cloud: DemoCloud, name: string): string => `/api/v1/sites/${cloud.world.id('sites', name)}`;

/** Path of an organization, by its name. */
export const orgOf = (cloud: DemoCloud, name: string): string => `/api/v1/orgs/${cloud.world.id('orgs', name)}`;

/** Id of a device, by its name. */
export const deviceOf = (cloud: DemoCloud, name: string): string =>
  textOf(
    cloud.world.table('devices').find((row) => row.name === name),
    'id',
  );
