import { InputError } from '../../core/errors/input-error.ts';
import { groupBy } from '../../core/group-by.ts';
import { keysOf, keysText } from './keys.ts';
import type { Change } from './types.ts';
import { valuesText, type Wording } from './value-text.ts';
import { cut, shownPath, visible } from './visible.ts';

/** One difference as a line: `vlan_id: 30 → 40`. */
export const differenceLine = (change: Change, wording: Wording): string =>
  `${shownPath(change.path, wording.whole ? Number.POSITIVE_INFINITY : undefined)}: ${valuesText(change, wording)}`;

/**
 * Differences as lines, one for each, but one alone for an entry that goes with all that it held:
 * `networks.guest: vlan_id 40, subnet "10.0.0.0/24" → (removed)`.
 */
export function differenceLines(changes: readonly Change[], wording: Wording): readonly string[] {
  const entries = groupBy(changes, ({ path, within }) => (within === undefined ? `. ${path}` : within));
  return [...entries.values()].flatMap((some) => {
    const [first] = some;
    if (first?.within === undefined || some.length === 1) return some.map((change) => differenceLine(change, wording));
    const depth = keysOf(first.within).length;
    const held = some.map((change) => {
      const inner = keysText(keysOf(change.path).slice(depth));
      return `${shownPath(inner)} ${valuesText(change, { ...wording, single: true })}`;
    });
    return [`${shownPath(first.within)}: ${cut(held.join(', '), MOST_GONE)} → (removed)`];
  });
}

/** The root attribute that a path begins with. */
export const rootOf = (path: string): string => /^(?:"(?:[^"\\]|\\.)*"|[^.[]+)/.exec(path)?.[0] ?? path;

const VERBS = { set: 'set', change: 'changed', remove: 'removed', move: 'moved' } as const;

/**
 * Differences that are too many to be listed: one line a root, with counts.
 *
 * @param wording to word the difference itself where a root has only one
 */
export function groupedLines(changes: readonly Change[], wording?: Wording): readonly string[] {
  const roots = groupBy(changes, ({ path }) => rootOf(path));
  return [...roots].map(([root, some]) => {
    const [only] = some;
    if (wording && only && some.length === 1) return differenceLine(only, wording);
    const counts = (['change', 'set', 'remove', 'move'] as const).flatMap((kind) => {
      const count = some.filter((one) => one.kind === kind).length;
      return count > 0 ? [`${count} ${VERBS[kind]}`] : [];
    });
    return `${shownPath(root, 60)}: ${counts.join(', ')}`;
  });
}

/**
 * Differences as lines that fit into so many characters: each by itself, else by root, else only the names of the roots.
 *
 * @param most lines that there is room for; several differences share one where there are more
 */
export function fittingLines(
  changes: readonly Change[],
  room: number,
  wording: Wording,
  most = Number.POSITIVE_INFINITY,
): readonly string[] {
  const brief = { ...wording, most: 40 };
  const each = (most: number) => () => differenceLines(changes, { ...wording, most });
  const grouped = [() => groupedLines(changes, brief), () => groupedLines(changes)];
  // A line has four characters at least: of more differences than that no form with a line for each fits.
  for (const form of changes.length > room ? grouped : [...[wording.most, 120, 40].map(each), ...grouped]) {
    const lines = packedLines(form(), most);
    if (length(lines) <= room && lines.length <= most) return lines;
  }
  const roots = [...new Set(changes.map(({ path }) => rootOf(path)))];
  return [`${roots.length} attributes: ${cut(rootNames(roots), MOST_NAMES)}`];
}

/** Widths of a line that takes several others, narrow first, in characters. */
const PACKED_WIDTHS = [110, 220] as const;

/**
 * Puts lines together until there are few, in their order and none cut: `vlan_id: 30; isolation: true`. What does not
 * fit into the widest is more lines than asked for.
 */
export function packedLines(lines: readonly string[], most: number): readonly string[] {
  let packed = lines;
  for (const width of PACKED_WIDTHS) {
    if (packed.length <= most) break;
    packed = packedTo(width, lines);
  }
  return packed;
}

function packedTo(width: number, lines: readonly string[]): readonly string[] {
  const packed: string[] = [];
  for (const line of lines) {
    const last = packed.at(-1);
    if (last === undefined || last.length + line.length > width) packed.push(line);
    else packed[packed.length - 1] = `${last}; ${line}`;
  }
  return packed;
}

/** Longest list of what would be sent with a line for each field, in characters; beyond that, fields share lines. */
const MAX_LINE_BY_LINE = 8000;

/** Longest list of what would be sent in any form, in characters: as much as a whole switch or template takes. */
const MAX_SENT_CHARACTERS = 20_000;

