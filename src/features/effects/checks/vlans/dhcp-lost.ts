import type { Check, Finding } from '../../finding.ts';
import { countOf } from '../../wording.ts';
import { clientsInVlan, dhcpServices, isRootChange, lostServices } from './services.ts';

/** A VLAN loses the only server or relay of addresses that is known. */
export const dhcpLost: Check = {
  name: 'dhcp.lost',
  needs: ['ports', 'devices', 'wiredClients', 'wirelessClients'],
  reads: ['switch:dhcpd_config', 'gateway:dhcpd_config'],
  applies: (effect) => isRootChange(effect, 'dhcpd_config'),
  run: (effect, facts) =>
    lostServices(effect, dhcpServices).map(({ device, network, vlan }): Finding => {
      const clients = clientsInVlan(effect, facts, vlan);
      const says = `Network ${network} (VLAN ${vlan ?? 'unknown'}) loses its only known DHCP server or relay; ${countOf(clients, 'client')} there, lost when their lease ends.`;
      const level = clients > 0 ? 'break' : 'risk';
      return { check: 'dhcp.lost', level, certainty: 'certain', where: device.name, says };
    }),
};
