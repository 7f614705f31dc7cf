import { family, familyNames } from '../mist/families.ts';
import { operation } from '../mist/spec/operations.ts';
import type { Route } from '../mist/spec/routes.ts';
import type { ToolDescription } from './description.ts';
import { isWriteTool } from './effect.ts';

/** The configuration family that a route belongs to, as the input that chooses it. */
const familyInput = (route: Route): string => {
  const name = familyNames.find((one) => {
    const found = family(one);
    return found && [...Object.values(found.routes), found.derived].includes(route);
  });
  return name === undefined ? '' : ` object_type=${name}`;
};

/** How a tool is asked for just this route: its selector's value, or the family of configuration. */
function inputOf(tool: ToolDescription, route: Route): string {
  const key = Object.entries(tool.operations).find(([, rows]) => rows.some((row) => row.route === route))?.[0];
  if (key !== undefined) return tool.select ? ` ${tool.select}=${key}` : '';
  return 'object_type' in tool.inputs ? familyInput(route) : '';
}

const hasOperations = (tool: ToolDescription): boolean => Object.keys(tool.operations).length > 0;

/** Whether a tool shows the rows of a route, or asks it by one of its selector's values. */
const shows = ({ rowFormats, operations }: ToolDescription, route: Route): boolean =>
  rowFormats.has(route) || Object.values(operations).some((rows) => rows.some((row) => row.route === route));

/**
 * The curated tool that answers what a route answers, with the input that chooses it: it knows names, columns and what
 * is safe. Of several the first; tools that change something only for routes that do.
 *
 * @param tools those that the server has enabled
 * @returns such as `mist_get_stats stats_type=org`
 */
export function findCuratedTool(tools: readonly ToolDescription[], route: Route): string | undefined {
  const reads = operation(route).effect === 'read';
  const fits = tools.filter((one) => one.routes.includes(route) && !(reads && isWriteTool(one)));
  const tool = fits.find((one) => shows(one, route)) ?? fits.find((one) => !one.joins && !hasOperations(one));
  return tool && `${tool.name}${inputOf(tool, route)}`;
}
