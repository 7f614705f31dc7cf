import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ToolRoutes } from './diff/touch.ts';

interface Tool {
  name: string;
  routes: readonly string[];
}

const isTool = (value: unknown): value is Tool =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'routes' in value &&
  Array.isArray(value.routes);

/**
 * The routes of each tool of this project. The tools are loaded only here: they read the generated layer, which need
 * not exist, or fit them, while it is being made.
 *
 * @returns the routes, and why there are none where the tools cannot be loaded
 */
export async function toolRoutes(root: string): Promise<{ routes: ToolRoutes; problem?: string }> {
  const path = join(root, 'src/tools/index.ts');
  if (!existsSync(path)) return { routes: new Map(), problem: 'there is no src/tools/index.ts' };
  try {
    const module: unknown = await import(pathToFileURL(path).href);
    const tools = typeof module === 'object' && module !== null && 'allTools' in module ? module.allTools : undefined;
    const list: readonly unknown[] = Array.isArray(tools) ? tools : [];
    return { routes: new Map(list.filter(isTool).map(({ name, routes }) => [name, routes])) };
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { routes: new Map(), problem: `the tools cannot be loaded: ${line}` };
  }
}
