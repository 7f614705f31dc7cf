import { createHash, createHmac } from 'node:crypto';

/** JSON with sorted keys: the same change has the same digest however its members came. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

/** Digest of a value of JSON: SHA-256, hexadecimal. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');

/**
 * Digest of a value that may hold secrets, for eyes that must not find them by trying: keyed, so that only who has the
 * key can make it.
 */
export const sealOf = (value: unknown, key: string): string =>
  createHmac('sha256', key).update(canonical(value)).digest('hex');
