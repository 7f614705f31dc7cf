import { dataFilesOf, type Files } from './files.ts';
import { asJson, fromEntries, print } from './json.ts';
import type { Layer } from './layer.ts';
import type { Prose } from './prose.ts';
import { typesOf } from './types.ts';

/** The little of the operation table that every start of the program reads. */
function routesOf({ table: { version, servers, operations } }: Layer): string {
  const effects = fromEntries(Object.entries(operations).map(([route, { effect }]) => [route, effect] as const));
  return `${print({ version, servers: asJson(servers), effects })}\n`;
}

/** The text of every file of the program's own layer: what is read at run time, and the types. */
export function filesOf(layer: Layer, prose: Prose): Files {
  return new Map([['paths.ts', typesOf(layer)], ['routes.json', routesOf(layer)], ...dataFilesOf(layer, prose)]);
}
