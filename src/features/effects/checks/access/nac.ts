import { asText, isRecord, type JsonObject } from '../../../../core/json.ts';
import type { Reading } from '../../facts.ts';
import type { Finding } from '../../finding.ts';
import type { NacRules } from '../../model.ts';
import { countOf, quotedName } from '../../wording.ts';

/** What decides, in a rule. */
const DECIDING: readonly string[] = [
  ...['action', 'order', 'enabled', 'dry_run', 'matching', 'not_matching', 'apply_tags', 'guest_auth_state'],
];

const isActive = (rule: JsonObject): boolean => rule.enabled !== false && rule.dry_run !== true;

const inOrder = (rules: readonly JsonObject[]): readonly JsonObject[] =>
  rules.filter(isActive).sort((a, b) => Number(a.order ?? 0) - Number(b.order ?? 0));

const conditions = (rule: JsonObject, root: 'matching' | 'not_matching'): ReadonlyMap<string, string> => {
  const value = rule[root];
  const entries = isRecord(value) ? Object.entries(value) : [];
  return new Map(
    entries
      .filter(([, one]) => one !== null && !(Array.isArray(one) && one.length === 0))
      .map(([name, one]) => [name, JSON.stringify(Array.isArray(one) ? [...one].map(String).sort() : one)]),
  );
};

/**
 * Whether a rule matches everything that another matches, as far as that can be proven: each of its conditions stands in
 * the other with the same value. How several tags of one rule are joined is not known, so nothing is proven from parts.
 */
export function covers(rule: JsonObject, other: JsonObject): boolean {
  if (conditions(rule, 'not_matching').size > 0) return false;
  const theirs = conditions(other, 'matching');
  return [...conditions(rule, 'matching')].every(([name, value]) => theirs.get(name) === value);
}

const nameOf = (rule: JsonObject): string => quotedName(typeof rule.name === 'string' ? rule.name : 'rule');

/** Clients that a rule decided on lately; undefined where that is not known. */
function hitsOf(rule: JsonObject, counts: Reading): number | undefined {
  if (!('rows' in counts)) return undefined;
  const of = (key: unknown): number =>
    counts.rows.reduce((sum, row) => (key !== undefined && row.rule === key ? sum + Number(row.count ?? 0) : sum), 0);
  return Math.max(of(rule.id), of(rule.name));
}

const hitText = (hits: number | undefined): string =>
  hits === undefined
    ? 'how often it decided lately is not known'
    : `it decided on ${countOf(hits, 'client')} in the last day`;

/** A rule above another that it covers: what it takes from it. */
function shadows(rules: readonly JsonObject[], counts: Reading): readonly Finding[] {
  const ordered = inOrder(rules);
  return ordered.flatMap((above, index) =>
    ordered.slice(index + 1).flatMap((below): Finding[] => {
      if (!covers(above, below)) return [];
      const hits = hitsOf(below, counts);
      const isBlock = above.action === 'block' && below.action !== 'block';
      const level = isBlock && (hits ?? 0) > 0 ? 'break' : 'risk';
      const says = `Rule ${nameOf(above)} (${asText(above.action)}) decides before ${nameOf(below)} (${asText(below.action)}) on all that this one matches; ${hitText(hits)}.`;
      return [{ check: 'nac.order', level, certainty: 'certain', where: 'access rules', says }];
    }),
  );
}

/** What a change of access rules comes to; what was so before is marked. */
export function nacFindings(rules: NacRules, counts: Reading): readonly Finding[] {
  const old = new Set(shadows(rules.before, counts).map(({ says }) => says));
  const order = shadows(rules.after, counts).map((one): Finding => (old.has(one.says) ? { ...one, wasSo: true } : one));
  return [...order, ...rules.ids.flatMap((id) => changeOf(rules, id, counts))];
}

/** One rule that decides otherwise. */
function changeOf(rules: NacRules, id: string, counts: Reading): readonly Finding[] {
  const rule = rules.before.find((one) => one.id === id);
  const now = rules.after.find((one) => one.id === id);
  const names = DECIDING.filter((name) => JSON.stringify(rule?.[name]) !== JSON.stringify(now?.[name]));
  const one = now ?? rule;
  if (!one || names.length === 0 || (!isActive(rule ?? {}) && rule && now && !isActive(now))) return [];
  const what = !rule ? 'is new' : !now ? 'goes' : `changes in ${names.join(', ')}`;
  const says = `Rule ${nameOf(one)} ${what}; ${hitText(hitsOf(one, counts))}.`;
  return [{ check: 'nac.change', level: 'risk', certainty: 'certain', where: 'access rules', says }];
}
