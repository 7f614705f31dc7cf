import { groupBy } from '../../core/group-by.ts';
import { counted, nounOf, quoted } from '../changes/index.ts';
import { type Audit, severityCounts } from './audit.ts';
import { REACHES } from './holders.ts';
import { SEVERITIES } from './model.ts';
import type { Finding, Unchecked } from './rule.ts';

const siteOf = (path: string): string => /^sites\/([^/]+)\//.exec(path)?.[1] ?? '';

const isSingle = ({ object: { family } }: Finding): boolean => family.endsWith('_settings') || family === 'org_info';

/** Names that stand for a group. */
const MAX_NAMES = 3;

/** An object as people call it, with its site; several of a kind as one. */
function titleOf(group: readonly Finding[]): string {
  const [first] = group;
  if (!first) return '';
  const { family } = first.object;
  const nameOf = ({ object }: Finding): string => (isSingle(first) ? siteOf(object.path) : quoted(object.name, 40));
  if (group.length > 1) {
    const more = group.length > MAX_NAMES ? ' …' : '';
    return `${counted(group.length, nounOf(family))} (${group.slice(0, MAX_NAMES).map(nameOf).join(', ')}${more})`;
  }
  const site = siteOf(first.object.path);
  const where = site === '' || family === 'org_sites' ? '' : ` at ${site}`;
  return `${nounOf(family)}${isSingle(first) ? '' : ` ${nameOf(first)}`}${where}`;
}

/** What was seen, without how many devices it reaches where several objects are told as one. */
const seenIn = ({ evidence }: Finding): string => evidence.split(REACHES, 1)[0] ?? evidence;

/** Findings of one rule in lines: what is alike at several objects once. */
const linesOf = (group: readonly Finding[]): readonly string[] =>
  [...groupBy(group, (one) => `${one.object.family} ${seenIn(one)}`).values()].map((some) => {
    const [first] = some;
    const seen = first && (some.length > 1 ? seenIn(first) : first.evidence);
    return `  ${titleOf(some)}: ${seen ?? ''}`;
  });

function head({ findings, muted, checked }: Audit): string {
  if (findings.length === 0) return `No finding of ${counted(checked.length, 'rule')}${mutedText(muted.length)}.`;
  const counts = severityCounts(findings);
  const parts = SEVERITIES.flatMap((severity) => (counts[severity] ? [`${counts[severity]} ${severity}`] : []));
  return `${counted(findings.length, 'finding')}: ${parts.join(', ')}${mutedText(muted.length)}.`;
}

const mutedText = (count: number): string => (count > 0 ? `; ${count} muted` : '');

/** What was not checked, by reason. */
export const uncheckedLines = (unchecked: readonly Unchecked[]): readonly string[] =>
  [...groupBy(unchecked, ({ why, whole }) => `${whole} ${why}`).values()].flatMap((some) => {
    const [first] = some;
    if (!first) return [];
    return [
      `${first.whole ? 'Not checked' : 'Checked in part'}, ${first.why}: ${some.map(({ rule }) => rule).join(', ')}.`,
    ];
  });

/**
 * An audit in lines, grouped by rule, worst first.
 *
 * @param most lines at most; every rule keeps its own line as long as there is room for one
 */
export function auditLines(audit: Audit, most: number = Number.POSITIVE_INFINITY): readonly string[] {
  const groups = [...groupBy(audit.findings, ({ rule }) => rule.id).values()];
  const notes = uncheckedLines(audit.unchecked);
  const room = Math.max(0, most - 1 - notes.length);
  const titles = groups.slice(0, room === groups.length || groups.length < room ? room : Math.max(0, room - 1));
  const left = groups.length - titles.length;
  const all = titles.map(linesOf);
  const shares = shared(
    all.map(({ length }) => length),
    room - titles.length - (left > 0 ? 1 : 0),
  );
  const lines = titles.flatMap((group, at) => [ruleLine(group), ...cutTo(all[at] ?? [], shares[at] ?? 0)]);
  return [head(audit), ...lines, ...(left > 0 ? [`and ${counted(left, 'rule')} more`] : []), ...notes];
}

/** Lines shared out in turns: a rule with a thousand findings must not hide the others. */
function shared(wanted: readonly number[], lines: number): readonly number[] {
  if (!Number.isFinite(lines)) return wanted;
  const shares = wanted.map(() => 0);
  let free = lines;
  while (free > 0 && shares.some((share, at) => share < (wanted[at] ?? 0)))
    for (const [at, share] of shares.entries()) {
      if (free <= 0 || share >= (wanted[at] ?? 0)) continue;
      shares[at] = share + 1;
      free -= 1;
    }
  return shares;
}

/** The first lines, the last of which says how many are left. */
function cutTo(lines: readonly string[], most: number): readonly string[] {
  const left = lines.length - most;
  return lines.slice(0, most).map((line, at) => (at === most - 1 && left > 0 ? `${line} … and ${left} more` : line));
}

function ruleLine(group: readonly Finding[]): string {
  const [first] = group;
  if (!first) return '';
  const count = group.length > 1 ? ` (${group.length})` : '';
  return `${first.severity} ${first.rule.id}: ${first.rule.title}${count}`;
}

/** Every finding as a row, worst first. */
export const findingRows = (findings: readonly Finding[]): readonly object[] =>
  findings.map((finding) => {
    const { rule, severity, object, evidence, fix } = finding;
    const site = siteOf(object.path);
    return {
      ...{ severity, rule: rule.id, family: object.family, name: object.name },
      ...(site === '' ? {} : { site }),
      ...{ evidence, path: object.path },
      ...(fix ? { fix } : {}),
    };
  });
