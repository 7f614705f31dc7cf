import type { Tool } from '../tool/define.ts';
import { toolEffect } from '../tool/effect.ts';
import { advertisedSchema } from '../tool/input-schema.ts';

/** What one tool is, in short. */
interface ToolLine {
  readonly name: string;
  readonly title: string;
  readonly effect: string;
  /** `site_id*` is required, `sle*: wifi|wired|wan` has choices. */
  readonly inputs: readonly string[];
}

/** Longest list of choices that is written out. */
const MOST_CHOICES = 14;

function lineOf(tool: Tool): ToolLine {
  const { properties, required = [] } = advertisedSchema(tool.inputs);
  const inputs = Object.entries(properties).map(([name, property]) => {
    const choices = property.enum ?? [];
    const shown = choices.slice(0, MOST_CHOICES).join('|') + (choices.length > MOST_CHOICES ? '|…' : '');
    return `${name}${required.includes(name) ? '*' : ''}${shown === '' ? '' : `: ${shown}`}`;
  });
  return { name: tool.name, title: tool.title, effect: toolEffect(tool), inputs };
}

/** The tools that are offered, each with its effect and inputs. */
export const toolList = (tools: readonly Tool[]): object => ({
  total: tools.length,
  legend: '* required; effect is the strongest that a tool can have: read, diagnostic, write, disruptive',
  tools: tools.map(lineOf),
});
