import type { Check, Finding } from '../../finding.ts';
import type { PortState, SwitchState, Vlan } from '../../model.ts';
import { carriesVlan, graphOf } from '../../topology/graph.ts';
import { namesIn, objectIn, portOf, sameVlan } from '../../topology/states.ts';
import { placeText } from '../../wording.ts';
import { isPortChange, weakest } from '../changed-ports.ts';
import { dhcpServices, isRootChange } from './services.ts';

/** VLANs whose leases a switch watches. */
function snoopedVlans(device: SwitchState): readonly Vlan[] {
  const config = objectIn(device.config, 'dhcp_snooping');
  if (config.enabled !== true) return [];
  const names = config.all_networks === true ? [...device.networks.keys()] : namesIn(config.networks);
  return names.flatMap((name) => device.networks.get(name)?.vlan ?? []);
}

/** Offers of addresses pass a port that is told so, or a trunk that is told nothing. */
const isTrusted = ({ settings, mode }: PortState): boolean =>
  typeof settings.allow_dhcpd === 'boolean' ? settings.allow_dhcpd : mode !== 'access';

/** A switch watches leases of a VLAN, and every way to its server enters by a port that it does not trust. */
export const dhcpSnooping: Check = {
  name: 'dhcp.snooping',
  needs: ['ports', 'devices'],
  reads: ['switch:dhcp_snooping', 'switch:port_config', 'switch:port_usages'],
  applies: (effect) =>
    isRootChange(effect, 'dhcp_snooping') ||
    (isPortChange(effect) && effect.after.switches.some((device) => snoopedVlans(device).length > 0)),
  lacks: ({ before, after }) => {
    const servers = dhcpServices(after);
    const open = after.switches.flatMap((device) => {
      const was = before.switches.find(({ mac }) => mac === device.mac);
      const known = was ? snoopedVlans(was) : [];
      const fresh = snoopedVlans(device).filter((vlan) => !known.some((one) => sameVlan(one, vlan)));
      return fresh.filter((vlan) => !servers.some((one) => sameVlan(one.vlan, vlan)));
    });
    return open.length === 0
      ? undefined
      : `Where the DHCP server of VLAN ${[...new Set(open)].slice(0, 4).join(', ')} stands is not known`;
  },
  run(effect, facts) {
    const graph = graphOf(effect.after, effect.before, facts);
    const servers = dhcpServices(effect.after);
    return effect.after.switches.flatMap((device) =>
      snoopedVlans(device).flatMap((vlan): Finding[] => {
        const away = servers.filter((one) => sameVlan(one.vlan, vlan) && one.device.mac !== device.mac);
        if (away.length === 0) return [];
        const ways = graph.linksOf(device.mac, carriesVlan(vlan)).flatMap((link) => {
          const end = link.ends.find((one) => one.device === device.mac);
          const far = link.ends.find((one) => one.device !== device.mac);
          if (!far || effect.after.accessPoints.some(({ mac }) => mac === far.device)) return [];
          return end?.port === undefined ? [] : [{ port: end.port, certainty: link.certainty }];
        });
        if (ways.length === 0 || ways.some(({ port }) => isTrusted(portOf(device, port)))) return [];
        const certainty = weakest(...ways.map((one) => one.certainty));
        const where = placeText(
          device.name,
          ways.map(({ port }) => port),
        );
        const says = `DHCP snooping of VLAN ${vlan}: every way to its server enters by a port that is not trusted.`;
        return [{ check: 'dhcp.snooping', level: 'break', certainty, where, says }];
      }),
    );
  },
};