/**
 * Lines with whatever would be sent in full, since nobody can say yes to a count: one for each difference, or where
 * these are many one for each object that attributes are set in. What goes is told by name.
 *
 * @throws InputError with the advice to split it, when that is too long to be shown
 */
export function completeLines(changes: readonly Change[], wording: Wording): readonly string[] {
  // Nothing is worded that is far too long in any words.
  const sizes = changes.map(({ path, to }) => path.length + (JSON.stringify(to) ?? '').length);
  if (sizes.reduce((sum, one) => sum + one, 0) > MOST_WORDED) throw tooLong(changes.length);
  // Only what goes may be cut shorter. Paths alone may tell that no wording is short enough.
  const isShort = changes.reduce((sum, { path }) => sum + path.length + 5, 0) <= MAX_LINE_BY_LINE;
  for (const most of isShort ? [wording.most, 120, 40] : []) {
    const lines = differenceLines(changes, { ...wording, most, whole: true });
    if (length(lines) <= MAX_LINE_BY_LINE) return lines;
  }
  const lines = sharedLines(changes, wording);
  if (length(lines) <= MAX_SENT_CHARACTERS) return lines;
  throw tooLong(changes.length);
}

/** Characters of a line that tells what goes. */
const MOST_GONE = 600;

/** Entries of one map or list whose attributes are told together from here on. */
const FEWEST_ALIKE = 3;

/**
 * One line for the attributes that are set in one object, or in several entries of a map that have the same; one for
 * what goes of a root, and one for each other difference.
 */
function sharedLines(changes: readonly Change[], wording: Wording): readonly string[] {
  const groups = groupBy(changes, (change) => {
    if (change.kind === 'change' || change.kind === 'move') return `${change.kind} ${change.path}`;
    return `${change.kind} ${change.kind === 'set' ? parentOf(change) : rootOf(change.path)}`;
  });
  const alike = groupBy(groups.values(), (group) => {
    const [first] = group;
    if (first?.kind !== 'set') return first?.path ?? '';
    return `${keysText(keysOf(parentOf(first)).slice(0, -1))} ${group.map(leafOf).join(' ')}`;
  });
  return [...alike.values()].flatMap((some) =>
    some.length >= FEWEST_ALIKE && some[0]?.[0]?.kind === 'set'
      ? [entriesLine(some, wording)]
      : some.map((group) => groupLine(group, wording)),
  );
}

function groupLine(group: readonly Change[], wording: Wording): string {
  const [only] = group;
  if (only && group.length === 1) return differenceLine(only, { ...wording, whole: true });
  return only?.kind === 'remove' ? goneLine(group) : setLine(group, wording);
}

const parentOf = ({ path }: Change): string => keysText(keysOf(path).slice(0, -1));
const leafOf = ({ path }: Change): string => keysText(keysOf(path).slice(-1));

const leafText = (change: Change, wording: Wording): string =>
  `${visible(leafOf(change))} ${valuesText(change, { ...wording, single: true, whole: true })}`;

const setLine = (group: readonly Change[], wording: Wording): string => {
  const parent = group[0] ? parentOf(group[0]) : '';
  const values = group.map((change) => leafText(change, wording)).join(', ');
  return `${parent === '' ? '' : `${visible(parent)}: `}${wording.single ? '' : '(set) '}${values}`;
};

/** Entries with the same attributes: what all of them have once, and by entry only what differs. */
function entriesLine(entries: readonly (readonly Change[])[], wording: Wording): string {
  const texts = entries.map((group) => group.map((change) => leafText(change, wording)));
  const common = new Set((texts[0] ?? []).filter((text) => texts.every((row) => row.includes(text))));
  const rows = texts.map((row, index) => {
    const first = entries[index]?.[0];
    const name = first ? keysText(keysOf(parentOf(first)).slice(-1)) : '';
    return [visible(name), ...row.filter((text) => !common.has(text))].join(' ');
  });
  const first = entries[0]?.[0];
  const holder = first ? keysText(keysOf(parentOf(first)).slice(0, -1)) : '';
  const each = common.size > 0 ? `each ${[...common].join(', ')}; ` : '';
  return `${visible(holder)}: ${wording.single ? '' : '(set) '}${entries.length} entries, ${each}${rows.join('; ')}`;
}

/** Names of what goes below a root, each once; they may be cut, since nothing of them is sent. */
function goneLine(group: readonly Change[]): string {
  const root = rootOf(group[0]?.path ?? '');
  const names = [...new Set(group.map(({ path }) => keysText(keysOf(path).slice(1, 2))))];
  return cut(`${visible(root)}: ${group.length} removed, of ${names.map(visible).join(', ')}`, MOST_GONE);
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
