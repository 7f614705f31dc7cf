import { createHmac } from 'node:crypto';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { isMask, markMasks } from '../../core/mask.ts';
import { redact } from '../../tool/redact.ts';

/** Hexadecimal digits of a digest in a mask: enough to see a change, and too few to stand for the secret elsewhere. */
const DIGEST_LENGTH = 16;

/** Digest of a secret at its place: keyed, so that only who has the key can try guesses. */
export type SecretDigest = (place: string, secret: string) => string;

/** @param key of the operator; whoever has it and a file can try guesses at what the masks stand for */
export const secretDigest =
  (key: string): SecretDigest =>
  (place, secret) =>
    createHmac('sha256', key).update(`${place}\n${secret}`).digest('hex').slice(0, DIGEST_LENGTH);

/** One secret that was masked. */
export interface Secret {
  /** JSON pointer in its object. */
  readonly pointer: string;
  readonly value: string | number;
}

/** An object without its secrets, and what they were. */
export interface MaskedObject {
  readonly value: JsonObject;
  readonly secrets: readonly Secret[];
}

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Masks the secrets of an object, as answers mask them. With a digest every mask tells whether its secret is still the
 * same, without telling which.
 *
 * @param place what tells this object from others, so that one password at two objects has two digests; elements of a
 *   list count as one place, since they may be moved
 */
export function maskSecrets(object: JsonObject, place: string, digest?: SecretDigest): MaskedObject {
  const secrets: Secret[] = [];
  const mark = (raw: unknown, masked: unknown, pointer: string): unknown => {
    if (raw === masked) return raw;
    if (Array.isArray(masked) && Array.isArray(raw))
      return masked.map((item: unknown, index) => mark(raw[index], item, `${pointer}/${index}`));
    if (isRecord(masked) && isRecord(raw))
      return Object.fromEntries(
        Object.keys(masked).map((key) => [key, mark(raw[key], masked[key], `${pointer}/${escaped(key)}`)]),
      );
    if ((typeof raw !== 'string' && typeof raw !== 'number') || typeof masked !== 'string') return masked;
    secrets.push({ pointer, value: raw });
    return digest
      ? markMasks(masked, digest(`${place}#${pointer.replace(/\/\d+(?=\/|$)/g, '/*')}`, String(raw)))
      : masked;
  };
  const value = mark(object, redact(object), '');
  return { value: isRecord(value) ? value : {}, secrets };
}

/** Whether the cloud itself shows masks in the place of secrets, as it does to roles that may not see them. */
export function isMaskedByCloud(value: unknown): boolean {
  if (typeof value === 'string') return isMask(value) && /^\*+$/.test(value);
  if (Array.isArray(value)) return value.some(isMaskedByCloud);
  return isRecord(value) && Object.values(value).some(isMaskedByCloud);
}
