import type { Facts } from '../../facts.ts';
import type { Check, Finding } from '../../finding.ts';
import type { SiteEffect } from '../../model.ts';
import { graphOf } from '../../topology/graph.ts';
import { deviceOf, isGatewayPortOff, namesIn, portOf, sameVlan } from '../../topology/states.ts';
import { placeText, quotedName } from '../../wording.ts';
import { isPortChange } from '../changed-ports.ts';
import { isGatewayPortChange } from './link-lost.ts';
import { switchCables } from './switch-cables.ts';

/** Cables from a switch to a LAN port of a gateway, whose untagged network is the one that `port_network` names. */
const towardsGateways = ({ before, after }: SiteEffect, facts: Facts): readonly Finding[] =>
  graphOf(after, before, facts).cabling.links.flatMap(({ ends }): Finding[] =>
    ends.flatMap((near, index): Finding[] => {
      const far = ends[1 - index];
      const [device, gateway] = [deviceOf(after, near.device), far && deviceOf(after, far.device)];
      if (device?.type !== 'switch' || gateway?.type !== 'gateway' || !near.port || !far?.port) return [];
      const [port, lan] = [portOf(device, near.port), gateway.ports.get(far.port)];
      if (port.isDisabled || lan?.usage !== 'lan' || isGatewayPortOff(lan)) return [];
      const [name] = namesIn(lan.port_network);
      const theirs = name === undefined ? undefined : gateway.networks.get(name)?.vlan;
      if (port.untagged === undefined || theirs === undefined || sameVlan(port.untagged, theirs)) return [];
      const end = `${quotedName(gateway.name)} ${far.port}`;
      const says = `Untagged VLAN ${port.untagged} here, ${theirs} at the gateway (${end}).`;
      const where = placeText(device.name, [near.port]);
      return [{ check: 'native.mismatch', level: 'break', certainty: 'likely', where, says }];
    }),
  );

/** Both ends of a cable between switches, or from one to a gateway, send different VLANs untagged. */
export const nativeMismatch: Check = {
  name: 'native.mismatch',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages', 'switch:networks', 'gateway:port_config', 'gateway:networks'],
  applies: (effect) => isPortChange(effect) || isGatewayPortChange(effect),
  run: (effect, facts) => [
    ...switchCables(effect, facts).flatMap(({ here, there, where, farText, certainty }): Finding[] => {
      const [mine, theirs] = [here.port.untagged, there.port.untagged];
      if (mine === undefined || theirs === undefined || sameVlan(mine, theirs)) return [];
      const says = `Untagged VLAN ${mine} here, ${theirs} at the other end (${farText}).`;
      return [{ check: 'native.mismatch', level: 'break', certainty, where, says }];
    }),
    ...towardsGateways(effect, facts),
  ],
};
