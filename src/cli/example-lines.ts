import type { JsonObject } from '../core/json.ts';
import { shellWords } from '../core/shell-words.ts';
import { examples } from './examples.ts';

/** A call to begin with, which the simulated cloud answers. */
export interface ExampleLine {
  /** What it asks, as an engineer would say it. */
  readonly asks: string;
  /** The command line, as it is typed into a POSIX shell. */
  readonly line: string;
}

/** An input as it is typed: structures as JSON, lists of short words with commas. */
function word(name: string, value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' && !item.includes(','))) {
    return `${name}=${value.join(',')}`;
  }
  return typeof value === 'object' ? `${name}:=${JSON.stringify(value)}` : `${name}=${String(value)}`;
}

const lineOf = (tool: string, inputs: JsonObject, flags: readonly string[]): string =>
  shellWords([
    ...['mistmcp', 'call', tool],
    ...Object.entries(inputs).map(([name, value]) => word(name, value)),
    ...flags,
    '--demo',
  ]);

/**
 * Calls of a tool that can be made as they stand. For what continues another answer it is the call that gives the first
 * one, which ends with the command that goes on.
 */
export const exampleLines = (tool: string): readonly ExampleLine[] =>
  (Object.entries(examples).find(([name]) => name === tool)?.[1] ?? []).map(({ asks, inputs, changes, after }) => ({
    asks,
    line: after ? lineOf(after.tool, after.inputs, []) : lineOf(tool, inputs, changes ? ['--enable-write-tools'] : []),
  }));
