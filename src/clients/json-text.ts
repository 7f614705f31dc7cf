// By this path, since no bundler can follow what the package's main file requires.
import {
  applyEdits,
  createScanner,
  findNodeAtLocation,
  modify,
  type Node,
  type ParseError,
  parse,
  parseTree,
} from 'jsonc-parser/lib/esm/main.js';
import { ConfigError } from '../config/error.ts';
import { isRecord, type JsonObject } from '../core/json.ts';
import { indentAt, isInline, styleOf, written } from './json-style.ts';

/*
 * jsonc-parser's own insertion and removal take comments along that stand beside a neighbor (`"a": 1, // about a`), so
 * only the value of a member that is there already is left to it; what goes in and out is placed here.
 */

const OPTIONS = { allowTrailingComma: true, disallowComments: false } as const;

/**
 * The object in a JSON text that may have comments and trailing commas; an empty text is an empty object.
 *
 * @throws ConfigError when it is anything else
 */
export function readJson(text: string): JsonObject {
  if (isBlank(text)) return {};
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, OPTIONS);
  const [first] = errors;
  if (first) throw new ConfigError(`line ${text.slice(0, first.offset).split('\n').length} is not valid JSON`);
  if (!isRecord(value)) throw new ConfigError('it holds no JSON object');
  return value;
}

/** The first place at or behind another that is neither white space nor comment. */
function tokenAt(text: string, from: number): number {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  scanner.scan();
  return scanner.getTokenOffset();
}

/** Whether a text holds white space and comments only. */
const isBlank = (text: string): boolean => tokenAt(text, 0) === text.length;

/** Where the comma behind a member or element is, comments left aside. */
function commaAfter(text: string, node: Node): number | undefined {
  const at = tokenAt(text, endOf(node));
  return text[at] === ',' ? at : undefined;
}

/** Whether what is put behind a text would be part of a comment. */
function endsInComment(text: string): boolean {
  const scanner = createScanner(text, false);
  while (scanner.getPosition() < text.length) scanner.scan();
  return text.startsWith('//', scanner.getTokenOffset());
}

const endOf = ({ offset, length }: Node): number => offset + length;

/** Puts a member or element behind the last one, and behind the comments that follow that. */
function insertLast(text: string, container: Node, item: (indent: string) => string): string {
  const { step, eol } = styleOf(text);
  const closing = endOf(container) - 1;
  const last = container.children?.at(-1);
  const comma = last && commaAfter(text, last);
  const separated = !last || comma !== undefined;
  const end = closing - (/[ \t\r\n]*$/.exec(text.slice(0, closing))?.[0].length ?? 0);
  const body = separated ? text.slice(0, end) : `${text.slice(0, endOf(last))},${text.slice(endOf(last), end)}`;
  const tail = text.slice(end);
  const close = comma === undefined ? '' : ',';
  if (isInline(text, container)) return `${body} ${item('').replace(/\s*\n\s*/g, ' ')}${close}${tail}`;
  const outer = indentAt(text, container.offset);
  const ownLine = last && text.slice(container.offset, last.offset).includes('\n');
  const indent = ownLine ? indentAt(text, last.offset) : outer + step;
  const gap = last || /^\s*\n/.test(tail) ? '' : `${eol}${outer}`;
  return `${body}${eol}${indent}${item(indent)}${close}${gap}${tail}`;
}

function member(text: string, name: string, value: unknown): (indent: string) => string {
  return (indent) => `${JSON.stringify(name)}: ${written(value, indent, styleOf(text))}`;
}

const nested = (names: readonly string[], value: unknown): unknown =>
  names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);

/**
 * Sets one member of a JSON text and leaves every other byte as it is, comments and layout included.
 *
 * @param path names from the root; objects that are missing are made
 * @throws ConfigError when something else than an object is in the way
 */
export function setIn(text: string, path: readonly string[], value: unknown): string {
  const { eol } = styleOf(text);
  const root = isBlank(text) ? undefined : parseTree(text, [], OPTIONS);
  if (!root)
    return `${text && !/\n$/.test(text) ? text + eol : text}${written(nested(path, value), '', styleOf(text))}${eol}`;
  if (findNodeAtLocation(root, [...path])) {
    const { step } = styleOf(text);
    const formattingOptions = { insertSpaces: step !== '\t', tabSize: step === '\t' ? 1 : step.length, eol };
    return applyEdits(text, modify(text, [...path], value, { formattingOptions }));
  }
  const depth = path.findLastIndex((_, index) => findNodeAtLocation(root, path.slice(0, index)));
  const container = findNodeAtLocation(root, path.slice(0, depth));
  const name = path[depth];
  if (container?.type !== 'object' || name === undefined)
    throw new ConfigError(`${path.slice(0, depth).join('.')} is not an object`);
  return insertLast(text, container, member(text, name, nested(path.slice(depth + 1), value)));
}

/** Adds an element at the end of a list at the root, which is made where it is missing. @throws ConfigError when no list is there */
export function appendTo(text: string, name: string, value: unknown): string {
  const root = parseTree(text, [], OPTIONS);
  const list = root && findNodeAtLocation(root, [name]);
  if (!list) return setIn(text, [name], [value]);
  if (list.type !== 'array') throw new ConfigError(`${name} is not a list`);
  return insertLast(text, list, (indent) => written(value, indent, styleOf(text)));
}

/** Takes one member or element out, with the comma and the white space that came with it. */
export function removeFrom(text: string, path: readonly (string | number)[]): string {
  const root = parseTree(text, [], OPTIONS);
  const found = root && findNodeAtLocation(root, [...path]);
  const item = found?.parent?.type === 'property' ? found.parent : found;
  const container = item?.parent;
  if (!item || !container) return text;
  const siblings = container.children ?? [];
  const before = siblings[siblings.indexOf(item) - 1];
  const following = commaAfter(text, item);
  // What stands between our value and its comma is a comment, and stays.
  const kept = following === undefined ? '' : text.slice(endOf(item), following);
  const rest = kept + text.slice(following === undefined ? endOf(item) : following + 1);
  const [gap = ''] = /(?:\r?\n)?[ \t]*$/.exec(text.slice(0, item.offset)) ?? [];
  const head = text.slice(0, item.offset - gap.length);
  const preceding = before && following === undefined ? commaAfter(text, before) : undefined;
  const front = preceding === undefined ? head : head.slice(0, preceding) + head.slice(preceding + 1);
  if (siblings.length === 1 && /[{[]$/.test(front) && /^\s*[}\]]/.test(rest)) return front + rest.trimStart();
  // What stands behind ours in the line keeps a line of its own where it must: before another member, and where the
  // line before ends with a comment that would swallow it.
  const endsLine = /^[ \t]*\r?\n/.test(rest);
  const closes = !gap.includes('\n') || /^[ \t]*[}\]]/.test(rest);
  return endsLine || (closes && !endsInComment(front)) ? front + rest : front + gap + rest.trimStart();
}
