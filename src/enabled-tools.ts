import type { Config } from './config/config.ts';
import type { Tool } from './tool/define.ts';
import { hintsOf, isWriteTool } from './tool/effect.ts';
import { advertisedSchema } from './tool/input-schema.ts';
import { tools } from './tools/index.ts';

/** A tool with what the SDK wants to know of it. */
interface Offered {
  readonly tool: Tool;
  readonly schema: ReturnType<typeof standardSchema>;
  readonly hints: ReturnType<typeof hintsOf>;
}

/** Servers differ in their tools alone, whoever they serve. */
const offers = new Map<string, readonly Offered[]>();

/** The tools of a configuration, ready to be registered; made once for all servers. */
export function offersOf(config: Config): readonly Offered[] {
  const key = `${config.writeTools} ${config.tools?.join()}`;
  const known = offers.get(key);
  if (known) return known;
  const made = offeredTools(config).map((tool) => ({ tool, schema: standardSchema(tool), hints: hintsOf(tool) }));
  offers.set(key, made);
  return made;
}

/** Tools that the operator's policy offers, in the order of the README. */
export function offeredTools({ writeTools, tools: names }: Pick<Config, 'writeTools' | 'tools'>): readonly Tool[] {
  return tools.filter((tool) => (writeTools || !isWriteTool(tool)) && (names?.includes(tool.name) ?? true));
}

/**
 * Advertised as it stands; reading the inputs is the pipeline's task, whose sentences name what is right. The SDK would
 * answer with its own words before a tool could.
 */
const standardSchema = (tool: Tool) => ({
  '~standard': {
    version: 1 as const,
    vendor: 'mistmcp',
    validate: (value: unknown) => ({ value }),
    jsonSchema: { input: () => advertisedSchema(tool.inputs), output: () => ({}) },
  },
});
