/**
 * What a caller lets through although the schema lacks it: all unknown fields, or the fields and values at these paths and
 * below them.
 */
export type Allowance = boolean | readonly string[];

/** Words that stand for all unknown fields where a list of paths is taken. */
const ALL: ReadonlySet<string> = new Set(['*', 'true']);

/** The allowance that `allow_unknown` gives: paths as answers write them, or one of the words for all. */
export function allowanceOf(paths: readonly string[] = []): Allowance {
  if (paths.some((path) => ALL.has(path))) return true;
  const named = paths.filter((path) => path !== 'false');
  return named.length > 0 && named;
}

/** Whether a path is named itself, or lies below one that is. A value is let through only so. */
export const isNamed = (allowance: Allowance, path: string): boolean =>
  typeof allowance === 'object' &&
  allowance.some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`));

/** Whether an unknown field at a path is let through. */
export const isAllowed = (allowance: Allowance, path: string): boolean =>
  allowance === true || isNamed(allowance, path);
