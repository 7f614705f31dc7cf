import type { Config } from '../config/config.ts';
import { shown } from '../config/error.ts';
import { TOOL_GROUPS } from '../config/tools-setting.ts';
import { InputError } from '../core/errors/input-error.ts';
import { nearest } from '../core/nearest.ts';
import { specVersion } from '../mist/spec/operations.ts';
import { enabledTools } from '../server.ts';
import type { Tool } from '../tool/define.ts';
import { isWriteTool } from '../tool/effect.ts';
import { allTools } from '../tools/index.ts';

const PREFIX = 'mist_';

const bare = (name: string): string => name.toLowerCase().replaceAll('-', '_').replace(PREFIX, '');

/**
 * The tool of a name, with or without `mist_` in front.
 *
 * @throws InputError naming the nearest
 */
export function toolNamed(name: string): Tool {
  const tool = allTools.find((one) => bare(one.name) === bare(name));
  if (tool) return tool;
  const close = nearest(
    bare(name),
    allTools.map((one) => bare(one.name)),
    3,
  ).map((other) => PREFIX + other);
  const guess = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : '';
  throw new InputError(`No tool is called ${shown(name)}.${guess}`, 'mistmcp tools lists them.');
}

/**
 * Holds a tool against what the settings offer.
 *
 * @throws InputError that says which setting would offer it
 */
export function checkOffered(tool: Tool, config: Config): void {
  if (enabledTools(config, true).includes(tool)) return;
  if (isWriteTool(tool) && !config.writeTools) {
    throw new InputError(
      `${tool.name} changes things, and without --enable-write-tools nothing is changed.`,
      'Add --enable-write-tools if this is meant; you are asked before anything is sent.',
    );
  }
  if (tool.unserved) {
    throw new InputError(
      `${tool.name} is left out: Mist ${specVersion()}, which is served, has no ${tool.missing?.[0]}.`,
      'Leave --spec-layer out to have it.',
    );
  }
  throw new InputError(`${tool.name} is not among the tools that --tools or MISTMCP_TOOLS offers.`, 'Name it there.');
}

/** The group that a tool is chosen by in `--tools`. */
export const groupOf = ({ name }: Pick<Tool, 'name'>): string =>
  Object.entries<readonly string[]>(TOOL_GROUPS).find(([, names]) => names.includes(name))?.[0] ?? '';
