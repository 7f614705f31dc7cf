import { groupBy } from '../../core/group-by.ts';
import {
  type Change,
  counted,
  differenceLines,
  keysOf,
  keysText,
  nounOf,
  PORT_MAPS,
  pluralOf,
  quoted,
} from '../changes/index.ts';
import { byPort, joinPorts } from '../configuration/index.ts';
import type { Comparison, DifferenceKind, ObjectDifference } from './comparison.ts';

/** Lines of a comparison that an assistant is shown. */
export const MAX_LINES = 40;

/** Names that stand for a group. */
const MAX_NAMES = 3;

const WORDING = { names: new Map<string, string>(), most: 60, mask: (value: unknown): unknown => value };

const KINDS: readonly (readonly [DifferenceKind, string])[] = [
  ['only_left', 'only left'],
  ['only_right', 'only right'],
  ['changed', 'different'],
  ['renamed', 'renamed'],
];

const WORDS = { only_left: 'only left', only_right: 'only right', changed: 'different', renamed: 'renamed' } as const;

/** Differences of single ports that are alike as one, under the shortest key that means them all. */
export function joinedPorts(changes: readonly Change[]): readonly Change[] {
  const placed = changes.map((change) => {
    const keys = keysOf(change.path);
    const at = keys.findIndex((key) => typeof key === 'string' && PORT_MAPS.includes(key)) + 1;
    return { change, keys, at: typeof keys[at] === 'string' && at > 0 ? at : -1 };
  });
  const groups = groupBy(placed, ({ change, keys, at }) => {
    const { kind, from, to, path } = change;
    return at < 0 ? `. ${path} ${kind}` : JSON.stringify([keys.toSpliced(at, 1), kind, from, to]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first || first.at < 0 || group.length === 1) return group.map(({ change }) => change);
    const ports = group.map(({ keys, at }) => String(keys[at])).sort(byPort);
    const { within: _, ...change } = first.change;
    return [{ ...change, path: keysText(first.keys.with(first.at, joinPorts(ports))) }];
  });
}

/** The fields of an object that differ, a line each. */
export const fieldLines = ({ changes }: ObjectDifference): readonly string[] =>
  differenceLines(joinedPorts(changes), WORDING);

const siteOf = (path: string): string => /^sites\/([^/]+)\//.exec(path)?.[1] ?? '';

function titleOf({ kind, family, name, path, renamed_to, counterpart, in_force }: ObjectDifference): string {
  const where = siteOf(path) === '' || family === 'org_sites' ? '' : ` at ${siteOf(path)}`;
  const what = family.endsWith('_settings') ? nounOf(family) : `${nounOf(family)} ${quoted(name)}`;
  if (counterpart !== undefined) return `${what} in the place of ${quoted(counterpart)}: different`;
  const renamed = renamed_to === undefined ? '' : ` to ${quoted(renamed_to)}`;
  return `${what}${where}: ${in_force ? 'in force ' : ''}${WORDS[kind]}${renamed}`;
}

/** Several objects that differ in the very same way, as one. */
function groupTitle(group: readonly ObjectDifference[]): string {
  const [first] = group;
  if (!first) return '';
  if (group.length === 1) return titleOf(first);
  const names = group
    .slice(0, MAX_NAMES)
    .map((one) => (one.family.endsWith('_settings') ? siteOf(one.path) : quoted(one.name)));
  const more = group.length > MAX_NAMES ? ' …' : '';
  return `${group.length} ${pluralOf(nounOf(first.family))} (${names.join(', ')}${more}): ${WORDS[first.kind]}`;
}

const groupsOf = (objects: readonly ObjectDifference[]): readonly (readonly ObjectDifference[])[] => [
  ...groupBy(objects, (one) =>
    one.kind === 'renamed' || one.counterpart !== undefined || one.in_force
      ? `${one.path} ${one.counterpart ?? ''}`
      : JSON.stringify([one.family, one.kind, ...fieldLines(one)]),
  ).values(),
];

const folderOf = (path: string): string => path.replace(/[^/]*$/, '');

