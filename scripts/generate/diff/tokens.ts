import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { z } from 'zod';
import { byCodeUnit } from '../json.ts';

const Tools = z.array(z.looseObject({ name: z.string() }));

/** Tokens of a list of tools, and of each tool in it. */
interface Cost {
  readonly all: number;
  readonly each: ReadonlyMap<string, number>;
}

function costOf(text: string): Cost {
  const tools = Tools.parse(JSON.parse(text));
  const count = (value: unknown): number => encode(JSON.stringify(value)).length;
  return { all: count(tools), each: new Map(tools.map((tool) => [tool.name, count(tool)])) };
}

const signed = (change: number): string => (change < 0 ? `−${-change}` : `+${change}`);

/**
 * What a model pays more or less for the list of tools, in tokens of o200k_base: a sentence, and a row of a Markdown
 * table for each tool that changed.
 *
 * @param before the list as JSON, from scripts/tool-list.ts
 * @param after the same of today
 * @throws ZodError when one is not a list of tools
 */
export function tokenChange(before: string, after: string): string[] {
  const [from, to] = [costOf(before), costOf(after)];
  const names = [...new Set([...from.each.keys(), ...to.each.keys()])].sort(byCodeUnit);
  const rows = names.flatMap((name) => {
    const [was, is] = [from.each.get(name), to.each.get(name)];
    return was === is ? [] : [`| \`${name}\` | ${was ?? '–'} | ${is ?? '–'} | ${signed((is ?? 0) - (was ?? 0))} |`];
  });
  const change = to.all === from.all ? 'unchanged' : `was ${from.all}, ${signed(to.all - from.all)}`;
  const table = rows.length > 0 ? ['', '| tool | before | after | |', '|---|---|---|---|', ...rows] : [];
  return [`The list of tools costs ${to.all} tokens (${change}).`, ...table];
}
