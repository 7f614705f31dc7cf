import { byCodeUnit } from '../json.ts';
import type { Layer } from '../layer.ts';
import type { SourceIndex, Usage } from '../usages.ts';
import type { Change } from './change.ts';
import { compareOperations } from './operations.ts';
import { SchemaComparison } from './schemas.ts';
import { compareServers } from './servers.ts';
import { type ToolRoutes, toolsTouched } from './touch.ts';

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
  const { changes: operations, matches } = compareOperations(from.table, to.table);
  const schemas = new SchemaComparison(from, to);
  for (const [before, now] of matches) {
    const [old, next] = [from.table.operations[before], to.table.operations[now]];
    const routes = before === now ? [now] : [before, now];
    if (old?.body && next?.body) schemas.use(old.body, next.body, 'callers', routes);
    if (old?.form && next?.form) schemas.use(old.form, next.form, 'callers', routes);
    if (old?.response && next?.response) schemas.use(old.response, next.response, 'readers', routes);
  }
  const changes = [...compareServers(from.table.servers, to.table.servers), ...operations, ...schemas.changes()];
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

/**
 * Where the source names what breaks: the routes of breaking changes, and in prompts the tools that those touch.
 *
 * @param index of the source
 */
export function breakingUsages(changes: readonly TouchingChange[], index: SourceIndex): Usage[] {
  const breaking = changes.filter((change) => change.breaking);
  const routes = new Set(breaking.flatMap((change) => change.routes));
  const tools = new Set(breaking.flatMap((change) => change.tools));
  const all = [...index.routes(routes), ...index.prompts(tools)];
  const byPlace = new Map(all.map((usage) => [`${usage.place} ${usage.name}`, usage]));
  return [...byPlace.values()].sort((a, b) => byCodeUnit(a.place, b.place) || byCodeUnit(a.name, b.name));
}
