import { nearest } from '../../../core/nearest.ts';
import { flat, type Schema } from '../../../mist/schema-lookup.ts';

/** Choices that are all named; of more, only those nearest to what was given are. */
const MOST_CHOICES = 40;

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'an id (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  email: 'an e-mail address',
  uri: 'a URI',
  url: 'a URL',
};

/** What a field takes, in words: `a whole number from 1 to 4094 or text`. */
export function expected(schema: Schema, given: unknown): string {
  const phrases = new Set(alternatives(schema, given, []));
  return [...phrases].join(' or ') || 'any value';
}

function alternatives(schema: Schema, given: unknown, seen: readonly Schema[]): string[] {
  if (seen.includes(schema)) return [];
  const merged = flat(schema);
  const choices = merged.enum ?? (merged.const === undefined ? undefined : [merged.const]);
  if (choices) return [choicesText(choices, given)];
  const forms = [...(merged.oneOf ?? []), ...(merged.anyOf ?? [])];
  if (forms.length > 0) return forms.flatMap((form) => alternatives(form, given, [...seen, schema]));
  const kinds = typeof merged.type === 'string' ? [merged.type] : (merged.type ?? []);
  if (kinds.length === 0 && merged.properties) return ['an object'];
  return kinds.filter((kind) => kind !== 'null').map((kind) => kindText(kind, merged, [...seen, schema]));
}

function kindText(kind: string, schema: Schema, seen: readonly Schema[]): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, pattern, format } = schema;
  const word = KINDS[kind] ?? kind;
  if (kind === 'string') {
    const size = limits(schema.minLength, schema.maxLength, 'characters');
    return `${FORMATS[format ?? ''] ?? word}${size && ` of ${size}`}${pattern ? ` like /${pattern}/` : ''}`;
  }
  if (kind === 'array') {
    const inner = schema.items ? alternatives(schema.items, undefined, seen).map(plural).join(' or ') : '';
    const size = limits(schema.minItems, schema.maxItems, 'elements');
    return `${word}${inner && ` of ${inner}`}${size && ` with ${size}`}${schema.uniqueItems ? ', each once' : ''}`;
  }
  if (kind === 'object') {
    const size = limits(schema.minProperties, schema.maxProperties, 'fields');
    return `${word}${size && ` with ${size}`}`;
  }
  const parts = [word, rangeText(minimum, maximum)];
  if (exclusiveMinimum !== undefined) parts.push(`above ${exclusiveMinimum}`);
  if (exclusiveMaximum !== undefined) parts.push(`below ${exclusiveMaximum}`);
  if (multipleOf !== undefined) parts.push(`in steps of ${multipleOf}`);
  return parts.filter(Boolean).join(' ');
}

const plural = (phrase: string): string => phrase.replace(/^an? ((?:whole )?number|object)/, '$1s');

function rangeText(low: number | undefined, high: number | undefined): string {
  if (low !== undefined && high !== undefined) return `from ${low} to ${high}`;
  return low === undefined ? (high === undefined ? '' : `up to ${high}`) : `from ${low}`;
}

function limits(low: number | undefined, high: number | undefined, unit: string): string {
  if (low !== undefined && high !== undefined) return `${low} to ${high} ${unit}`;
  return low === undefined ? (high === undefined ? '' : `at most ${high} ${unit}`) : `at least ${low} ${unit}`;
}

function choicesText(choices: readonly unknown[], given: unknown): string {
  const words = choices.map((choice) => (typeof choice === 'string' ? choice : JSON.stringify(choice)));
  const near = typeof given === 'string' ? nearest(given, words) : [];
  const hint = near.length > 0 && words.length > 3 ? ` (nearest: ${near.join(', ')})` : '';
  if (words.length === 1) return words[0] === '' ? 'an empty text' : `${words[0]}`;
  if (words.length <= MOST_CHOICES) return `one of ${words.map((word) => word || '""').join(', ')}${hint}`;
  const some = near.length > 0 ? near : words.slice(0, 10);
  return `one of ${words.length} values, such as ${some.join(', ')}`;
}
