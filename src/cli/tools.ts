import { TOOL_GROUPS, toolsOfGroup } from '../config/tools-setting.ts';
import { wrapText } from '../core/wrap-text.ts';
import { operation } from '../mist/spec/operations.ts';
import { enabledTools } from '../server.ts';
import type { Tool } from '../tool/define.ts';
import { isWriteTool, toolEffect } from '../tool/effect.ts';
import { advertisedSchema, type PropertySchema } from '../tool/input-schema.ts';
import { allTools } from '../tools/index.ts';
import { rowsFor } from './answer.ts';
import { exampleLines } from './example-lines.ts';
import { type FormFlags, type Output, openOutput } from './output.ts';
import type { CommandSettings } from './settings.ts';
import { wrappedTable } from './table.ts';
import { groupOf, toolNamed } from './tool-names.ts';

/** More routes than this say nothing to a reader: workflows over all of the configuration. */
const MOST_ROUTES = 40;

/** What the inputs mean that many tools share; the server says it once, in its instructions. */
const SHARED: Readonly<Record<string, string>> = {
  org_id: 'ID or exact name; may be left out where the token sees one organization',
  site_id: 'ID or exact name',
  mac: 'In any notation',
  start: 'Epoch, ISO 8601 or relative (-2h, 7d)',
  end: 'As start; now unless given',
  duration: 'Such as 1d',
  interval: 'Such as 10m',
  limit: 'Rows to return',
  page: 'From 1',
  fields: 'Columns instead of the default ones; * for all',
};

/** What a tool can do, in the words of the table: a mixed one may change something and asks by itself. */
const effectOf = (tool: Tool): string => (tool.mixed ? 'mixed' : isWriteTool(tool) ? 'write' : toolEffect(tool));

const summary = (tool: Tool) => ({
  name: tool.name,
  title: tool.title,
  effect: effectOf(tool),
  group: groupOf(tool),
  description: tool.description,
});

/**
 * Shows the tools that the settings offer, those of one group or preset, or one tool.
 *
 * @param name of a group, of the preset `core`, or of a tool, with or without `mist_`
 * @throws InputError for a name that is neither
 */
export function showTools(name: string | undefined, flags: FormFlags, settings: CommandSettings): void {
  const group = name === undefined ? undefined : toolsOfGroup(name.toLowerCase());
  if (name === undefined || group) listTools(group, openOutput(flags), settings);
  else describeTool(toolNamed(name), openOutput(flags));
}

function listTools(group: readonly string[] | undefined, output: Output, settings: CommandSettings): void {
  const { config } = settings.load();
  const inGroup = (tool: Tool): boolean => group?.includes(tool.name) ?? true;
  const offered = enabledTools(config, true).filter(inGroup);
  const rows = offered.map(summary);
  if (output.json) {
    output.printJson({ tools: rows });
    return;
  }
  if (output.form === 'csv' || output.form === 'name') {
    output.print(rowsFor(output.form, { results: rows }));
    return;
  }
  const inOrder = Object.keys(TOOL_GROUPS).flatMap((one) => rows.filter((row) => row.group === one));
  const cells = inOrder.map(({ name, effect, title, group: one }, at) => [
    inOrder[at - 1]?.group === one ? '' : one,
    name,
    effect,
    title,
  ]);
  output.print(wrappedTable(['group', 'name', 'effect', 'title'], cells, output));
  const hidden = allTools.filter(inGroup).length - offered.length;
  const more = hidden > 0 ? `; ${hidden} more with other settings (--enable-write-tools, --tools)` : '';
  output.print(output.paint('quiet', `\n${offered.length} tools${more}. mistmcp tools NAME describes one.`));
}

interface Input {
  readonly name: string;
  readonly required: boolean;
  readonly type: string;
  readonly values?: readonly (string | number)[];
  readonly default?: unknown;
  readonly meaning: string;
}

function inputOf(name: string, property: PropertySchema, required: boolean): Input {
  const { type = 'any', enum: values, default: fallback, description = SHARED[name] ?? '' } = property;
  return {
    ...{ name, required, type },
    ...(values ? { values } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    meaning: description,
  };
}

/** The inputs of a tool, in the order of its definition. */
export function inputsOf(tool: Tool): readonly Input[] {
  const { properties, required = [] } = advertisedSchema(tool.inputs);
  return Object.entries(properties).map(([name, property]) => inputOf(name, property, required.includes(name)));
}

/** Shows one tool: what it is for, its inputs, what it asks, and calls to begin with. */
function describeTool(tool: Tool, output: Output): void {
  const inputs = inputsOf(tool);
  const routes = routesOf(tool);
  const examples = exampleLines(tool.name);
  const [example] = examples;
  if (output.json) {
    const lines = examples.map(({ line }) => line);
    output.printJson({ ...summary(tool), inputs, routes, example: example?.line, examples: lines });
    return;
  }
  output.print(output.paint('heading', `${tool.name}: ${tool.title} (${effectOf(tool)})`));
  output.print(`${wrapText(tool.description, output.width)}\n`);
  if (inputs.length > 0) output.print(`${inputTable(inputs, output)}\n`);
  if (routes.length > 0) output.print(`${routeTable(tool, routes, output)}\n`);
  output.print(output.paint('heading', examples.length > 1 ? 'Examples' : 'Example'));
  for (const { asks, line } of examples) output.print(`  ${output.paint('quiet', `# ${asks}`)}\n  ${line}`);
}

function inputTable(inputs: readonly Input[], output: Output): string {
  const rows = inputs.map(({ name, required, type, default: fallback, meaning }) => [
    required ? `${name} *` : name,
    type,
    [meaning, fallback === undefined ? '' : `(default ${JSON.stringify(fallback)})`].filter(Boolean).join(' '),
  ]);
  const chosen = inputs.flatMap(({ name, values }) =>
    values ? [`${output.paint('heading', name)}:\n${wrapText(values.join(', '), output.width, '  ')}`] : [],
  );
  return [wrappedTable(['input *', 'type', 'meaning (* required)'], rows, output), ...chosen].join('\n');
}

type ListedRoute = Readonly<Record<string, string>>;

/** What a tool asks: by the value that chooses it, or all that its workflow may ask. */
function routesOf(tool: Tool): readonly ListedRoute[] {
  const rows = Object.entries(tool.operations).flatMap(([value, operations]) =>
    operations.map(({ route }) => ({ ...(tool.select ? { [tool.select]: value } : {}), route })),
  );
  const listed = rows.length > 0 ? rows : tool.routes.map((route) => ({ route }));
  return listed.map((row) => ({ ...row, effect: operation(row.route).effect }));
}

function routeTable({ select, name }: Tool, routes: readonly ListedRoute[], output: Output): string {
  if (routes.length > MOST_ROUTES) {
    return output.paint('quiet', `${routes.length} routes of the Mist API; mistmcp tools ${name} --json lists them.`);
  }
  const columns = [...(select !== undefined && routes.some((row) => select in row) ? [select] : []), 'route'];
  const rows = routes.map((row) => columns.map((column) => row[column]));
  return wrappedTable(columns, rows, output);
}
