import { isObject, own, same } from './json.ts';
import type { JsonObject } from './types.ts';

/**
 * Applies a JSON merge patch (RFC 7396): objects merge deeply, null removes, anything else replaces, lists as a whole.
 *
 * @returns the patched value, or undefined for null; neither input is changed. Parts may be shared with them.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (patch === null) return undefined;
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  // fromEntries defines each attribute, so that a key such as `__proto__` stays a key.
  return Object.fromEntries(merged);
}

/**
 * The smallest merge patch that turns one object into another. Nulls inside objects cannot be written by a patch and
 * mean nothing to the cloud: they are left out.
 */
export function patchBetween(from: JsonObject, to: JsonObject): JsonObject {
  const entries: [string, unknown][] = [];
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [own(from, key), own(to, key)];
    if (same(before, after)) continue;
    if (isObject(before) && isObject(after)) entries.push([key, patchBetween(before, after)]);
    else entries.push([key, after ?? null]);
  }
  return Object.fromEntries(entries);
}
