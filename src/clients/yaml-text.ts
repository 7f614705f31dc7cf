import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { ConfigError } from '../config/error.ts';
import { isRecord, type JsonObject } from '../core/json.ts';

/** Where the entries of servers stand in a file. */
export interface YamlPlace {
  readonly key: string;
  readonly name: string;
  /** They are a list of objects that carry their `name`, instead of an object by name. */
  readonly list: boolean;
}

function documentOf(text: string): Document {
  const document = parseDocument(text, { keepSourceTokens: true });
  const [first] = document.errors;
  if (!first) return document;
  const line = first.linePos?.[0].line;
  // The message of the library repeats the line, which may hold a secret.
  throw new ConfigError(line === undefined ? 'it is not valid YAML' : `line ${line} is not valid YAML`);
}

/**
 * The object in a YAML text; an empty text is an empty object.
 *
 * @throws ConfigError when it is anything else, or more than one document
 */
export function readYaml(text: string): JsonObject {
  const document = documentOf(text);
  const value: unknown = plainValue(document);
  if (value === null || value === undefined) return {};
  if (!isRecord(value)) throw new ConfigError('it holds no YAML object');
  return value;
}

function plainValue(document: Document): unknown {
  try {
    return document.toJS();
  } catch {
    throw new ConfigError('it holds YAML references that cannot be followed');
  }
}

/** A value as lines of YAML; texts are in quotation marks, so that no reader takes one for a number or a yes. */
export function writeYaml(value: unknown, step = 2): string {
  return stringify(value, {
    indent: step,
    lineWidth: 0,
    indentSeq: true,
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
  });
}

const cannot = (key: string): ConfigError =>
  new ConfigError(`${key} is written in a way that cannot be changed without touching the rest`);

/** Where the line ends that holds a place; the length of the text where it is the last. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** One entry in a block: from its first letter to the end of its last line, without the comments that follow. */
interface Item {
  readonly from: number;
  readonly to: number;
  readonly ours: boolean;
}

function endOf(node: unknown, otherwise: number): number {
  return isNode(node) && node.range ? Math.max(node.range[1], otherwise) : otherwise;
}

/** Text after a value that ends with its line, such as a block of lines, belongs to what follows. */
const wholeLines = (text: string, at: number): number => (text[at - 1] === '\n' ? at : lineEnd(text, at));

function mapItem(text: string, { key, value }: Pair, name: string): Item | undefined {
  if (!isScalar(key) || !key.range) return undefined;
  const to = wholeLines(text, endOf(value, key.range[1]));
  return { from: key.range[0], to, ours: key.value === name };
}

const nameOf = (node: unknown): unknown => (isMap(node) ? node.get('name') : undefined);

function listItems(text: string, list: YAMLSeq, name: string): readonly (Item | undefined)[] {
  const token = list.srcToken;
  if (token?.type !== 'block-seq') return [undefined];
  // Comments at the end are listed too, without a dash.
  const dashes = token.items.flatMap(({ start }) => start.find(({ type }) => type === 'seq-item-ind')?.offset ?? []);
  return list.items.map((node, at) => {
    const from = dashes[at];
    return from === undefined
      ? undefined
      : { from, to: wholeLines(text, endOf(node, from + 1)), ours: nameOf(node) === name };
  });
}

/** @throws ConfigError where an entry has no place of its own */
function itemsOf(text: string, container: YAMLMap | YAMLSeq, { key, name, list }: YamlPlace): readonly Item[] {
  if (isSeq(container) !== list) throw new ConfigError(`${key} is not ${list ? 'a list' : 'an object'}`);
  const items = isSeq(container)
    ? listItems(text, container, name)
    : container.items.map((pair) => mapItem(text, pair, name));
  return items.map((item) => {
    // An entry that begins behind something else in its line, such as another dash, is not moved about.
    if (item === undefined || text.slice(lineStart(text, item.from), item.from).trim() !== '') throw cannot(key);
    return item;
  });
}

