import type { LookupContext } from '../../../tool/context.ts';
import { nacFindings } from '../checks/access/nac.ts';
import { keyBlindness, keyFindings } from '../checks/access/psk.ts';
import type { Finding } from '../finding.ts';
import type { RequestBudget } from '../live/budget.ts';
import { readKeyClients, readNacCounts } from '../live/read-facts.ts';
import type { AccessEffect, KeyChange } from '../model.ts';
import { countOf, listed, quotedName } from '../wording.ts';

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

/**
 * Judges what changes of who may join.
 *
 * @throws MistError when the call was cancelled
 */
export async function judgeAccess(
  context: LookupContext,
  { rules, tags, keys }: AccessEffect,
  org_id: string | undefined,
  budget: RequestBudget,
): Promise<AccessJudgment> {
  const ofKeys = await judgeKeys(context, keys, budget);
  const general = [...ofKeys.general, ...tagFindings(tags)];
  if (!rules) return { general, blind: ofKeys.blind };
  const counts = await readNacCounts(context, org_id ?? '', budget);
  const blind = 'failed' in counts ? [`Counts of access rules were not read: ${counts.failed}.`] : [];
  return { general: [...nacFindings(rules, counts), ...general], blind: [...ofKeys.blind, ...blind] };
}
