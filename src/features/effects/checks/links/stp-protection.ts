import type { Check, Finding } from '../../finding.ts';
import { graphOf } from '../../topology/graph.ts';
import { portKey } from '../../topology/links.ts';
import { placeText, quotedName } from '../../wording.ts';
import { changedPorts, farDevice, isPortChange, linkAt, weakest } from '../changed-ports.ts';

/** More addresses than this on a port without a known neighbor are rather a switch than a computer and its phone. */
const MANY_MACS = 5;

/** Spanning tree is weakened on a port that leads to another switch. */
export const stpProtection: Check = {
  name: 'stp.protection',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages'],
  applies: isPortChange,
  run(effect, facts) {
    const { cabling } = graphOf(effect.before, effect.before, facts);
    return changedPorts(effect, facts).flatMap(({ device, port, before, after }): Finding[] => {
      const isEdge = after.stp.isEdge && !before.stp.isEdge;
      const isOff = after.stp.isDisabled && !before.stp.isDisabled;
      const row = cabling.rows.get(portKey(device.mac, port));
      if ((!isEdge && !isOff) || after.isDisabled || row?.isUp !== true) return [];
      const link = linkAt(cabling, device.mac, port);
      const far = link && farDevice(effect, link, device.mac);
      const what = isEdge ? 'becomes an edge port, which goes down on a BPDU' : 'no longer takes part in spanning tree';
      const base = { check: 'stp.protection', where: placeText(device.name, [port]) } as const;
      if (link && far?.type === 'switch') {
        const says = `The port to switch ${quotedName(far.name)} ${what}.`;
        return [{ ...base, level: 'break', certainty: weakest(link.certainty, after.certainty), says }];
      }
      if (far) return [];
      const mayBeSwitch = row.isUplink || (row.macCount ?? 0) > MANY_MACS || row.neighborName !== undefined;
      if (!mayBeSwitch) return [];
      const says = `The port ${what}; what hangs there may be a switch (${row.macCount ?? 'unknown'} addresses).`;
      return [{ ...base, level: 'risk', certainty: 'likely', says }];
    });
  },
};
