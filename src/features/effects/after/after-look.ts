import { isRecord } from '../../../core/json.ts';
import { numberIn } from '../live/rows.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { listed, quotedName } from '../wording.ts';
import type { LiveSite } from './live-state.ts';
import { changedDevices } from './reports.ts';
import { isLost, isWhole, type SiteLook } from './site-look.ts';

/** What the network shows after a change. */
export interface AfterLook {
  readonly result: 'nothing lost' | 'worse' | 'not known' | 'not looked at';
  /** Whole sentences. */
  readonly says: readonly string[];
  /** How long it took, and how many requests. */
  readonly seconds: number;
  readonly requests: number;
}

/** Minutes after which a device that lost the cloud takes its last configuration, unless it is told otherwise. */
const REVERT_MINUTES = 10;

const atSite = ({ effect }: LiveSite, what: string): string => `${quotedName(effect.after.name, 60)}: ${what}.`;

/** When a device that lost the cloud goes back by itself. */
function revertText(sites: readonly LiveSite[]): readonly string[] {
  const devices = sites.flatMap(({ effect }) => changedDevices(effect).filter(({ type }) => type !== 'ap'));
  if (devices.length === 0) return [];
  const minutes = devices.map(({ type, config }) => {
    const own = config[type === 'switch' ? 'switch_mgmt' : 'gateway_mgmt'];
    return (isRecord(own) ? numberIn(own, 'config_revert_timer') : undefined) ?? REVERT_MINUTES;
  });
  const what = devices.some(({ type }) => type === 'switch') ? 'switch' : 'gateway';
  return [`A ${what} that loses the cloud by this still goes back by itself within ${Math.max(...minutes)} minutes.`];
}

/** The looks at sites, each as its site stands in the list. */
export interface Watch {
  readonly sites: readonly LiveSite[];
  readonly looks: readonly SiteLook[];
  /** Why it ended early, as a whole sentence; undefined where it did not. */
  readonly ended: string | undefined;
}

/**
 * What looks come to.
 *
 * @param more sites that were not looked at
 */
export function resultOf(
  { sites, looks, ended }: Watch,
  more: number,
  looked: Pick<AfterLook, 'seconds' | 'requests'>,
): AfterLook {
  const lines = looks.flatMap((look, index): readonly string[] => {
    const site = sites[index];
    if (!site) return [];
    return [
      ...(look.losses.length > 0 ? [atSite(site, look.losses.join('; '))] : []),
      ...(look.failed.length > 0 ? [atSite(site, `configuration not taken by ${listed(look.failed)}`)] : []),
      ...(look.silent.length > 0
        ? [atSite(site, `not heard since: ${listed(look.silent.map((name) => quotedName(name)))}`)]
        : []),
      ...(look.unread.length > 0 ? [atSite(site, `not read: ${look.unread.join('; ')}`)] : []),
    ];
  });
  const isWorse = looks.some(isLost);
  const isOpen = !looks.every(isWhole);
  return {
    result: isWorse ? 'worse' : looks.length === 0 ? 'not looked at' : isOpen ? 'not known' : 'nothing lost',
    says: [
      ...(ended === undefined ? [] : [ended]),
      ...lines,
      ...(more > 0 ? [`Looked at ${sites.length} of ${sites.length + more} sites.`] : []),
      ...revertText(sites),
    ],
    ...looked,
  };
}

/** The result where nothing was looked at, with the reason as a whole sentence. */
export const notLooked = (reason: string): AfterLook => ({
  ...{ result: 'not looked at', says: [reason] },
  ...{ seconds: 0, requests: 0 },
});

/** Why there is nothing to look at. */
export function whyNot({ effect }: Assessment): AfterLook {
  if (effect && effect.sites.length > 0) return notLooked('Nothing live was read before the change to compare with.');
  if (effect && (effect.access.rules || effect.access.tags.length > 0))
    return notLooked('Whom it lets in shows when people sign on next.');
  return notLooked('What the change reaches is not computed, so nothing live was compared.');
}

/** A look as data for an answer and for the record. */
export const afterData = ({ result, says, seconds, requests }: AfterLook): object => ({
  ...{ result, ...(says.length > 0 ? { says } : {}) },
  ...(requests > 0 ? { seconds, requests } : {}),
});
