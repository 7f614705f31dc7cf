import type { LookupContext } from '../../../tool/context.ts';
import { nacFindings } from '../checks/access/nac.ts';
import { keyBlindness, keyFindings } from '../checks/access/psk.ts';
import { isIdle, wxlanBlindness, wxlanFindings } from '../checks/access/wxlan.ts';
import type { FactName, Facts } from '../facts.ts';
import type { Finding } from '../finding.ts';
import type { RequestBudget } from '../live/budget.ts';
import { readKeyClients, readNacCounts } from '../live/read-facts.ts';
import type { AccessEffect, KeyChange, NacRules, WxlanChange } from '../model.ts';
import { countOf, listed, quotedName } from '../wording.ts';
import type { LiveSites } from './live-sites.ts';

/** What is said of who may join, for the whole organization. */
export interface AccessJudgment {
  readonly general: readonly Finding[];
  /** Whole sentences on what could not be read. */
  readonly blind: readonly string[];
}

function tagFindings(tags: readonly string[]): readonly Finding[] {
  if (tags.length === 0) return [];
  const names = listed(tags.map((name) => quotedName(name)));
  const says = `${countOf(tags.length, 'label')} that rules match by or apply ${tags.length === 1 ? 'changes' : 'change'} (${names}): whom that touches is not computed.`;
  return [{ check: 'nac.change', level: 'risk', certainty: 'likely', where: 'access rules', says }];
}

/** What a change of access rules comes to, by how often each decided lately. */
async function judgeRules(
  context: LookupContext,
  rules: NacRules,
  org_id: string,
  budget: RequestBudget,
): Promise<AccessJudgment> {
  const counts = await readNacCounts(context, org_id, budget);
  const blind = 'failed' in counts ? [`Counts of access rules were not read: ${counts.failed}.`] : [];
  return { general: nacFindings(rules, counts), blind };
}

/** What changes of keys come to, by who used each of them lately. */
async function judgeKeys(
  context: LookupContext,
  keys: readonly KeyChange[],
  budget: RequestBudget,
): Promise<AccessJudgment> {
  const [general, blind]: [Finding[], string[]] = [[], []];
  for (const key of keys) {
    const users =
      key.id !== undefined && key.before ? await readKeyClients(context, key.org_id, key.id, budget) : undefined;
    general.push(...keyFindings(key, users, Date.now() / 1000));
    if (users && 'failed' in users) blind.push(`Who uses key ${quotedName(key.name)} was not read: ${users.failed}.`);
    blind.push(...keyBlindness(key));
  }
  return { general, blind };
}

/** What changes of rules of wireless access come to, by who is at their sites now. */
async function judgeWxlan(live: LiveSites, changes: readonly WxlanChange[]): Promise<AccessJudgment> {
  const [general, blind]: [Finding[], string[]] = [[], []];
  for (const change of changes) {
    const facts: Facts[] = [];
    for (const { id, name } of isIdle(change) ? [] : (change.sites ?? [])) {
      const one = await live.factsOf(id, WIRELESS);
      facts.push(one);
      const { wirelessClients } = one;
      if (wirelessClients && 'failed' in wirelessClients)
        blind.push(`${quotedName(name)}: Wireless clients were not read: ${wirelessClients.failed}.`);
    }
    general.push(...wxlanFindings(change, facts));
    blind.push(...wxlanBlindness(change));
  }
  return { general, blind };
}

const WIRELESS: ReadonlySet<FactName> = new Set(['wirelessClients']);

/**
 * Judges what changes of who may join.
 *
 * @throws MistError when the call was cancelled
 */
export async function judgeAccess(
  context: LookupContext,
  { rules, tags, keys, wxlan }: AccessEffect,
  org_id: string | undefined,
  live: LiveSites,
): Promise<AccessJudgment> {
  const parts = [
    await judgeKeys(context, keys, live.budget),
    await judgeWxlan(live, wxlan),
    ...(rules ? [await judgeRules(context, rules, org_id ?? '', live.budget)] : []),
  ];
  return {
    general: [...parts.flatMap(({ general }) => general), ...tagFindings(tags)],
    blind: [...new Set(parts.flatMap(({ blind }) => blind))],
  };
}
