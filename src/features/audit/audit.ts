import type { Work } from '../../core/work.ts';
import type { FamilyName } from '../../mist/families.ts';
import type { Snapshot } from '../snapshot/index.ts';
import { SEVERITIES, type Severity } from './model.ts';
import type { Finding, Rule, Unchecked } from './rule.ts';
import { type AuditSettings, isMuted, type Mute, STANDARD_SETTINGS } from './settings.ts';
import type { SiteView } from './site-view.ts';
import { ConfigView } from './view.ts';

/** A finding that somebody lets be. */
export interface MutedFinding {
  readonly finding: Finding;
  readonly mute: Mute;
}

/** What an audit came to. */
export interface Audit {
  /** Worst first, then by rule and path. */
  readonly findings: readonly Finding[];
  readonly muted: readonly MutedFinding[];
  /** Rules of which nobody can tell: what they need was not read. */
  readonly unchecked: readonly Unchecked[];
  /** Rules that were held against the configuration, by id. */
  readonly checked: readonly string[];
}

export interface AuditOptions {
  readonly settings?: AuditSettings;
  /** Epoch seconds. */
  readonly now: number;
  /** Path of the one site, with a slash behind it, or of the one object that is meant. */
  readonly base?: string | undefined;
  /** Of sites only that one was read, so that nothing follows from what others do not name. */
  readonly oneSite?: boolean;
  /** Computing of the call, in slices. */
  readonly work: Work;
}

/**
 * Holds every rule against a configuration. A rule whose data were not read is silent, and said to be.
 *
 * @throws OverBudget where that takes more computing than the call may do
 */
export async function audit(snapshot: Snapshot, options: AuditOptions): Promise<Audit> {
  const { settings = STANDARD_SETTINGS, now, base, work } = options;
  const view = new ConfigView(snapshot, now);
  const isOneSite = options.oneSite === true || snapshot.manifest.site !== undefined;
  const wanted = base === undefined ? undefined : reachOf(view, base);
  const found: Finding[] = [];
  const unchecked: Unchecked[] = [];
  const checked: string[] = [];
  await work.each(view.devices, ({ effective }) => effective !== undefined);
  await work.each(settings.rules, ({ rule, severity, limits }) => {
    const why = silence(view, rule, isOneSite);
    if (why) unchecked.push({ rule: rule.id, ...why });
    if (why?.whole) return true;
    checked.push(rule.id);
    for (const evidence of rule.find(view, limits))
      if (!wanted || wanted.has(evidence.object.path)) found.push({ ...evidence, rule, severity });
    return true;
  });
  const order = settings.rules.map(({ rule }) => rule.id);
  const rank = ({ severity, rule }: Finding): number =>
    SEVERITIES.indexOf(severity) * order.length + order.indexOf(rule.id);
  const sorted = found.sort((a, b) => rank(a) - rank(b) || byPath(a, b));
  const today = new Date(now * 1000).toISOString().slice(0, 10);
  const mutes = settings.mutes.filter(({ until }) => until >= today);
  const findings: Finding[] = [];
  const muted: MutedFinding[] = [];
  for (const finding of sorted) {
    const mute = mutes.find((one) => isMuted(one, finding.rule.id, finding.object.path));
    if (mute) muted.push({ finding, mute });
    else findings.push(finding);
  }
  return { findings, muted, unchecked, checked };
}

const byPath = (a: Finding, b: Finding): number =>
  a.object.path < b.object.path ? -1 : a.object.path > b.object.path ? 1 : 0;

/** Why a rule cannot be held against what was read; `whole` where it is not held at all. */
function silence(view: ConfigView, rule: Rule, isOneSite: boolean): Omit<Unchecked, 'rule'> | undefined {
  if (rule.whole && isOneSite) return { why: 'needs all sites of the organization', whole: true, unread: false };
  const missing = (rule.needs ?? []).filter((name) => !view.isRead(name));
  if (missing.length > 0) return { ...reasonOf(view, missing), whole: true };
  const { families } = view.snapshot.manifest;
  const partial = rule.strict
    ? rule.over.filter((name) => ['unread', 'skipped'].includes(families[name]?.state ?? ''))
    : [];
  if (partial.length > 0) return { ...reasonOf(view, partial), whole: true };
  const unread = rule.over.filter((name) => families[name]?.state === 'unread');
  if (unread.length > 0) return { ...reasonOf(view, unread), whole: false };
  const isThere = rule.over.some((name) => families[name] !== undefined && families[name]?.state !== 'skipped');
  return isThere ? undefined : { ...reasonOf(view, rule.over), whole: true };
}

/** Families that are named where several were not read. */
const MAX_NAMES = 3;

function reasonOf(view: ConfigView, names: readonly FamilyName[]): Pick<Unchecked, 'why' | 'unread'> {
  const unread = names.some((name) => view.snapshot.manifest.families[name]?.state === 'unread');
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  const what = unread ? 'could not be read' : 'not part of what was read';
  return { why: `${what}: ${names.slice(0, MAX_NAMES).join(', ')}${more}`, unread };
}

/** Paths of what belongs to a site and what reaches it; of an object its own. */
function reachOf(view: ConfigView, base: string): ReadonlySet<string> {
  if (!base.endsWith('/')) return new Set([base]);
  const own = view.snapshot.objects.filter(({ path }) => path.startsWith(base)).map(({ path }) => path);
  const site = view.sites.find((one) => one.site.path.startsWith(base));
  return new Set([...own, ...(site ? reaching(view, site) : [])]);
}

function reaching(view: ConfigView, { templates, wlans, devices }: SiteView): readonly string[] {
  const profiles = devices.map(({ value }) => view.target(value.deviceprofile_id));
  const ofWlans = wlans.map(({ value }) => view.target(value.template_id));
  return [...Object.values(templates), ...wlans, ...profiles, ...ofWlans].flatMap((object) => object?.path ?? []);
}

/** How many findings there are of each severity, worst first; those of which there is none left out. */
export const severityCounts = (findings: readonly Finding[]): Readonly<Partial<Record<Severity, number>>> =>
  Object.fromEntries(
    SEVERITIES.flatMap((severity) => {
      const count = findings.filter((one) => one.severity === severity).length;
      return count > 0 ? [[severity, count]] : [];
    }),
  );
