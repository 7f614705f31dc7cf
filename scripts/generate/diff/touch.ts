import { byCodeUnit } from '../json.ts';

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
