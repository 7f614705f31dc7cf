import { byCodeUnit } from '../json.ts';
import type { Layer } from '../layer.ts';
import type { Change } from './change.ts';
import { compareOperations } from './operations.ts';
import { compareSchemas } from './schemas.ts';
import { compareServers } from './servers.ts';
import { routesOfDefinitions, type ToolRoutes, toolsTouched } from './touch.ts';

/** A change and the tools that it may show in. */
export interface TouchingChange extends Change {
  tools: readonly string[];
}

/**
 * Everything that differs between two layers, in order of kind and subject.
 *
 * @param tools the routes that each tool calls
 */
export function compareLayers(from: Layer, to: Layer, tools: ToolRoutes): TouchingChange[] {
  const changes = [
    ...compareServers(from.table.servers, to.table.servers),
    ...compareOperations(from.table, to.table),
    ...compareSchemas(from, to, routesOfDefinitions(from, to)),
  ];
  return changes
    .map((change) => ({ ...change, tools: toolsTouched(change.routes, tools) }))
    .sort((a, b) => byCodeUnit(a.kind, b.kind) || byCodeUnit(a.subject, b.subject));
}

/** How many changes of each kind there are, and how many of them break. */
export function countKinds(changes: readonly Change[]): Record<string, { all: number; breaking: number }> {
  const counts: Record<string, { all: number; breaking: number }> = {};
  for (const { kind, breaking } of changes) {
    const count = counts[kind] ?? { all: 0, breaking: 0 };
    counts[kind] = { all: count.all + 1, breaking: count.breaking + (breaking ? 1 : 0) };
  }
  return counts;
}
