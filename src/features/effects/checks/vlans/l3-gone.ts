import type { Check, Finding } from '../../finding.ts';
import { countOf } from '../../wording.ts';
import { clientsInVlan, isRootChange, lostServices, routedInterfaces } from './services.ts';

/** The only routed interface of a network goes. */
export const l3Gone: Check = {
  name: 'l3.gone',
  needs: ['ports', 'devices', 'wiredClients', 'wirelessClients'],
  reads: ['switch:other_ip_configs', 'switch:ip_config', 'switch:networks', 'gateway:ip_configs', 'gateway:networks'],
  applies: (effect) => isRootChange(effect, 'other_ip_configs', 'ip_config', 'ip_configs'),
  run: (effect, facts) =>
    lostServices(effect, routedInterfaces).map(({ device, network, vlan }): Finding => {
      const clients = clientsInVlan(effect, facts, vlan);
      const says = `Network ${network} (VLAN ${vlan ?? 'unknown'}) loses its only routed interface; ${countOf(clients, 'client')} there now.`;
      return { check: 'l3.gone', level: 'break', certainty: 'certain', where: device.name, says };
    }),
};
