import { isRecord } from '../../core/json.ts';

/** By UTF-16 code units, as RFC 8785 orders keys: the same on every machine. */
export const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Plain values in one order, whichever they come in: numbers by their size, and behind them all others as texts. */
export function byValue(a: unknown, b: unknown): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  return typeof b === 'number' ? 1 : byCode(String(a), String(b));
}

/**
 * JSON that git can compare: keys sorted, two blanks, an element of a list a line, a line feed at the end. Written by
 * hand, since an object that is built anew puts keys such as "24" first in their own order.
 */
export const jsonText = (value: unknown): string => `${written(value, '')}\n`;

function written(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item: unknown) => inner + written(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort(byCode);
  if (keys.length === 0) return '{}';
  const members = keys.map((key) => `${inner}${JSON.stringify(key)}: ${written(value[key], inner)}`);
  return `{\n${members.join(',\n')}\n${indent}}`;
}
