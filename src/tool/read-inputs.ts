import type { z } from 'zod';
import { matchChoice } from '../core/choice.ts';
import { InputError } from '../core/errors/input-error.ts';
import { isRecord, parseJson } from '../core/json.ts';
import { isDeeper } from '../core/json-depth.ts';
import { nearest } from '../core/nearest.ts';
import { MAX_PAGE_SIZE } from '../mist/limits.ts';
import { jsonStart, worded } from '../mist/worded.ts';
import {
  advertisedSchema,
  type InputSchema,
  isContent,
  keepsEmpty,
  mostElements,
  type PropertySchema,
} from './input-schema.ts';
import { type Inputs, inputsObject, LONGEST_SHOWN, type Values } from './inputs.ts';
import type { InputNote } from './notes.ts';
import { MAC_FINDERS } from './read-parameter.ts';
import { isEmptyContent, isPlaceholder, meaningful, saysNothing } from './says-nothing.ts';

/** Arguments that applications are known to add to every call (VS Code, Cline); they mean nothing to a tool. */
const STRAY = new Set(['_', 'task_progress']);

/** Characters of one text: the longest are the URLs by which the cloud continues a list. */
const LONGEST = 10_000;
/** Characters of a text that is a file: thousands of changes. */
const LONGEST_FILE = 10_000_000;

/** Levels that arguments may have; what walks them may call itself that often. */
const DEEPEST = 100;

/** What a call gave, as its tool sees it. */
export interface ReadInputs<I extends Inputs> {
  readonly values: Values<I>;
  /** Names of the inputs that the caller gave; defaults are not among them. */
  readonly given: ReadonlySet<string>;
  /** What was read otherwise than it was written. */
  readonly notes: readonly InputNote[];
}

/** Reads the arguments of a call. @param already name of a further input, which was read and taken out before */
type InputReader<I extends Inputs> = (raw: unknown, already?: string) => ReadInputs<I>;

/** What reads the inputs of a tool, see `readInputs`; their schema is made with the first call and kept. */
export function inputReader<I extends Inputs>(tool: string, inputs: I): InputReader<I> {
  let made: ReturnType<typeof inputsObject<I>> | undefined;
  return (raw, already) => {
    made ??= inputsObject(inputs);
    return readInputs(tool, inputs, raw, { already, schema: made });
  };
}

/** What reading knows beside the inputs. */
interface ReadingOptions<I extends Inputs> {
  /** Name of a further input, which was read and taken out before. */
  readonly already?: string | undefined;
  readonly schema?: ReturnType<typeof inputsObject<I>>;
}

/**
 * Reads a tool's inputs as models write them: what says nothing counts as absent, and so does a stray argument of the
 * application; `"42"` is 42, `"true"` is true, a word of an enum may be in any case and number, a list may come as text
 * with commas and an object as its JSON; a `limit` above the largest page is lowered.
 *
 * @throws InputError naming the input that is wrong and what is right
 */
export function readInputs<I extends Inputs>(
  tool: string,
  inputs: I,
  raw: unknown,
  { already, schema: whole = inputsObject(inputs) }: ReadingOptions<I> = {},
): ReadInputs<I> {
  if (raw !== undefined && !isRecord(raw))
    throw new InputError('The arguments are not an object.', `See ${tool}'s inputs.`);
  if (isDeeper(raw, DEEPEST))
    throw new InputError(
      `The arguments are nested deeper than ${DEEPEST} levels.`,
      'Give them as the tool describes its inputs; nothing was sent.',
    );
  const schema = advertisedSchema(inputs);
  const read: Record<string, unknown> = {};
  const notes: InputNote[] = [];
  for (const [given, value] of Object.entries(raw ?? {})) {
    const name = inputCalled(given, schema);
    const isEmpty = emptinessOf(inputs, name);
    if (STRAY.has(name) || isEmpty(value)) continue;
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (!property) {
      const known = Object.keys(schema.properties);
      throw unknownInput(tool, name, already === undefined ? known : [...known, already]);
    }
    const longest = isContent(inputs, name) ? LONGEST_FILE : LONGEST;
    if (property.type === 'string' && typeof value === 'string' && value.length > longest)
      throw tooLong(name, value, longest);
    if (isPlaceholder(value) && isOptional(schema, name) && !property.enum?.includes(String(value))) continue;
    const coerced = coerce(value, property);
    checkSize(name, coerced, mostElements(inputs, name));
    const rest = typeof coerced !== 'object' || isContent(inputs, name) ? coerced : meaningful(coerced);
    if (isEmpty(rest)) continue;
    if (name !== 'limit') read[name] = rest;
    else readLimit(rest, property, { read, notes });
  }
  const parsed = whole.safeParse(read);
  if (parsed.success) return { values: parsed.data, given: new Set(Object.keys(read)), notes };
  const sentences = parsed.error.issues.map((issue) => sentence(issue, read, schema.properties));
  const find = sentences.some((sentence) => sentence.includes('MAC address')) ? ` ${MAC_FINDERS}` : '';
  throw new InputError(
    worded([...new Set(sentences)]),
    `Correct the named inputs and call again; nothing was sent.${find}`,
  );
}

/** Other words for an input, taken where a tool has none of that name. */
const OTHER_WORDS: Readonly<Record<string, string>> = { filter: 'where' };

function inputCalled(given: string, { properties }: InputSchema): string {
  const other = Object.hasOwn(OTHER_WORDS, given) ? OTHER_WORDS[given] : undefined;
  return other !== undefined && !Object.hasOwn(properties, given) && Object.hasOwn(properties, other) ? other : given;
}

