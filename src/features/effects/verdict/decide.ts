import { CHECKS } from '../checks/index.ts';
import type { Decision, Finding, Reason, Verdict } from '../finding.ts';
import { type Effect, isLeftOut } from '../model.ts';
import { listed, quotedName } from '../wording.ts';
import type { SiteJudgment } from './judge-site.ts';

/** The judgment of one site, with its name. */
export type NamedJudgment = SiteJudgment & { readonly site: string };

const LEVELS = ['break', 'risk', 'note'] as const;
const CERTAINTIES = ['certain', 'likely', 'assumed'] as const;
const ORDER = new Map(CHECKS.map(({ name }, index) => [name, index]));

const rankOf = ({ level, certainty, check }: Finding): number =>
  LEVELS.indexOf(level) * 1000 + CERTAINTIES.indexOf(certainty) * 100 + (ORDER.get(check) ?? ORDER.size);

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const inOrder = (one: Reason, other: Reason): number =>
  rankOf(one) - rankOf(other) ||
  byText(one.sites.join(), other.sites.join()) ||
  byText(one.where, other.where) ||
  byText(one.says, other.says);

/** Reasons that a key makes alike as one, with the places and sites of all. */
function joinedBy(reasons: readonly Reason[], keyOf: (one: Reason) => unknown, most: number): readonly Reason[] {
  const groups = new Map<string, Reason[]>();
  for (const one of reasons) {
    const { check, level, certainty, says, wasSo = false } = one;
    const key = JSON.stringify([check, level, certainty, says, wasSo, keyOf(one)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group): Reason[] => {
    const [first] = group;
    if (!first) return [];
    const where = listed(
      group.map((one) => one.where),
      most,
    );
    return [{ ...first, where, sites: [...new Set(group.flatMap(({ sites }) => sites))] }];
  });
}

/** What is said alike of several places is one reason: first of devices of a site, then of sites, then of both. */
function merged(reasons: readonly Reason[]): readonly Reason[] {
  const devices = joinedBy([...reasons].sort(inOrder), ({ sites }) => sites, 4);
  const sites = joinedBy(devices, ({ where }) => where, 1);
  return [...joinedBy(sites, () => '', 2)].sort(inOrder);
}

/**
 * The decision of what was found: a certain break is never hidden behind what is not known, and what is not known is
 * never safe.
 */
export function decisionOf(
  findings: readonly Finding[],
  { isUnknown, isInsufficient }: { readonly isUnknown: boolean; readonly isInsufficient: boolean },
): Decision {
  const counted = findings.filter(({ wasSo, level }) => wasSo !== true && level !== 'note');
  if (counted.some(({ level, certainty }) => level === 'break' && certainty === 'certain')) return 'UNSAFE';
  if (isUnknown) return 'UNKNOWN';
  return counted.length > 0 || isInsufficient ? 'REVIEW' : 'SAFE';
}

/** The same sentence about several sites is one sentence. */
function bySentence(judgments: readonly NamedJudgment[]): readonly string[] {
  const sites = new Map<string, string[]>();
  for (const { site, insufficient } of judgments)
    for (const sentence of insufficient) sites.set(sentence, [...(sites.get(sentence) ?? []), site]);
  return [...sites]
    .sort(([a], [b]) => byText(a, b))
    .map(([sentence, names]) => {
      const first = [...names].sort().map((name) => quotedName(name));
      return first.length > 3 ? `${first.length} sites: ${sentence}` : `${first.join(', ')}: ${sentence}`;
    });
}

/** What else counts for a verdict. */
export interface VerdictParts {
  readonly judgments: readonly NamedJudgment[];
  /** Findings about the organization. */
  readonly general?: readonly Finding[];
  /** Whole sentences on facts of the organization that could not be read. */
  readonly blind?: readonly string[];
  readonly looked: Verdict['looked'];
}

/** Puts a verdict together. The order of sites and findings changes nothing. */
export function verdictOf(effect: Effect, { judgments, general = [], blind = [], looked }: VerdictParts): Verdict {
  const reasons: Reason[] = [
    ...judgments.flatMap(({ site, findings }) => findings.map((one) => ({ ...one, sites: [site] }))),
    ...general.map((one) => ({ ...one, sites: [] })),
  ];
  const layers = effect.sites.flatMap(({ before, after }) => [...before.unread, ...after.unread]);
  const unmodeled = [...new Set([...effect.unmodeled, ...judgments.flatMap((one) => one.unmodeled)])].sort();
  const unknown = [
    ...new Set([
      ...effect.notComputed,
      ...layers.filter((one) => !isLeftOut(one)),
      ...(unmodeled.length > 0 ? [`What ${listed(unmodeled, 6)} does is not computed.`] : []),
    ]),
  ].sort();
  const insufficient = [...new Set([...bySentence(judgments), ...blind, ...layers.filter(isLeftOut)])];
  const decision = decisionOf(reasons, { isUnknown: unknown.length > 0, isInsufficient: insufficient.length > 0 });
  const all = merged(reasons);
  const wasSo = all.filter((one) => one.wasSo === true).map((one) => reasonText(one));
  return {
    ...{ decision, because: all.filter((one) => one.wasSo !== true), notLooked: [...unknown, ...insufficient] },
    ...{ wasSo: [...new Set(wasSo)], looked },
  };
}

/** Names of sites in quotes, the first of many. */
export const sitesText = (sites: readonly string[]): string =>
  listed(
    sites.map((name) => quotedName(name, 60)),
    3,
  );

/** A reason as one sentence with its place. */
export const reasonText = ({ sites, where, says }: Reason): string =>
  `${sites.length === 0 ? '' : `${sitesText(sites)} `}${where}: ${says}`;
