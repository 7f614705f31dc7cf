import type { Check, Finding } from '../../finding.ts';
import { graphOf } from '../../topology/graph.ts';
import { portKey } from '../../topology/links.ts';
import { activeClients, clientsByPort } from '../../topology/people.ts';
import { countOf, listed, quotedName } from '../../wording.ts';
import { byDevice, changedPorts, farDevice, isPortChange, linkAt } from '../changed-ports.ts';

/** A port that is up is switched off. */
export const portClosed: Check = {
  name: 'port.closed',
  needs: ['ports', 'devices', 'wiredClients'],
  reads: ['switch:port_config', 'switch:port_usages'],
  applies: isPortChange,
  run(effect, facts) {
    const { cabling } = graphOf(effect.before, effect.before, facts);
    const clients = clientsByPort(activeClients(effect.before, cabling, facts));
    const closed = changedPorts(effect, facts)
      .filter(({ before, after }) => after.isDisabled && !before.isDisabled)
      .flatMap((one) => {
        const row = cabling.rows.get(portKey(one.device.mac, one.port));
        const link = linkAt(cabling, one.device.mac, one.port);
        const far = link && farDevice(effect, link, one.device.mac);
        const here = clients.get(portKey(one.device.mac, one.port)) ?? [];
        const isUsed = far !== undefined || here.length > 0 || row?.isPowering === true;
        // A cable between switches is judged as a way, which there may be another of.
        if (row?.isUp === false || (far !== undefined && far.type !== 'ap')) return [];
        return [{ ...one, row, far, here, kind: row === undefined ? 'unknown' : isUsed ? 'used' : 'up' }];
      });
    return byDevice(closed, ({ kind }) => kind).map(({ where, words, ports }): Finding => {
      const base = { check: 'port.closed', where } as const;
      if (words === 'unknown')
        return {
          ...base,
          level: 'risk',
          certainty: 'likely',
          says: 'Switched off; whether they are in use is not known.',
        };
      const devices = ports.flatMap(({ far }) => (far ? [quotedName(far.name)] : []));
      const people = ports.reduce((sum, { here }) => sum + here.length, 0);
      const behind = [
        ...(devices.length > 0 ? [listed(devices)] : []),
        ...(people > 0 ? [countOf(people, 'client')] : []),
      ];
      return words === 'used'
        ? {
            ...base,
            level: 'break',
            certainty: 'certain',
            says: `Switched off with ${behind.join(' and ') || 'a powered device'} on them.`,
          }
        : { ...base, level: 'risk', certainty: 'certain', says: 'Switched off while up; nobody is known there.' };
    });
  },
};
