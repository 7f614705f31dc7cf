import { MistError } from '../core/errors/mist-error.ts';
import { operation } from '../mist/spec/operations.ts';
import type { Route } from '../mist/spec/routes.ts';
import { resolveRef, type Schema, schemaOf } from '../mist/spec/schemas/document.ts';

type Kind = 'object' | 'array' | 'other';

const kindOf = (value: unknown): Kind =>
  Array.isArray(value) ? 'array' : typeof value === 'object' && value !== null ? 'object' : 'other';

const DEEPEST = 10;

/** Kinds of value that a schema allows; undefined where it does not say. */
function kindsOf(schema: Schema, depth = 0): readonly Kind[] | undefined {
  const { type, oneOf, anyOf } = resolveRef(schema);
  if (type === 'object' || type === 'array') return [type];
  if (depth > DEEPEST) return undefined;
  const choices = (oneOf ?? anyOf)?.map((choice) => kindsOf(choice, depth + 1));
  return choices?.every((kinds) => kinds !== undefined) ? choices.flat() : undefined;
}

const WORDS: Readonly<Record<Kind, string>> = { object: 'an object', array: 'a list', other: 'neither' };

/**
 * Holds an answer against the outermost kind that the specification gives it, list or object: a program that reads
 * `data.length` must not meet null. What stands inside is the specification's word, and the cloud may say more.
 *
 * @throws MistError of kind `unexpected_answer`
 */
export function checkKind(route: Route, body: unknown): void {
  const { response, response_types } = operation(route);
  if (body === undefined || response === undefined || response_types !== undefined) return;
  const kinds = kindsOf(schemaOf(response) ?? {});
  const kind = kindOf(body);
  if (!kinds || kinds.includes(kind)) return;
  const expected = [...new Set(kinds)].map((one) => WORDS[one]).join(' or ');
  const given = body === null ? 'null' : kind === 'other' ? `a ${typeof body}` : WORDS[kind];
  throw new MistError(
    'unexpected_answer',
    `${route} answered with ${given}; the specification says ${expected}.`,
    'For a list, use rows() or pages(): they read what the cloud gives in its place. It may also mean that there is nothing.',
  );
}
