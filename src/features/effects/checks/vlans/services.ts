import { isRecord } from '../../../../core/json.ts';
import type { Facts } from '../../facts.ts';
import { wirelessClients } from '../../live/rows.ts';
import type { GatewayState, SiteEffect, SiteState, SwitchState, Vlan } from '../../model.ts';
import { graphOf } from '../../topology/graph.ts';
import { activeClients } from '../../topology/people.ts';
import { objectIn, portOf, sameVlan } from '../../topology/states.ts';

/** A device that can route and lease addresses. */
export type Router = SwitchState | GatewayState;

/** Devices that can route and lease addresses. */
export const routersOf = (site: SiteState): readonly Router[] => [...site.gateways, ...site.switches];

/** Something that a device does for a network. */
export interface Service {
  readonly device: Router;
  readonly network: string;
  readonly vlan: Vlan | undefined;
}

const OFF: ReadonlySet<unknown> = new Set([undefined, null, '', 'none']);

/** Who leases or relays addresses, by network. */
export const dhcpServices = (site: SiteState): readonly Service[] =>
  routersOf(site).flatMap((device) => {
    const config = objectIn(device.config, 'dhcpd_config');
    if (config.enabled === false) return [];
    return Object.entries(config).flatMap(([network, one]) => {
      if (!isRecord(one) || OFF.has(one.type ?? (device.type === 'gateway' ? 'local' : 'server'))) return [];
      return [{ device, network, vlan: device.networks.get(network)?.vlan }];
    });
  });

/** Who has an address in a network and routes for it. */
export const routedInterfaces = (site: SiteState): readonly Service[] =>
  routersOf(site).flatMap((device) => {
    const names =
      // What a switch is managed by routes for nobody.
      Object.keys(objectIn(device.config, device.type === 'switch' ? 'other_ip_configs' : 'ip_configs'));
    return names.map((network) => ({ device, network, vlan: device.networks.get(network)?.vlan }));
  });

/** Services that are there before and of which no device is left that does the same for the VLAN. */
export function lostServices(
  effect: SiteEffect,
  servicesOf: (site: SiteState) => readonly Service[],
): readonly Service[] {
  const after = servicesOf(effect.after);
  const lost = servicesOf(effect.before).filter(
    ({ network, vlan }) =>
      !after.some((one) => (vlan === undefined ? one.network === network : sameVlan(one.vlan, vlan))),
  );
  return lost.filter((one, index) => lost.findIndex(({ network }) => network === one.network) === index);
}

/** How many clients are in a VLAN now, wired and wireless. */
export function clientsInVlan(effect: SiteEffect, facts: Facts, vlan: Vlan | undefined): number {
  const { cabling } = graphOf(effect.before, effect.before, facts);
  const wired = activeClients(effect.before, cabling, facts).filter((client) => {
    if (client.vlan !== undefined) return sameVlan(client.vlan, vlan);
    const device = effect.before.switches.find(({ mac }) => mac === client.device);
    return device !== undefined && sameVlan(portOf(device, client.port).untagged, vlan);
  });
  return wired.length + wirelessClients(facts).filter((client) => sameVlan(client.vlan, vlan)).length;
}

/** Whether a root of switches or gateways differs. */
export const isRootChange = (effect: SiteEffect, ...roots: readonly string[]): boolean =>
  routersOf(effect.after).some((now) => {
    const was = routersOf(effect.before).find(({ mac }) => mac === now.mac);
    return (
      was !== undefined && roots.some((root) => JSON.stringify(was.config[root]) !== JSON.stringify(now.config[root]))
    );
  });
