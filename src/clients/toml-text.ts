import { parse, stringify } from 'smol-toml';
import { ConfigError } from '../config/error.ts';
import { isRecord, type JsonObject } from '../core/json.ts';

/**
 * The tables of a TOML text.
 *
 * @throws ConfigError when it is not valid; the text is not repeated, since it may hold secrets
 */
export function readToml(text: string): JsonObject {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' });
  } catch (error) {
    const line = isRecord(error) || error instanceof Error ? Reflect.get(error, 'line') : undefined;
    throw new ConfigError(typeof line === 'number' ? `line ${line} is not valid TOML` : 'it is not valid TOML');
  }
}

const quotable = (name: string): string => `["']?${name.replace(/[^\w-]/g, '\\$&')}["']?`;

/** Headers of a table and of those within it. */
const headerOf = (path: readonly string[]): RegExp =>
  new RegExp(`^\\s*\\[\\[?\\s*${path.map(quotable).join('\\s*\\.\\s*')}\\s*(\\.[^\\]]*)?\\]\\]?\\s*(#.*)?\\s*$`);

const HEADER = /^\s*\[\[?[^[\],]+\]\]?\s*(#.*)?\s*$/;
const NOTHING = /^\s*(#.*)?\s*$/;

interface CutResult {
  readonly kept: readonly string[];
  /** Index in `kept` where the first of the lines stood that were taken out. */
  readonly at?: number;
}

/** Takes a table's lines out. Comments and blank lines behind its last value belong to what follows. */
function without(lines: readonly string[], path: readonly string[]): CutResult {
  const ours = headerOf(path);
  const kept: string[] = [];
  let at: number | undefined;
  let trailing: string[] | undefined;
  for (const line of lines) {
    if (ours.test(line)) {
      at ??= kept.length;
      trailing = [];
    } else if (trailing && HEADER.test(line)) {
      kept.push(...trailing, line);
      trailing = undefined;
    } else if (!trailing) kept.push(line);
    else if (NOTHING.test(line)) trailing.push(line);
    else trailing = [];
  }
  kept.push(...(trailing ?? []));
  return { kept, ...(at === undefined ? {} : { at }) };
}

/**
 * Sets one table of a TOML text, or takes it out, and leaves every other line as it is. Whoever calls it compares what
 * the text says before and after, since a table may also be written in a way that lines do not show.
 *
 * @param path names of the table
 * @param table what it says; undefined to take it out
 */
export function editToml(text: string, path: readonly string[], table: JsonObject | undefined): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  // Lines keep their ends, so that those which stay are the same bytes.
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const { kept, at } = without(lines, path);
  if (table === undefined) {
    const gone = at === kept.length && /^\s*$/.test(kept.at(-1) ?? 'none') ? kept.slice(0, -1) : kept;
    return at === undefined ? text : gone.join('');
  }
  const own = `${stringify(path.reduceRight<JsonObject>((inner, name) => ({ [name]: inner }), table)).trim()}\n`;
  const block = own.replaceAll('\n', eol);
  const head = kept.slice(0, at ?? kept.length).join('');
  const tail = kept.slice(at ?? kept.length).join('');
  const ended = head === '' || head.endsWith('\n') ? head : head + eol;
  return `${ended}${at === undefined && ended !== '' ? eol : ''}${block}${tail}`;
}