interface Layout {
  readonly step: number;
  readonly eol: string;
}

const layoutOf = (text: string): Layout => ({
  step: Math.min(8, Math.max(2, /^( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2)),
  eol: text.includes('\r\n') ? '\r\n' : '\n',
});

/** Our entry as a block at a depth, with its line feed. */
function blockOf(entry: JsonObject, { name, list }: YamlPlace, indent: number, { step, eol }: Layout): string {
  const lines = writeYaml(list ? [{ name, ...entry }] : { [name]: entry }, step).trimEnd();
  return `${lines
    .split('\n')
    .map((line) => ' '.repeat(indent) + line)
    .join(eol)}${eol}`;
}

/** Text up to a place, which ends with a line feed unless it is empty. */
const closed = (head: string, eol: string): string => (head === '' || head.endsWith('\n') ? head : head + eol);

/**
 * Sets one server's entry of a YAML text, or takes it out, and leaves every other line as it is, comments included. Whoever
 * calls it compares what the text says before and after.
 *
 * @param entry undefined to take it out
 * @throws ConfigError when the servers are written in a way that cannot be changed line by line
 */
export function editYaml(text: string, place: YamlPlace, entry: JsonObject | undefined): string {
  const layout = layoutOf(text);
  const { contents } = documentOf(text);
  const root = contents ?? undefined;
  if (root !== undefined && (!isMap(root) || root.flow)) throw cannot(place.key);
  const pair = root?.items.find(({ key }) => isScalar(key) && key.value === place.key);
  if (!pair) {
    if (!entry) return text;
    return `${closed(text, layout.eol)}${place.key}:${layout.eol}${blockOf(entry, place, layout.step, layout)}`;
  }
  return editServers(text, pair, place, { entry, layout });
}

/** The line of a name without servers, in the ways that such a line is written. */
const EMPTY = /^([^#]*?:)(?:[ \t]+(?:\{[ \t]*\}|\[[ \t]*\]|~|null))?([ \t]*|[ \t]+#[^\n]*?)\r?\n?$/;

interface Edit {
  readonly entry: JsonObject | undefined;
  readonly layout: Layout;
}

function editServers(text: string, { key, value }: Pair, place: YamlPlace, { entry, layout }: Edit): string {
  if (!isScalar(key) || !key.range) throw cannot(place.key);
  if (!isCollection(value) || value.items.length === 0) {
    const [start, end] = [lineStart(text, key.range[0]), lineEnd(text, key.range[1])];
    const [, name, comment] = EMPTY.exec(text.slice(start, end)) ?? [];
    if (!entry) return text;
    if (name === undefined || comment === undefined) throw cannot(place.key);
    const line = `${name}${comment.trimEnd()}${layout.eol}`;
    return `${text.slice(0, start)}${line}${blockOf(entry, place, layout.step, layout)}${text.slice(end)}`;
  }
  if ((!isMap(value) && !isSeq(value)) || value.flow) throw cannot(place.key);
  const items = itemsOf(text, value, place);
  const ours = items.find((item) => item.ours);
  const [first] = items;
  const last = items.at(-1);
  if (!first || !last) throw cannot(place.key);
  if (entry) {
    const block = blockOf(entry, place, first.from - lineStart(text, first.from), layout);
    const [from, to] = ours ? [lineStart(text, ours.from), ours.to] : [last.to, last.to];
    return closed(text.slice(0, from), layout.eol) + block + text.slice(to);
  }
  if (!ours) return text;
  const rest = text.slice(0, lineStart(text, ours.from)) + text.slice(ours.to);
  if (items.length > 1) return rest;
  const colon = text.indexOf(':', key.range[1]) + 1;
  return `${rest.slice(0, colon)} ${place.list ? '[]' : '{}'}${rest.slice(colon)}`;
}
