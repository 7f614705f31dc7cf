import { isRecord, type JsonObject } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import { RULES } from './catalog.ts';
import { SEVERITIES, type Severity } from './model.ts';
import type { Limits, Rule } from './rule.ts';

/** The one version of files of rules that there is; see `schemas/audit-rules.v1.schema.json`. */
const VERSION = 1;

/** A rule as an operator wants it. */
export interface TunedRule {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly limits: Limits;
}

/** Findings that somebody has looked at and lets be, until a day. */
export interface Mute {
  readonly rule: string;
  /** Path of an object; `*` stands for any characters. */
  readonly object: string;
  readonly reason: string;
  /** Last day on which it counts, as ISO 8601 date. */
  readonly until: string;
}

/** Which rules count, and how. */
export interface AuditSettings {
  readonly rules: readonly TunedRule[];
  readonly mutes: readonly Mute[];
}

const tuned = (rule: Rule): TunedRule => ({ rule, severity: rule.severity, limits: rule.limits ?? {} });

/** Every rule as the catalog has it. */
export const STANDARD_SETTINGS: AuditSettings = { rules: RULES.map(tuned), mutes: [] };

const isSeverity = (value: unknown): value is Severity => SEVERITIES.some((one) => one === value);

const didYouMean = (word: string, words: readonly string[]): string => {
  const [near] = nearest(word, words, 1);
  return near === undefined ? `It takes ${words.slice(0, 8).join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
};

/**
 * Reads which rules count from what a file of rules holds.
 *
 * @returns the settings, and a sentence for each thing that is wrong; with one of those the settings mean nothing
 */
export function readSettings(content: JsonObject): {
  readonly settings: AuditSettings;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const keys = ['$schema', 'version', 'rules', 'mute'];
  for (const key of Object.keys(content))
    if (!keys.includes(key)) problems.push(`It has no key ${JSON.stringify(key)}. ${didYouMean(key, keys)}`);
  if (content.version !== VERSION) problems.push(`"version" must be ${VERSION}.`);
  const { rules = {}, mute = [] } = content;
  if (!isRecord(rules)) problems.push('"rules" must be an object: a key for each rule.');
  if (!Array.isArray(mute)) problems.push('"mute" must be a list.');
  const given = isRecord(rules) ? rules : {};
  const ids = RULES.map(({ id }) => id);
  for (const id of Object.keys(given))
    if (!ids.includes(id)) problems.push(`There is no rule ${JSON.stringify(id)}. ${didYouMean(id, ids)}`);
  const wanted = RULES.flatMap((rule) => tunedBy(rule, given[rule.id], problems));
  const mutes = (Array.isArray(mute) ? mute : []).flatMap((one: unknown, at) => muteOf(one, at, ids, problems));
  return { settings: { rules: wanted, mutes }, problems };
}

function tunedBy(rule: Rule, given: unknown, problems: string[]): readonly TunedRule[] {
  const usual = tuned(rule);
  if (given === undefined) return [usual];
  if (given === 'off') return [];
  if (isSeverity(given)) return [{ ...usual, severity: given }];
  if (!isRecord(given)) {
    problems.push(`"rules.${rule.id}" must be "off", ${SEVERITIES.map((one) => `"${one}"`).join(', ')}, or an object.`);
    return [];
  }
  const { severity = rule.severity, ...limits } = given;
  if (!isSeverity(severity)) problems.push(`"rules.${rule.id}.severity" must be ${SEVERITIES.join(', ')}.`);
  const own: Record<string, number> = { ...usual.limits };
  for (const [name, value] of Object.entries(limits)) {
    if (own[name] === undefined)
      problems.push(
        `The rule ${rule.id} has no ${JSON.stringify(name)}. ${didYouMean(name, ['severity', ...Object.keys(own)])}`,
      );
    else if (typeof value !== 'number' || !Number.isFinite(value))
      problems.push(`"rules.${rule.id}.${name}" must be a number.`);
    else own[name] = value;
  }
  return isSeverity(severity) ? [{ rule, severity, limits: own }] : [];
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function muteOf(one: unknown, at: number, ids: readonly string[], problems: string[]): readonly Mute[] {
  const where = `"mute[${at}]"`;
  if (!isRecord(one)) {
    problems.push(`${where} must be an object with rule, object, reason and until.`);
    return [];
  }
  const { rule, object, reason, until, ...others } = one;
  const [extra] = Object.keys(others);
  if (extra !== undefined) problems.push(`${where} has no key ${JSON.stringify(extra)}.`);
  if (typeof rule !== 'string' || (rule !== '*' && !ids.includes(rule))) {
    problems.push(`${where}.rule is no rule. ${didYouMean(String(rule), ids)}`);
    return [];
  }
  if (typeof object !== 'string' || object === '') problems.push(`${where}.object must be the path of an object.`);
  if (typeof reason !== 'string' || reason.trim() === '') problems.push(`${where}.reason must say why.`);
  if (typeof until !== 'string' || !DAY.test(until) || Number.isNaN(Date.parse(until)))
    problems.push(`${where}.until must be a day, such as "2027-03-31".`);
  return [{ rule, object: String(object), reason: String(reason), until: String(until) }];
}

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

/** Whether a mute means a rule at the path of an object. */
export const isMuted = (mute: Mute, rule: string, path: string): boolean =>
  (mute.rule === '*' || mute.rule === rule) &&
  new RegExp(`^${mute.object.split('*').map(escaped).join('.*')}$`).test(path);
