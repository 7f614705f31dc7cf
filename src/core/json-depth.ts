/** Deepest nesting of a message; what reads it further on calls itself for each level. */
export const MAX_DEPTH = 128;

/**
 * Whether a value is nested deeper than a number of levels. Objects of the API have a dozen; what is nested to exhaust
 * the stack is to be refused before anything walks it.
 */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return items.some((item) => isDeeper(item, levels - 1));
}