/** Differences without what lies in a site that is on one side only: the site stands for it. */
function withoutInner(objects: readonly ObjectDifference[]): readonly ObjectDifference[] {
  const alone = objects
    .filter(({ family, kind }) => family === 'org_sites' && (kind === 'only_left' || kind === 'only_right'))
    .map(({ path, kind }) => `${kind} ${folderOf(path)}`);
  const sites = new Set(alone);
  const folder = (path: string): string => /^sites\/[^/]+\//.exec(path)?.[0] ?? '';
  return objects.filter(({ family, kind, path }) => family === 'org_sites' || !sites.has(`${kind} ${folder(path)}`));
}

/** How many objects of each family differ, and how. */
export function countLines({ objects }: Comparison): readonly string[] {
  return [...groupBy(objects, ({ family }) => family)].map(([family, some]) => {
    const counts = KINDS.flatMap(([kind, words]) => {
      const count = some.filter((one) => one.kind === kind).length;
      return count > 0 ? [`${count} ${words}`] : [];
    });
    return `${family}: ${counts.join(', ')}`;
  });
}

function likelyText(likely: Comparison['likely']): string {
  const shown = likely
    .slice(0, MAX_NAMES)
    .map(({ family, left, right }) => `${nounOf(family)} ${quoted(left, 40)} and ${quoted(right, 40)}`);
  return shown.join('; ') + (likely.length > MAX_NAMES ? ` and ${likely.length - MAX_NAMES} more` : '');
}

function noteLines({ inconclusive, unknown_secrets: unknown, likely }: Comparison): readonly string[] {
  return [
    ...(likely.length > 0 ? [`Perhaps the same under another name: ${likelyText(likely)}.`] : []),
    ...(inconclusive.length > 0
      ? [`Not read on both sides, so what is missing there says nothing: ${inconclusive.join(', ')}.`]
      : []),
    ...(unknown > 0 ? [`Masked, so nobody can tell whether they are the same: ${counted(unknown, 'secret')}.`] : []),
  ];
}

/**
 * A comparison in words: counts by family, then objects, then fields. Objects that differ in the same way are told once.
 *
 * @param most lines at most; what has no room is told shorter, and how much is missing in the last line
 */
export function comparisonLines(comparison: Comparison, most: number = Number.POSITIVE_INFINITY): readonly string[] {
  const { objects, alike } = comparison;
  const outer = withoutInner(objects);
  const inner = objects.length - outer.length;
  const notes = noteLines(comparison);
  const head =
    objects.length === 0
      ? `No difference in ${counted(alike, 'object')}.`
      : `Different: ${counted(objects.length, 'object')}; alike: ${alike}.${inner > 0 ? ` ${inner} belong to sites that are on one side only.` : ''}`;
  const top = [head, ...countLines({ ...comparison, objects: outer })];
  const groups = groupsOf(outer);
  const full = groups.map((group) => [
    groupTitle(group),
    ...(group[0] ? fieldLines(group[0]).map((line) => `  ${line}`) : []),
  ]);
  const room = most - top.length - notes.length;
  if (full.flat().length <= room) return [...top, ...full.flat(), ...notes];
  const short = groups.map((group) => {
    const roots = [...new Set((group[0]?.changes ?? []).map(({ path }) => String(keysOf(path)[0])))];
    return `${groupTitle(group)}${roots.length > 0 ? ` in ${roots.slice(0, 4).join(', ')}${roots.length > 4 ? ' …' : ''}` : ''}`;
  });
  const shown = short.slice(0, Math.max(0, short.length <= room ? room : room - 1));
  const left = short.length - shown.length;
  return [...top.slice(0, most - notes.length), ...shown, ...(left > 0 ? [`… and ${left} more`] : []), ...notes];
}

/** Every difference as a row. */
export const comparisonRows = ({ objects }: Comparison): readonly object[] =>
  objects.flatMap((one) => {
    const { family, path, name, kind, renamed_to, counterpart, in_force } = one;
    const head = {
      family,
      ...(siteOf(path) === '' ? {} : { site: siteOf(path) }),
      name,
      difference: in_force ? `in force ${WORDS[kind]}` : WORDS[kind],
      path,
      ...(renamed_to === undefined ? {} : { renamed_to }),
      ...(counterpart === undefined ? {} : { counterpart }),
    };
    if (one.changes.length === 0) return [head];
    return fieldLines(one).map((field) => ({ ...head, field }));
  });
