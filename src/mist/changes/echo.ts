import { MistError } from '../errors.ts';
import { isObject, own } from './json.ts';
import type { Keys } from './keys.ts';
import { isSecretAt } from './secret.ts';
import type { JsonObject } from './types.ts';

/** Shorter texts would be found inside words that have nothing to do with them. */
const SHORTEST = 4;

function secretsIn(value: unknown, keys: Keys): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => secretsIn(item, [...keys, index]));
  if (isObject(value)) return Object.keys(value).flatMap((key) => secretsIn(own(value, key), [...keys, key]));
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text.length >= SHORTEST && isSecretAt(keys, value) ? [text, JSON.stringify(text).slice(1, -1)] : [];
}

/**
 * An error of a write without the secrets that were sent: the cloud's own words may repeat what it did not like.
 *
 * @param body what was sent
 */
export function withoutEcho(error: MistError, body: JsonObject | undefined): MistError {
  const secrets = [...new Set(secretsIn(body, []))].sort((a, b) => b.length - a.length);
  const clean = (text: string): string => secrets.reduce((rest, one) => rest.replaceAll(one, '(secret)'), text);
  const { detail } = error.more;
  const more = detail === undefined ? error.more : { ...error.more, detail: clean(detail) };
  return new MistError(error.kind, clean(error.what), clean(error.advice), more);
}
