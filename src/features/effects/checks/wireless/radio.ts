import { isRecord } from '../../../../core/json.ts';
import type { Check, Finding } from '../../finding.ts';
import { wirelessClients } from '../../live/rows.ts';
import type { AccessPointState, SiteEffect } from '../../model.ts';
import { objectIn } from '../../topology/states.ts';
import { countOf } from '../../wording.ts';

/** Radios by their root, and the band as clients name it. */
const BANDS = { band_24: '24', band_5: '5', band_6: '6' } as const;

const radioText = ({ config }: AccessPointState): string =>
  JSON.stringify([config.radio_config ?? null, config.country_code ?? null]);

const pairs = ({ before, after }: SiteEffect) =>
  after.accessPoints.flatMap((now) => {
    const was = before.accessPoints.find(({ mac }) => mac === now.mac);
    return was && radioText(was) !== radioText(now) ? [{ was, now }] : [];
  });

const isOff = ({ config }: AccessPointState, band: string): boolean => {
  const radio = objectIn(config, 'radio_config')[band];
  return isRecord(radio) && radio.disabled === true;
};

/** Radios restart, or go. */
export const radio: Check = {
  name: 'radio',
  needs: ['wirelessClients'],
  reads: ['ap:radio_config', 'ap:country_code'],
  applies: (effect) => pairs(effect).length > 0,
  run(effect, facts) {
    const changed = pairs(effect);
    if (changed.length === 0) return [];
    const clients = wirelessClients(facts);
    const off = Object.entries(BANDS).flatMap(([root, band]): Finding[] => {
      const aps = changed.filter(({ was, now }) => isOff(now, root) && !isOff(was, root)).map(({ now }) => now.mac);
      if (aps.length === 0) return [];
      const here = clients.filter((one) => aps.includes(one.ap) && one.band === band).length;
      const says = `The radio of band ${band} goes off at ${countOf(aps.length, 'access point')}; ${countOf(here, 'client')} on it now.`;
      return [
        { check: 'radio', level: here > 0 ? 'break' : 'risk', certainty: 'certain', where: `band ${band}`, says },
      ];
    });
    const all = new Set(changed.map(({ now }) => now.mac));
    const here = clients.filter(({ ap }) => all.has(ap)).length;
    const says = `Radios of ${countOf(all.size, 'access point')} restart; ${countOf(here, 'client')} on them now.`;
    return [...off, { check: 'radio', level: 'risk', certainty: 'certain', where: 'radios', says }];
  },
};
