import { ANSWER_TOKENS, Budget } from './budget.ts';
import { type Child, walk } from './children.ts';
import { lineOf } from './outline.ts';
import type { SchemaLocation } from './path.ts';
import { proseOf } from './prose.ts';
import { flat, shapeOf } from './shape.ts';

/** Lines of one answer: more than these are a question to be narrowed. */
const LINES = 50;

/** Fields found by a word. */
export interface FieldMatches {
  lines: string[];
  /** How many fields match, also those that are not listed. */
  total: number;
}

/** The values that a field may have, those of its list elements and alternatives included. */
function valuesOf(child: Child): string {
  const schema = flat(child.schema);
  const { items, map } = shapeOf(child.schema);
  const inner = [items, map, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map((one) => (one ? flat(one) : {}));
  return [schema, ...inner].flatMap(({ enum: values = [] }) => values.map(String)).join(' ');
}

/** How well a field answers: 0 its name is the word, 1 the name holds it, 2 a value does, 3 the spec's words do. */
function rank(child: Child, words: readonly string[]): number | undefined {
  const name = (child.field?.name ?? '').toLowerCase();
  if (name === words.join('_')) return 0;
  const has = (text: string): boolean => words.some((word) => text.includes(word));
  const texts = [name, valuesOf(child).toLowerCase(), (proseOf(child.schema, 10_000) ?? '').toLowerCase()];
  const all = [child.text.toLowerCase(), ...texts].join(' ');
  const found = texts.findIndex(has);
  return found >= 0 && words.every((word) => all.includes(word)) ? found + 1 : undefined;
}

/**
 * Fields anywhere below a place that a text is about: every word of it must be in the field's path, its values or the
 * spec's words on it, and one of them in the field's own.
 *
 * @param text one or several words, in any case
 */
export function searchFields(place: SchemaLocation, text: string): FieldMatches {
  const words = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const found: { child: Child; rank: number }[] = [];
  for (const child of words.length > 0 ? walk(place) : []) {
    const value = rank(child, words);
    if (value !== undefined) found.push({ child, rank: value });
  }
  found.sort((a, b) => a.rank - b.rank || a.child.path.length - b.child.path.length);
  const budget = new Budget(ANSWER_TOKENS);
  const lines: string[] = [];
  for (const { child } of found.slice(0, LINES)) {
    const line = lineOf(child, 100);
    if (!budget.take(line)) break;
    lines.push(line);
  }
  return { lines, total: found.length };
}
