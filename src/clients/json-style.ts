import type { Node } from 'jsonc-parser';

/** How a file is laid out: one step of indentation and the line's end. */
export interface Style {
  readonly step: string;
  readonly eol: string;
}

/** Taken from the first line that is indented; two blanks where there is none. */
export function styleOf(text: string): Style {
  const step = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  return { step: step.startsWith('\t') ? '\t' : step.slice(0, 8), eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** White space at the beginning of the line that holds this place. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Whether a container with members is written in one line. */
export const isInline = (text: string, node: Node): boolean =>
  (node.children?.length ?? 0) > 0 && !text.slice(node.offset, node.offset + node.length).includes('\n');

/** A value as JSON, in as many lines as it needs; all but the first are indented. */
export const written = (value: unknown, indent: string, { step, eol }: Style): string =>
  JSON.stringify(value, null, step).replaceAll('\n', `${eol}${indent}`);
