import { type Facts, rowsOf } from '../../facts.ts';
import type { Finding } from '../../finding.ts';
import { textIn } from '../../live/rows.ts';
import type { WxlanChange } from '../../model.ts';
import { countOf, listed } from '../../wording.ts';

const isOff = (row: WxlanChange['before']): boolean => row === undefined || row.enabled === false;

/** Whether a rule decides nothing before the change and nothing after it. */
export const isIdle = ({ before, after }: WxlanChange): boolean => isOff(before) && isOff(after);

const whatOf = ({ before, after, roots }: WxlanChange): string =>
  !before ? 'is new' : !after ? 'goes' : `changes in ${roots.join(', ')}`;

/** Wireless clients that a rule decides on now, as far as their rows say which rule does. */
function peopleText({ id }: WxlanChange, facts: readonly Facts[]): string {
  if (facts.some(({ wirelessClients }) => !wirelessClients || 'failed' in wirelessClients))
    return 'how many wireless clients are there is not known';
  const rows = facts.flatMap((one) => rowsOf(one, 'wirelessClients'));
  const told = rows.filter((row) => row.wxrule_id !== undefined);
  if (id !== undefined && told.length > 0) {
    const here = told.filter((row) => textIn(row, 'wxrule_id') === id).length;
    return `it decides on ${here} of ${countOf(rows.length, 'wireless client')} there now`;
  }
  return `${countOf(rows.length, 'wireless client')} there now`;
}

/**
 * What a change of one rule or label of wireless access comes to.
 *
 * @param facts of the sites that were read, where the rule is in force
 */
export function wxlanFindings(change: WxlanChange, facts: readonly Facts[]): readonly Finding[] {
  const { kind, subject, before, sites, uses } = change;
  const base = { check: 'wxlan', certainty: 'certain', where: subject } as const;
  if (kind === 'label') {
    if (!before || uses?.length === 0)
      return [
        {
          ...base,
          level: 'note',
          says: before ? 'No rule and no WLAN that was looked at uses it.' : 'Nothing uses a new label.',
        },
      ];
    const says = `It ${whatOf(change)}; ${uses === undefined ? 'what uses it is not known' : `${listed(uses)} ${uses.length === 1 ? 'uses' : 'use'} it`}.`;
    return [{ ...base, level: 'risk', says }];
  }
  if (isIdle(change)) return [{ ...base, level: 'note', says: 'It is off, and stays so.' }];
  if (sites?.length === 0) return [{ ...base, level: 'note', says: 'It is in force at no site.' }];
  const places =
    sites === undefined ? '' : ` at ${sites.length === 1 ? (sites[0]?.name ?? '') : countOf(sites.length, 'site')}`;
  const says = `It ${whatOf(change)}${places}: which traffic it lets through is not computed; ${peopleText(change, facts)}.`;
  return [{ ...base, level: 'risk', says }];
}

/** What of a rule or label could not be looked at, in whole sentences. */
export function wxlanBlindness({ kind, subject, site_id, id, sites, uses }: WxlanChange): readonly string[] {
  if (kind === 'rule') return sites === undefined ? [`Where ${subject} is in force could not be read.`] : [];
  if (uses === undefined) return [`What uses ${subject} could not be read.`];
  return id !== undefined && site_id === undefined && uses.length === 0
    ? [`Whether rules of single sites use ${subject} was not looked at.`]
    : [];
}
