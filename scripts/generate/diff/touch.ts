import { reach } from '../definitions.ts';
import { referencesIn } from '../facts.ts';
import { byCodeUnit } from '../json.ts';
import type { Layer } from '../layer.ts';

/** Routes of each definition: those whose body, form or answer reaches it. */
function routesByDefinition({ table, schemas, responses }: Layer): Map<string, string[]> {
  const references = new Map(
    [...Object.entries(schemas.$defs), ...Object.entries(responses.$defs)].map(
      ([name, facts]) => [name, referencesIn(facts)] as const,
    ),
  );
  const routes = new Map<string, string[]>();
  for (const [route, { body, form, response }] of Object.entries(table.operations)) {
    const used = [body, form, response].filter((name) => name !== undefined);
    for (const name of reach(used, (one) => references.get(one) ?? [])) {
      const known = routes.get(name);
      if (known) known.push(route);
      else routes.set(name, [route]);
    }
  }
  return routes;
}

/** Routes that a definition shows in, in either of two documents. */
export function routesOfDefinitions(from: Layer, to: Layer): (name: string) => readonly string[] {
  const [before, after] = [routesByDefinition(from), routesByDefinition(to)];
  return (name) => [...new Set([...(before.get(name) ?? []), ...(after.get(name) ?? [])])];
}

/** The routes that each tool calls, by tool name. */
export type ToolRoutes = ReadonlyMap<string, readonly string[]>;

/** Names of the tools that call one of some routes. */
export function toolsTouched(routes: readonly string[], tools: ToolRoutes): string[] {
  const touched = new Set(routes);
  return [...tools]
    .filter(([, own]) => own.some((route) => touched.has(route)))
    .map(([name]) => name)
    .sort(byCodeUnit);
}
