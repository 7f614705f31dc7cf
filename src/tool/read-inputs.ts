import type { z } from 'zod';
import { InputError } from '../core/errors/input-error.ts';
import { isRecord } from '../core/json.ts';
import { isDeeper } from '../core/json-depth.ts';
import { nearest } from '../core/nearest.ts';
import { jsonStart, worded } from '../mist/worded.ts';
import { advertisedSchema, mostElements, type PropertySchema } from './input-schema.ts';
import { type Inputs, inputsObject, type Values } from './inputs.ts';

/** VS Code is known to add an argument of this name; it means nothing. */
const STRAY = '_';

/** Characters of one text: the longest are the URLs by which the cloud continues a list. */
const LONGEST = 10_000;

/** Characters of a value that a sentence about it repeats. */
const LONGEST_SHOWN = 80;

/** Levels that arguments may have; what walks them may call itself that often. */
const DEEPEST = 100;

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

/**
 * Reads a tool's inputs as models write them: null, an empty text or a stray `_` count as absent, `"42"` is 42, `"true"`
 * is true, a list may come as text with commas and an object as its JSON.
 *
 * @returns the values, and the names that the caller gave (defaults are not among them)
 * @throws InputError naming the input that is wrong and what is right
 */
export function readInputs<I extends Inputs>(
  tool: string,
  inputs: I,
  raw: unknown,
): { values: Values<I>; given: ReadonlySet<string> } {
  if (raw !== undefined && !isRecord(raw))
    throw new InputError('The arguments are not an object.', `See ${tool}'s inputs.`);
  if (isDeeper(raw, DEEPEST))
    throw new InputError(
      `The arguments are nested deeper than ${DEEPEST} levels.`,
      'Nothing of the Mist API is; nothing was sent.',
    );
  const schema = advertisedSchema(inputs);
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw ?? {})) {
    if (isAbsent(value) || name === STRAY) continue;
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (!property) throw unknownInput(tool, name, Object.keys(schema.properties));
    if (property.type === 'string' && typeof value === 'string' && value.length > LONGEST) throw tooLong(name, value);
    const coerced = coerce(value, property);
    checkSize(name, coerced, mostElements(inputs, name));
    read[name] = coerced;
  }
  const parsed = inputsObject(inputs).safeParse(read);
  if (parsed.success) return { values: parsed.data, given: new Set(Object.keys(read)) };
  const sentences = parsed.error.issues.map((issue) => sentence(issue, read, schema.properties));
  throw new InputError(worded([...new Set(sentences)]), 'Correct the named inputs and call again; nothing was sent.');
}

/** What is checked one by one is counted first: nobody may keep the server busy with a list. */
function checkSize(name: string, value: unknown, most: number): void {
  const size = largestIn(value);
  if (size <= most) return;
  const one = Array.isArray(value) && value.length === size ? 'a list of' : 'something with';
  throw new InputError(`\`${name}\` is ${one} ${size} elements.`, `At most ${most} are taken; nothing was sent.`);
}

/** Elements of the largest list, or members of the largest object, in a value. */
function largestIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return items.reduce<number>((most, item) => Math.max(most, largestIn(item)), items.length);
}

const tooLong = (name: string, { length }: string): InputError =>
  new InputError(`\`${name}\` has ${length} characters.`, `At most ${LONGEST} make sense; nothing was sent.`);

function unknownInput(tool: string, name: string, known: readonly string[]): InputError {
  const [close] = nearest(name, known, 1);
  const guess = close ? ` Did you mean \`${close}\`?` : '';
  return new InputError(`${tool} has no input \`${name}\`.${guess}`, `Its inputs are: ${known.join(', ') || 'none'}.`);
}

function coerce(value: unknown, property: PropertySchema): unknown {
  switch (property.type) {
    case 'integer':
    case 'number':
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    case 'boolean':
      if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
      return value === 1 || value === 0 ? value === 1 : value;
    case 'string':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    case 'array':
      return withoutBlanks(typeof value === 'string' ? listFromText(value) : value);
    case 'object':
      return typeof value === 'string' ? fromJson(value) : value;
    default:
      return value;
  }
}

function listFromText(text: string): unknown {
  const parsed = text.trim().startsWith('[') ? fromJson(text) : undefined;
  return Array.isArray(parsed) ? parsed : text.split(',').map((part) => part.trim());
}

/** An empty text in a list says nothing, and the cloud would look for it. */
const withoutBlanks = (list: unknown): unknown => (Array.isArray(list) ? list.filter((item) => item !== '') : list);

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Issue = z.core.$ZodIssue;

/** One sentence that makes the next attempt right. */
function sentence(issue: Issue, read: Record<string, unknown>, properties: Record<string, PropertySchema>): string {
  const [name = ''] = issue.path.map(String);
  if (!(name in read)) return `\`${name}\` is required${choices(properties[name])}.`;
  const shown = jsonStart(read[name], LONGEST_SHOWN);
  if (issue.code === 'custom') return `\`${name}\` ${issue.message}.`;
  const property = properties[name];
  if (property?.enum) {
    const given = read[name];
    const [close] = typeof given === 'string' ? nearest(given, property.enum.map(String), 1) : [];
    return `\`${name}\` is ${shown}, which it does not take${choices(property)}${close ? `; did you mean ${close}?` : '.'}`;
  }
  return `\`${name}\` is ${shown}: ${issue.message}.`;
}

const choices = (property: PropertySchema | undefined): string =>
  property?.enum ? `: one of ${property.enum.join(', ')}` : '';
