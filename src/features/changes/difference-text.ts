import { InputError } from '../../core/errors/input-error.ts';
import type { Change } from './types.ts';
import { valuesText, type Wording } from './value-text.ts';
import { cut, shownPath } from './visible.ts';

/** One difference as a line: `vlan_id: 30 → 40`. */
export const differenceLine = (change: Change, wording: Wording): string =>
  `${shownPath(change.path, wording.whole ? Number.POSITIVE_INFINITY : undefined)}: ${valuesText(change, wording)}`;

/** The root attribute that a path begins with. */
export const rootOf = (path: string): string => /^(?:"(?:[^"\\]|\\.)*"|[^.[]+)/.exec(path)?.[0] ?? path;

const VERBS = { set: 'set', change: 'changed', remove: 'removed' } as const;

/**
 * Differences that are too many to be listed: one line a root, with counts.
 *
 * @param wording to word the difference itself where a root has only one
 */
export function groupedLines(changes: readonly Change[], wording?: Wording): readonly string[] {
  const roots = new Map<string, Change[]>();
  for (const change of changes) {
    const root = rootOf(change.path);
    const some = roots.get(root);
    if (some) some.push(change);
    else roots.set(root, [change]);
  }
  return [...roots].map(([root, some]) => {
    const [only] = some;
    if (wording && only && some.length === 1) return differenceLine(only, wording);
    const counts = (['change', 'set', 'remove'] as const).flatMap((kind) => {
      const count = some.filter((one) => one.kind === kind).length;
      return count > 0 ? [`${count} ${VERBS[kind]}`] : [];
    });
    return `${shownPath(root, 60)}: ${counts.join(', ')}`;
  });
}

/**
 * Differences as lines that fit into so many characters: each by itself, else by root, else only the names of the roots.
 */
export function fittingLines(changes: readonly Change[], room: number, wording: Wording): readonly string[] {
  const brief = { ...wording, most: 40 };
  const each = (most: number) => () => changes.map((change) => differenceLine(change, { ...wording, most }));
  const grouped = [() => groupedLines(changes, brief), () => groupedLines(changes)];
  // A line has four characters at least: of more differences than that no form with a line for each fits.
  for (const form of changes.length > room ? grouped : [...[wording.most, 120, 40].map(each), ...grouped]) {
    const lines = form();
    if (length(lines) <= room) return lines;
  }
  const roots = [...new Set(changes.map(({ path }) => rootOf(path)))];
  return [`${roots.length} attributes: ${cut(rootNames(roots), MOST_NAMES)}`];
}

/** Longest list of what would be sent, in characters: a person reads no more than that with care. */
const MAX_SENT_CHARACTERS = 8000;

/**
 * A line for each difference, with whatever would be sent in full: nobody can say yes to a count.
 *
 * @throws InputError with the advice to split it, when that is too long to be shown
 */
export function completeLines(changes: readonly Change[], wording: Wording): readonly string[] {
  // Nothing is worded that is far too long in any words.
  const sizes = changes.map(({ path, to }) => path.length + (JSON.stringify(to) ?? '').length);
  if (sizes.reduce((sum, one) => sum + one, 0) > MOST_WORDED) throw tooLong(changes.length);
  // Only what goes may be cut shorter.
  for (const most of [wording.most, 120, 40]) {
    const lines = changes.map((change) => differenceLine(change, { ...wording, most, whole: true }));
    if (length(lines) <= MAX_SENT_CHARACTERS) return lines;
  }
  throw tooLong(changes.length);
}

/** Characters of values that are worded at all: secrets among them take less room than they have. */
const MOST_WORDED = 1_000_000;

function tooLong(count: number): InputError {
  return new InputError(
    `What would be sent is too long to be shown to the person who confirms it: ${count} ${count === 1 ? 'field' : 'fields'}, of at most ${MAX_SENT_CHARACTERS} characters in all.`,
    'Nothing was sent. Split it into several changes.',
  );
}

/** Characters that the names of root attributes may take in a question, beyond what it may take otherwise. */
const MOST_NAMES = 2500;

const rootNames = (roots: readonly string[]): string => roots.map((root) => shownPath(root, 60)).join(', ');

/** Whether a question has room to name each root attribute that changes, be it without its values. */
export const canBeNamed = (roots: readonly string[]): boolean => rootNames(roots).length <= MOST_NAMES;

/** Characters that lines take, with what stands before each and the break after it. */
const length = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 5, 0);
