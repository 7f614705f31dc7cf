import type { Check, Finding } from '../../finding.ts';
import { graphOf } from '../../topology/graph.ts';
import { portKey } from '../../topology/links.ts';
import { countOf, listed, quotedName } from '../../wording.ts';
import { byDevice, changedPorts, farDevice, isPortChange, linkAt } from '../changed-ports.ts';

/** Power is switched off where something draws it. */
export const poeCut: Check = {
  name: 'poe.cut',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages'],
  applies: isPortChange,
  run(effect, facts) {
    const { cabling } = graphOf(effect.before, effect.before, facts);
    const cut = changedPorts(effect, facts)
      .filter(({ before, after }) => after.isPoweringDisabled && !before.isPoweringDisabled && !after.isDisabled)
      .flatMap((one) => {
        const row = cabling.rows.get(portKey(one.device.mac, one.port));
        if (row?.isPowering === false) return [];
        const link = linkAt(cabling, one.device.mac, one.port);
        const far = link && farDevice(effect, link, one.device.mac);
        return [{ ...one, far, watts: row?.powerDraw ?? 0, kind: row?.isPowering === true ? 'powered' : 'unknown' }];
      });
    return byDevice(cut, ({ kind }) => kind).map(({ where, words, ports }): Finding => {
      if (words === 'unknown') {
        const says = 'PoE is switched off; whether something draws power there is not known.';
        return { check: 'poe.cut', level: 'risk', certainty: 'likely', where, says };
      }
      const names = ports.flatMap(({ far }) => (far ? [quotedName(far.name)] : []));
      const watts = Math.round(ports.reduce((sum, one) => sum + one.watts, 0));
      const whom = names.length > 0 ? ` (${listed(names)})` : '';
      const says = `PoE is switched off where ${countOf(ports.length, 'device')} draws power${whom}, ${watts} W now.`;
      return { check: 'poe.cut', level: 'break', certainty: 'certain', where, says };
    });
  },
};
