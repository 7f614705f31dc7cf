import { TOOL_GROUPS } from '../../src/config/tools-setting.ts';
import { allRoutes, specVersion } from '../../src/mist/spec/operations.ts';
import type { Tool } from '../../src/tool/define.ts';
import { toolEffect } from '../../src/tool/effect.ts';
import { advertisedSchema, type PropertySchema } from '../../src/tool/input-schema.ts';
import { sourcesOf, type ToolOperation } from '../../src/tool/operation.ts';
import { inputsNeeded } from '../../src/tool/select.ts';
import { allTools } from '../../src/tools/index.ts';

const code = (text: string): string => `\`${text}\``;

/** The tools by group, in one table that fits on a screen. */
export function toolTable(): string {
  const titled = new Map(allTools.map((tool) => [tool.name, tool]));
  const rows = Object.entries(TOOL_GROUPS).flatMap(([group, names]) =>
    names.map((name, index) => {
      const { title = '', effect = '' } = shortly(titled.get(name));
      return `| ${index === 0 ? code(group) : ''} | [${code(name)}](tools.md#${name}) | ${title} | ${effect} |`;
    }),
  );
  return ['| group | tool | | effect |', '|---|---|---|---|', ...rows].join('\n');
}

const shortly = (tool: Tool | undefined): { title?: string; effect?: string } =>
  tool ? { title: tool.title, effect: toolEffect(tool) } : {};

function inputRow(name: string, property: PropertySchema, required: boolean): string {
  const type = property.enum ? property.enum.map((value) => code(String(value))).join(' ') : (property.type ?? '');
  const fallback = property.default === undefined ? '' : `Default ${JSON.stringify(property.default)}.`;
  const meaning = [property.description, fallback].filter(Boolean).join(' ');
  return `| ${code(name)}${required ? ' *' : ''} | ${type} | ${meaning} |`;
}

/** What fills a route's parameters where it is not the input of the same name. */
function sends(row: ToolOperation): string {
  const written = Object.keys(row.sends).map(
    (parameter) => `${parameter} ← ${sourcesOf(row, parameter).join(', else ')}`,
  );
  return written.map(code).join('; ');
}

/** Of several operations for one value, what has to be given so that this one is chosen instead of the last. */
function condition(operations: readonly ToolOperation[], row: ToolOperation): string {
  const always = operations.slice(-1).flatMap(inputsNeeded);
  const only = inputsNeeded(row).filter((input) => !always.includes(input));
  return only.length > 0 ? `with ${only.join(', ')}` : '';
}

function routes(tool: Tool): string[] {
  const rows = Object.entries(tool.operations).flatMap(([key, operations]) =>
    operations.map((row) => {
      const when = [tool.select ? code(key) : '', condition(operations, row)].filter(Boolean).join(' ');
      return `| ${when} | ${code(row.route)} | ${sends(row)} |`;
    }),
  );
  return rows.length > 0 ? ['', `| ${tool.select ?? ''} | route | sends |`, '|---|---|---|', ...rows] : [];
}

function entry(tool: Tool, answers: ReadonlyMap<string, string>): string {
  const schema = advertisedSchema(tool.inputs);
  const inputs = Object.entries(schema.properties).map(([name, property]) =>
    inputRow(name, property, schema.required?.includes(name) ?? false),
  );
  return [
    `## ${tool.name}`,
    '',
    `${tool.title} (${toolEffect(tool)}). ${tool.description}`,
    '',
    '| input | values | |',
    '|---|---|---|',
    ...inputs,
    ...routes(tool),
    '',
    answers.get(tool.name) ?? '',
  ].join('\n');
}

/** How many of the spec's GET operations the curated tools reach. */
export function coverage(): { reached: number; all: number } {
  const all = allRoutes().filter((route) => route.startsWith('GET '));
  const reached = new Set(allTools.flatMap(({ routes: own }) => own).filter((route) => route.startsWith('GET ')));
  return { reached: reached.size, all: all.length };
}

/**
 * Every tool with its inputs, the routes behind it, and calls with their answers.
 *
 * @param answers the examples as Markdown, by tool
 */
export function toolReference(answers: ReadonlyMap<string, string>): string {
  const { reached, all } = coverage();
  return `${[
    '# Tools',
    '',
    `Made from the code by \`npm run docs\`. ${allTools.length} tools reach ${reached} of the ${all} GET operations of the Mist API ${specVersion()}.`,
    '',
    `Inputs marked * are required. \`org_id\` and \`site_id\` take an id or an exact name; \`mac\` any notation; \`start\` and \`end\` epoch seconds, ISO 8601 or relative (\`-2h\`, \`7d\`); \`fields\` replaces the default columns, \`["*"]\` shows all. [\`where\`, \`group_by\` and \`sort\`](tool-list.md#questions-to-a-list) ask a question to a whole list; \`all_pages\` keeps all of its rows, and \`confirm_cost\` allows more than 20 API calls for that. An input that does not apply to the chosen value is refused before anything is sent; a time where none is taken is ignored, with a note.`,
    '',
    'The examples are calls of the real server on the simulated cloud (`--demo`), whose organization, sites and people are made up. Where an answer is longer than its picture here, a comment says how much is missing.',
    '',
    allTools.map((tool) => entry(tool, answers)).join('\n\n'),
  ].join('\n')}\n`;
}
