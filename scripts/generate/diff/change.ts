/** What kind of thing changed between two documents. */
export type Kind =
  | 'server added'
  | 'server removed'
  | 'server changed'
  | 'operation added'
  | 'operation removed'
  | 'operation moved'
  | 'operation renamed'
  | 'operation changed'
  | 'parameter added'
  | 'parameter removed'
  | 'parameter changed'
  | 'parameter value added'
  | 'parameter value removed'
  | 'schema changed'
  | 'field added'
  | 'field removed'
  | 'field changed'
  | 'field value added'
  | 'field value removed';

/** Who notices a change: those who send requests that were right, or those who read answers. */
export type Notices = 'callers' | 'readers';

/** One difference between two documents. */
export interface Change {
  kind: Kind;
  /** What changed: a server, a route, a route's parameter, or a schema's field. */
  subject: string;
  /** From what to what, where that can be said shortly. */
  detail?: string;
  /** Whether somebody who was right before may now be wrong. */
  breaking: boolean;
  /** Who that is, where it can be said. */
  notices?: readonly Notices[];
  /** Routes it shows in, of either document. */
  routes: readonly string[];
}

/** Writes a value shortly, for a detail. */
export const short = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/**
 * The members that differ between two sets of facts, as `name: from → to`.
 *
 * @param skip members that are compared elsewhere
 */
export function differences(from: object, to: object, skip: ReadonlySet<string>): { name: string; text: string }[] {
  const before = new Map(Object.entries(from));
  const after = new Map(Object.entries(to));
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => !skip.has(name) && JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)))
    .sort()
    .map((name) => ({ name, text: `${name}: ${short(before.get(name))} → ${short(after.get(name))}` }));
}

/** What an enum gained and lost; a field that had or has none gains and loses nothing. */
export function enumChanges(
  from: readonly unknown[] | undefined,
  to: readonly unknown[] | undefined,
): {
  added: unknown[];
  removed: unknown[];
} {
  if (!from || !to) return { added: [], removed: [] };
  return { added: to.filter((one) => !from.includes(one)), removed: from.filter((one) => !to.includes(one)) };
}
