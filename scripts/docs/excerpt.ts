import { isRecord, type JsonObject } from '../../src/core/json.ts';

/** Lines that an answer may take in the reference. */
const LINES = 26;
/** Characters that fit on a line there. */
const WIDTH = 110;

/** How much is shown: items of each list, members of each object, characters of a text. */
interface ExcerptSize {
  readonly items: number;
  readonly members: number;
  readonly text: number;
}

/** From the whole answer to its beginnings; the first that fits is taken. */
const CUTS: readonly ExcerptSize[] = [
  { items: 1000, members: 1000, text: 2000 },
  { items: 12, members: 40, text: 400 },
  { items: 6, members: 40, text: 400 },
  { items: 3, members: 16, text: 400 },
  { items: 2, members: 16, text: 300 },
  { items: 1, members: 16, text: 300 },
  { items: 1, members: 8, text: 200 },
  { items: 1, members: 5, text: 100 },
];

/** Handles are random, and of no use to a reader. */
const HANDLE = /\bh_[\w-]{12}(?![\w-])/g;
/** So are the names of runs. */
const RUN = /("run": ")[0-9a-f]{8}-[0-9a-f-]{27}/g;

/** A text without what is another at each run. */
export const steady = (text: string): string => text.replaceAll(HANDLE, 'h_…').replaceAll(RUN, '$1…');

const textOf = (text: string, most: number): string =>
  JSON.stringify(text.length > most ? `${text.slice(0, most)}…` : text);

/** How many of a list or object are not shown, as a comment. */
const omitted = (count: number): readonly string[] => (count > 0 ? [`// … ${count} more`] : []);

/** A value on one line, or undefined where something of it is cut. */
function inline(value: unknown, cut: ExcerptSize): string | undefined {
  if (typeof value === 'string') return textOf(value, cut.text);
  if (Array.isArray(value)) {
    const parts = value.map((item) => inline(item, cut));
    return value.length > cut.items || parts.includes(undefined) ? undefined : `[${parts.join(', ')}]`;
  }
  if (!isRecord(value)) return JSON.stringify(value);
  const entries = Object.entries(value);
  const parts = entries.map(([key, item]) => [JSON.stringify(key), inline(item, cut)]);
  if (entries.length > cut.members || parts.some(([, part]) => part === undefined)) return undefined;
  return entries.length === 0 ? '{}' : `{ ${parts.map((part) => part.join(': ')).join(', ')} }`;
}

/** Lists of one line share it; whatever is longer than a line has one line for each of its members. */
function lines(value: unknown, cut: ExcerptSize, head: string, indent: string): readonly string[] {
  const flat = inline(value, cut);
  const within = indent + head;
  if (flat !== undefined && within.length + flat.length <= WIDTH) return [within + flat];
  const list = Array.isArray(value);
  const all = list ? value.map((item) => ['', item]) : isRecord(value) ? Object.entries(value) : [];
  if (!list && !isRecord(value)) return [within + (flat ?? '')];
  const shown = all.slice(0, list ? cut.items : cut.members);
  const deeper = `${indent}  `;
  const inner = shown.flatMap(([key, item], index) => {
    const own = lines(item, cut, list ? '' : `${JSON.stringify(key)}: `, deeper);
    return index < all.length - 1 && index < shown.length - 1 ? [...own.slice(0, -1), `${own.at(-1)},`] : own;
  });
  const rest = omitted(all.length - shown.length).map((line) => deeper + line);
  return [`${within}${list ? '[' : '{'}`, ...inner, ...rest, `${indent}${list ? ']' : '}'}`];
}

/**
 * An answer as JSON with comments where something is left out.
 *
 * @throws Error for an answer of which not even the beginnings fit: another call shows more
 */
export function excerpt(answer: JsonObject): string {
  const fitting = CUTS.map((cut) => lines(answer, cut, '', '')).find((tried) => tried.length <= LINES);
  if (!fitting) throw new Error(`An example has too many parts to be shown: ${Object.keys(answer).join(', ')}`);
  return steady(fitting.join('\n'));
}

/** Inputs of a call: the whole of them, as few lines as they take. */
export function wholeInputs(inputs: JsonObject): string {
  return lines(inputs, { items: 1000, members: 1000, text: 10_000 }, '', '').join('\n').replaceAll(HANDLE, 'h_…');
}
