import type { Facts } from '../../facts.ts';
import type { Check, Finding } from '../../finding.ts';
import type { GatewayState, SiteEffect, SwitchState, Vlan, WlanState } from '../../model.ts';
import { graphOf } from '../../topology/graph.ts';
import { activeClients, clientsOfWlan } from '../../topology/people.ts';
import { devicesOf, objectIn, portOf, sameVlan } from '../../topology/states.ts';
import { countOf, listed, quotedName } from '../../wording.ts';
import { clientsInVlan } from '../vlans/services.ts';

const REFERENCE = /\{\{\s*([^{}\s]{1,100})\s*\}\}/g;

/** Variables that stand in a WLAN without a value. */
const openIn = ({ config }: WlanState): ReadonlySet<string> =>
  new Set([...JSON.stringify(config).matchAll(REFERENCE)].map(([, name = '']) => name));

/** Variables of a device that get open by the change, with the path where each is used. */
function newlyOpen(
  { before }: SiteEffect,
  device: ReturnType<typeof devicesOf>[number],
): readonly (readonly [string, string])[] {
  const was = devicesOf(before).find(({ mac }) => mac === device.mac);
  return [...device.openVariables].filter(([name]) => was?.openVariables.has(name) !== true);
}

const NETWORK = /^networks\.([^.]+)/;

/** How many are on what a path configures, as far as the path tells. */
function peopleAt(effect: SiteEffect, facts: Facts, now: SwitchState, path: string): number {
  const was = effect.before.switches.find(({ mac }) => mac === now.mac);
  const network = NETWORK.exec(path)?.[1];
  const vlan: Vlan | undefined = network === undefined ? undefined : was?.networks.get(network)?.vlan;
  const { cabling } = graphOf(effect.before, effect.before, facts);
  if (vlan !== undefined) {
    const ports = [...cabling.rows.values()].filter(
      ({ device, isUp, port }) => isUp && device === now.mac && was && sameVlan(portOf(was, port).untagged, vlan),
    );
    return Math.max(clientsInVlan(effect, facts, vlan), ports.length);
  }
  return /^port_/.test(path)
    ? activeClients(effect.before, cabling, facts).filter(({ device }) => device === now.mac).length
    : 0;
}

/** How many are in the networks that a gateway has an address or leases for, where these use a variable. */
function peopleBehind(effect: SiteEffect, facts: Facts, now: GatewayState, name: string): number {
  const was = effect.before.gateways.find(({ mac }) => mac === now.mac);
  const used = ['ip_configs', 'dhcpd_config'].flatMap((root) =>
    Object.entries(objectIn(now.config, root)).flatMap(([network, row]) =>
      [...JSON.stringify(row).matchAll(REFERENCE)].some(([, one]) => one === name) ? [network] : [],
    ),
  );
  const vlans = new Set(used.flatMap((network) => was?.networks.get(network)?.vlan ?? []));
  return [...vlans].reduce<number>((sum, vlan) => sum + clientsInVlan(effect, facts, vlan), 0);
}

/** A variable that had a value has none. */
export const varOpen: Check = {
  name: 'var.open',
  needs: ['ports', 'devices', 'wiredClients', 'wirelessClients'],
  reads: ['site:vars', 'switch:networks', 'switch:port_usages', 'switch:port_config'],
  applies: (effect) =>
    devicesOf(effect.after).some((device) => newlyOpen(effect, device).length > 0) ||
    effect.after.wlans.some((wlan) => openIn(wlan).size > 0),
  run(effect, facts) {
    const devices = devicesOf(effect.after).flatMap((device) =>
      newlyOpen(effect, device).map(([name, path]): Finding => {
        const people =
          device.type === 'switch'
            ? peopleAt(effect, facts, device, path)
            : device.type === 'gateway'
              ? peopleBehind(effect, facts, device, name)
              : 0;
        const says = `{{${name}}} in ${path} has no value; ${countOf(people, 'client')} on what it configures.`;
        return {
          check: 'var.open',
          level: people > 0 ? 'break' : 'risk',
          certainty: 'certain',
          where: device.name,
          says,
        };
      }),
    );
    const wlans = effect.after.wlans.flatMap((wlan): Finding[] => {
      const was = effect.before.wlans.find(({ id }) => id === wlan.id);
      const known = was ? openIn(was) : new Set<string>();
      const open = [...openIn(wlan)].filter((name) => !known.has(name));
      if (open.length === 0 || !wlan.isEnabled) return [];
      const people = clientsOfWlan(facts, wlan).length;
      const says = `${listed(open.map((name) => `{{${name}}}`))} has no value; ${countOf(people, 'client')} on it now.`;
      const where = `WLAN ${quotedName(wlan.ssid)}`;
      return [{ check: 'var.open', level: people > 0 ? 'break' : 'risk', certainty: 'certain', where, says }];
    });
    return [...devices, ...wlans];
  },
};
