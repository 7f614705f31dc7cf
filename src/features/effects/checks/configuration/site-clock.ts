import { isRecord } from '../../../../core/json.ts';
import type { Check, Finding } from '../../finding.ts';
import type { SiteState } from '../../model.ts';
import { rowAt } from '../../state/row.ts';
import { listed, quotedName } from '../../wording.ts';

const isOn = (value: unknown): boolean => isRecord(value) && value.enabled === true;

/** What of a site begins or ends at a time of its day. */
function timed({ wlans, setting }: SiteState): readonly string[] {
  const scheduled = wlans.filter(({ isEnabled, config }) => isEnabled && isOn(config.schedule));
  return [
    ...scheduled.map(({ ssid }) => `the schedule of WLAN ${quotedName(ssid)}`),
    ...(isOn(setting.auto_upgrade) ? ['automatic upgrades'] : []),
    ...(isOn(rowAt(setting, 'config_push_policy').push_window) ? ['the window in which devices are configured'] : []),
  ];
}

/** The clock of a site is another one, and what goes by it moves. */
export const siteClock: Check = {
  name: 'site.clock',
  needs: [],
  reads: ['site:timezone'],
  applies: ({ before, after }) => before.timezone !== after.timezone,
  run({ before, after }): readonly Finding[] {
    if (before.timezone === after.timezone) return [];
    const parts = timed(after);
    const base = { check: 'site.clock', certainty: 'certain', where: 'time zone' } as const;
    if (parts.length === 0)
      return [{ ...base, level: 'note', says: 'No schedule and no window of the site goes by it.' }];
    return [
      { ...base, level: 'risk', says: `${listed(parts)} ${parts.length === 1 ? 'moves' : 'move'} to other hours.` },
    ];
  },
};