/** What counts as absent for an input: inside configuration and bodies of the API, nothing does. */
function emptinessOf(inputs: Inputs, name: string): (value: unknown) => boolean {
  if (!isContent(inputs, name)) return saysNothing;
  return keepsEmpty(inputs, name)
    ? (value) => (typeof value !== 'object' || value === null ? saysNothing(value) : false)
    : isEmptyContent;
}

const isOptional = ({ required = [] }: InputSchema, name: string): boolean => !required.includes(name);

/** No rows at all are never wanted, and more than a page of them come with the pages after it. */
function readLimit(
  value: unknown,
  { maximum = MAX_PAGE_SIZE }: PropertySchema,
  { read, notes }: { read: Record<string, unknown>; notes: InputNote[] },
): void {
  if (value === 0) return;
  const isTooLarge = typeof value === 'number' && value > maximum;
  read.limit = isTooLarge ? maximum : value;
  if (isTooLarge) notes.push({ text: `\`limit\` was lowered from ${value} to ${maximum}.`, ofRows: true });
}

/** What is checked one by one is counted first: nobody may keep the server busy with a list. */
function checkSize(name: string, value: unknown, most: number): void {
  const size = largestIn(value);
  if (size <= most) return;
  const one = Array.isArray(value) && value.length === size ? 'a list of' : 'something with';
  throw new InputError(`\`${name}\` is ${one} ${size} elements.`, `Give at most ${most}; nothing was sent.`);
}

/** Elements of the largest list, or members of the largest object, in a value. */
function largestIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return items.reduce<number>((most, item) => Math.max(most, largestIn(item)), items.length);
}

const tooLong = (name: string, { length }: string, longest: number): InputError =>
  new InputError(`\`${name}\` has ${length} characters.`, `Give at most ${longest}; nothing was sent.`);

function unknownInput(tool: string, name: string, known: readonly string[]): InputError {
  const [close] = nearest(name, known, 1);
  const guess = close ? ` Did you mean \`${close}\`?` : '';
  return new InputError(`${tool} has no input \`${name}\`.${guess}`, `Use its inputs: ${known.join(', ') || 'none'}.`);
}

function coerce(value: unknown, property: PropertySchema): unknown {
  switch (property.type) {
    case 'integer':
    case 'number':
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    case 'boolean':
      if (typeof value === 'string' && /^(true|false)$/i.test(value.trim())) return /true/i.test(value);
      return value === 1 || value === 0 ? value === 1 : value;
    case 'string':
      return coerceText(value, property);
    case 'array':
      if (typeof value === 'number' || typeof value === 'boolean') return coerceList([value], property);
      return coerceList(typeof value === 'string' ? listFromText(value) : value, property);
    case 'object':
      return typeof value === 'string' ? parseJson(value) : value;
    default:
      return value;
  }
}

function coerceText(value: unknown, property: PropertySchema): unknown {
  const one = property.enum ? onlyElement(value) : value;
  const text = typeof one === 'number' || typeof one === 'boolean' ? String(one) : one;
  if (typeof text !== 'string' || !property.enum) return text;
  return matchChoice(text, property.enum.map(String)) ?? text;
}

/** A word in the place of a list, or of its JSON, that holds nothing else. */
function onlyElement(value: unknown): unknown {
  const list = typeof value === 'string' && value.trim().startsWith('[') ? parseJson(value) : value;
  return Array.isArray(list) && list.length === 1 ? list[0] : value;
}

/** The elements as their own schema wants them; those that say nothing are left out, since the cloud would look for them. */
function coerceList(list: unknown, { items }: PropertySchema): unknown {
  if (!Array.isArray(list)) return list;
  return list.filter((item) => !saysNothing(item)).map((item) => (isRecord(items) ? coerce(item, items) : item));
}

function listFromText(text: string): unknown {
  const parsed = text.trim().startsWith('[') ? parseJson(text) : undefined;
  return Array.isArray(parsed) ? parsed : text.split(',').map((part) => part.trim());
}

type Issue = z.core.$ZodIssue;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  string: 'a text',
  array: 'a list',
  object: 'an object',
};

/** One sentence that makes the next attempt right. */
function sentence(issue: Issue, read: Record<string, unknown>, properties: Record<string, PropertySchema>): string {
  const [name = ''] = issue.path.map(String);
  const property = properties[name];
  if (!(name in read)) return `\`${name}\` is required${property?.enum ? `: ${choices(property)}` : ''}.`;
  if (issue.code === 'custom') return `\`${name}\` ${issue.message}.`;
  const given = read[name];
  const close = typeof given === 'string' && property?.enum ? nearest(given, property.enum.map(String), 1) : [];
  const guess = close.length > 0 ? `; did you mean ${close.join()}?` : '.';
  return `\`${name}\` must be ${wanted(issue, property)}; got ${jsonStart(given, LONGEST_SHOWN)}${guess}`;
}

/** What a value should have been. */
function wanted(issue: Issue, property: PropertySchema | undefined): string {
  if (property?.enum) return choices(property);
  const type = TYPE_WORDS[property?.type ?? ''] ?? 'another value';
  if (issue.path.length > 1) return `${type} of the right elements`;
  if (issue.code === 'too_small') return `${type}, at least ${issue.minimum}`;
  return issue.code === 'too_big' ? `${type}, at most ${issue.maximum}` : type;
}

const choices = ({ enum: values = [] }: PropertySchema): string => `one of ${values.join(', ')}`;
