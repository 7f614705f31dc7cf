import type { LookupContext } from '../../../tool/context.ts';
import { nacFindings } from '../checks/access/nac.ts';
import type { Finding } from '../finding.ts';
import type { RequestBudget } from '../live/budget.ts';
import { readNacCounts } from '../live/read-facts.ts';
import type { AccessEffect } from '../model.ts';
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

/**
 * Judges what changes of who may join.
 *
 * @throws MistError when the call was cancelled
 */
export async function judgeAccess(
  context: LookupContext,
  { rules, tags }: AccessEffect,
  org_id: string | undefined,
  budget: RequestBudget,
): Promise<AccessJudgment> {
  const general = [...tagFindings(tags)];
  if (!rules) return { general, blind: [] };
  const counts = await readNacCounts(context, org_id ?? '', budget);
  const blind = 'failed' in counts ? [`Counts of access rules were not read: ${counts.failed}.`] : [];
  return { general: [...nacFindings(rules, counts), ...general], blind };
}
