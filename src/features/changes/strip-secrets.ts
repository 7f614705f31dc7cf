import { MistError } from '../../core/errors/mist-error.ts';
import { isObject, own } from './json.ts';
import type { Keys } from './keys.ts';
import { isSecretAt } from './secret.ts';
import type { JsonObject } from './types.ts';

/** Shorter texts would be found inside words that have nothing to do with them. */
const SHORTEST = 4;
/** What stands at the end of a text that the cloud has cut. */
const CUT = '…';

type Mask = (value: unknown) => unknown;

/** A text as it stands in JSON, and in JSON that is a text in JSON. */
function forms(text: string): readonly string[] {
  const inner = JSON.stringify(text).slice(1, -1);
  return [text, inner, JSON.stringify(inner).slice(1, -1)];
}

/** @param masked the same value as it would be shown */
function secretsIn(value: unknown, masked: unknown, keys: Keys): readonly string[] {
  if (Array.isArray(value)) {
    const shown: readonly unknown[] = Array.isArray(masked) ? masked : [];
    return value.flatMap((item: unknown, index) => secretsIn(item, shown[index], [...keys, index]));
  }
  if (isObject(value)) {
    const shown = isObject(masked) ? masked : {};
    return Object.keys(value).flatMap((key) => secretsIn(own(value, key), own(shown, key), [...keys, key]));
  }
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text.length >= SHORTEST && (value !== masked || isSecretAt(keys, value)) ? forms(text) : [];
}

/** A text without the beginning of a secret at its end, where what was said was cut off. */
function withoutBeginning(text: string, secrets: readonly string[]): string {
  if (!text.endsWith(CUT)) return text;
  const whole = text.slice(0, -CUT.length);
  for (const secret of secrets) {
    for (let length = Math.min(secret.length, whole.length); length >= SHORTEST; length -= 1) {
      if (whole.endsWith(secret.slice(0, length))) return `${whole.slice(0, -length)}(secret)${CUT}`;
    }
  }
  return text;
}

/**
 * An error of a write without the secrets that were sent: the cloud's own words may repeat what it did not like.
 *
 * @param body what was sent
 * @param mask a value as it would be shown
 */
export function withoutEcho(error: MistError, body: JsonObject | undefined, mask: Mask): MistError {
  const secrets = [...new Set(secretsIn(body, mask(body), []))].sort((a, b) => b.length - a.length);
  const clean = (text: string): string =>
    withoutBeginning(
      secrets.reduce((rest, one) => rest.replaceAll(one, '(secret)'), text),
      secrets,
    );
  const { detail } = error.more;
  const more = detail === undefined ? error.more : { ...error.more, detail: clean(detail) };
  return new MistError(error.kind, clean(error.what), clean(error.advice), more);
}
