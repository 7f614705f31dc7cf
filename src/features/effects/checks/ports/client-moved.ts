import type { Check, Finding } from '../../finding.ts';
import type { PortState } from '../../model.ts';
import { graphOf } from '../../topology/graph.ts';
import { portKey } from '../../topology/links.ts';
import { activeClients, clientsByPort } from '../../topology/people.ts';
import { sameVlan } from '../../topology/states.ts';
import { countOf } from '../../wording.ts';
import { byDevice, changedPorts, isPortChange, linkAt } from '../changed-ports.ts';

const vlanText = ({ untagged }: PortState): string => (untagged === undefined ? 'none' : String(untagged));

/** Clients come into another VLAN and need another address. */
export const clientMoved: Check = {
  name: 'client.moved',
  needs: ['ports', 'devices', 'wiredClients'],
  reads: ['switch:port_config', 'switch:port_usages', 'switch:networks'],
  applies: isPortChange,
  run(effect, facts) {
    const { cabling } = graphOf(effect.before, effect.before, facts);
    const clients = clientsByPort(activeClients(effect.before, cabling, facts));
    const moved = changedPorts(effect, facts).flatMap((one) => {
      const { device, port, before, after } = one;
      if (before.isDisabled || after.isDisabled || linkAt(cabling, device.mac, port)) return [];
      if (sameVlan(before.untagged, after.untagged) || before.untagged === after.untagged) return [];
      const row = cabling.rows.get(portKey(device.mac, port));
      const here = clients.get(portKey(device.mac, port))?.filter(({ vlan }) => !sameVlan(vlan, after.voice)) ?? [];
      const silent = row?.isUp === true && here.length === 0 ? (row.macCount ?? 0) : 0;
      return here.length + silent === 0 ? [] : [{ ...one, count: here.length, silent }];
    });
    return byDevice(moved, ({ before, after }) => `VLAN ${vlanText(before)} → ${vlanText(after)}`).map(
      ({ where, words, ports }): Finding => {
        const [count, silent] = [
          ports.reduce((n, one) => n + one.count, 0),
          ports.reduce((n, one) => n + one.silent, 0),
        ];
        const who = [
          ...(count > 0 ? [countOf(count, 'client')] : []),
          ...(silent > 0 ? [`${countOf(silent, 'address')} without a client row`] : []),
        ];
        const says = `${words}: ${who.join(' and ')} move and need a new address.`;
        return { check: 'client.moved', level: 'risk', certainty: 'certain', where, says };
      },
    );
  },
};
