import { groupBy } from '../../../core/group-by.ts';
import { ANSWER_TOKENS, Budget } from './budget.ts';
import { type Child, childrenOf, type Identity, identityOf } from './children.ts';
import { fieldText } from './notation.ts';
import { pathText, type SchemaLocation } from './path.ts';
import { proseOf } from './prose.ts';
import { isNested } from './shape.ts';

/** How to read a line; part of every answer that has lines. */
export const LEGEND =
  '* required, =default, (a|b) one of, x[] list, {*: x} any key, {…} has fields: ask with its path, if … applies only then';

/** How to read lines that several fields share; part of every answer that has some. */
export const SHARED_LEGEND = 'a, b: type is each of them';

/** How to read indented lines; part of every answer that has them. */
export const NESTED_LEGEND = 'indented: the path goes on from the line above that is less indented';

/** Characters of the spec's own words on a line. */
const PROSE = 100;

/** Fields of an outline from which on they go without words: with them a WLAN takes four times the tokens. */
const MOST_WORDED = 40;

/** A schema in lines, one a field. */
export interface Outline {
  lines: string[];
  /** Paths whose fields were asked for but did not fit. */
  left: string[];
}

/**
 * One line of an outline: `auth_servers[].port: int|string=1812`.
 *
 * @param text what stands before the colon, when it is not the full path
 */
export function lineOf(child: Child, prose: number, text = child.text): string {
  const said = prose > 0 ? proseOf(child.schema, prose) : undefined;
  return `${text}${child.field?.required ? '*' : ''}: ${fieldText(child.schema)}${said ? ` — ${said}` : ''}`;
}

/** Lines below a place: each is indented under its parent and says only how the path goes on from there. */
function linesBelow(place: SchemaLocation, depth: number, prose: number, within: readonly Identity[]): string[] {
  const identity = identityOf(place);
  if (depth < 1 || within.includes(identity)) return [];
  const down = [...within, identity];
  const indent = ' '.repeat(within.length);
  return childrenOf(place).flatMap((child) => [
    lineOf(child, prose, indent + pathText(child.path.slice(place.path.length))),
    ...(isNested(child.schema) ? linesBelow(child, depth - 1, prose, down) : []),
  ]);
}

/**
 * The fields below a place, one line each. Every field of the first level has its line, with its full path; deeper
 * ones follow it while they fit, as deep as they fit. The spec's words are left out before any field is.
 *
 * @param depth levels, from 1
 */
export function outline(place: SchemaLocation, depth: number): Outline {
  const said = attempt(place, depth, isWorded(place) ? PROSE : 0);
  if (said.left.length === 0) return said;
  const bare = attempt(place, depth, 0);
  return bare.lines.length > said.lines.length ? bare : said;
}

/** Whether the lines of an outline carry the spec's words. */
const isWorded = (place: SchemaLocation): boolean => childrenOf(place).length <= MOST_WORDED;

/** Marks of a line that has its own: indented, with names that are quoted, or with words. */
const ALONE = /^\s|^[^:]*[",]| — /;

const typeIn = (line: string): string => line.slice(line.indexOf(': '));

/** The end of a line of a field that Mist fills in, and whose plain type says nothing to whoever writes. */
const FILLED_IN = /[^*](: (?:string|uuid|uri|number|int|bool)(?:\|null)?(?:=\S+)? read-only)$/;

/** What a line says of its field where it is shared. */
const saidBy = (line: string): string => (FILLED_IN.test(line) ? ': read-only' : typeIn(line));

/**
 * Lines of one level, where fields of the same type, default and conditions share one, and those
 * that Mist fills in too: `hide_ssid, isolation: bool=false`. It stands where the first of them stood.
 */
export function sharedLines(lines: readonly string[]): string[] {
  const groups = groupBy(lines, (line) => (ALONE.test(line) ? `\n${line}` : saidBy(line)));
  return [...groups.values()].map((some) => {
    const [first = ''] = some;
    if (some.length === 1) return first;
    return `${some.map((line) => line.slice(0, -typeIn(line).length)).join(', ')}${saidBy(first)}`;
  });
}

function attempt(place: SchemaLocation, depth: number, prose: number): Outline {
  const budget = new Budget(ANSWER_TOKENS);
  const blocks: { child: Child; lines: string[] }[] = [];
  const left: string[] = [];
  for (const child of childrenOf(place)) {
    const line = lineOf(child, prose);
    if (budget.take(line)) blocks.push({ child, lines: [line] });
    else left.push(child.text);
  }
  budget.reserve(left);
  const nested = depth > 1 ? blocks.filter(({ child }) => isNested(child.schema)) : [];
  budget.reserve(nested.map(({ child }) => child.text));
  for (const { child, lines } of nested) {
    const whole = depth - 1;
    for (const levels of new Set([whole, Math.min(whole, 2), 1])) {
      const below = linesBelow(child, levels, prose, [identityOf(place)]);
      const fits = budget.take(below);
      if (fits) lines.push(...below);
      else if (levels === whole) left.push(child.text);
      if (fits) break;
    }
  }
  return { lines: blocks.flatMap(({ lines }) => lines), left };
}
