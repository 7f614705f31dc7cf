import type { Facts } from '../../facts.ts';
import type { Check, Finding } from '../../finding.ts';
import type { Certainty, SiteEffect, SwitchState, Vlan } from '../../model.ts';
import { exitsOfVlan, type Graph, graphOf, type Way, waysOfVlan } from '../../topology/graph.ts';
import { portKey } from '../../topology/links.ts';
import { activeClients, clientsByPort } from '../../topology/people.ts';
import { portOf } from '../../topology/states.ts';
import { countOf, placeText } from '../../wording.ts';
import { isPortChange, linkAt, switchPairs, weakest } from '../changed-ports.ts';
import { certaintyOfImports, cutOff, isGatewayPortChange } from '../links/link-lost.ts';

/** A port with one VLAN, before and after. */
interface Member {
  readonly device: SwitchState;
  readonly port: string;
  readonly was: Vlan;
  readonly becomes: Vlan;
  readonly isUp: boolean;
  readonly clients: number;
}

/** Ways to the exit of each VLAN, worked out once for each. */
const waysFor = (graph: Graph): ((vlan: Vlan) => ReadonlyMap<string, Way>) => {
  const known = new Map<string, ReadonlyMap<string, Way>>();
  return (vlan) => {
    const found = known.get(String(vlan)) ?? waysOfVlan(graph, vlan);
    known.set(String(vlan), found);
    return found;
  };
};

function membersOf(effect: SiteEffect, facts: Facts): readonly Member[] {
  const { cabling } = graphOf(effect.before, effect.before, facts);
  const clients = clientsByPort(activeClients(effect.before, cabling, facts));
  return switchPairs(effect).flatMap(({ before, after }) => {
    const live = [...cabling.rows.values()].flatMap((row) => (row.device === after.mac ? [row.port] : []));
    return [...new Set([...after.ports.keys(), ...live])].flatMap((port): Member[] => {
      const [was, now] = [portOf(before, port), portOf(after, port)];
      if (was.mode !== 'access' || now.mode !== 'access' || was.isDisabled || now.isDisabled) return [];
      if (was.untagged === undefined || now.untagged === undefined || linkAt(cabling, after.mac, port)) return [];
      const key = portKey(after.mac, port);
      const [isUp, here] = [cabling.rows.get(key)?.isUp === true, clients.get(key)?.length ?? 0];
      return [{ device: after, port, was: was.untagged, becomes: now.untagged, isUp, clients: here }];
    });
  });
}

/** The lost way of some ports of one switch. */
interface Loss {
  readonly device: SwitchState;
  readonly vlan: Vlan;
  readonly certainty: Certainty;
  readonly members: Member[];
}

function lossesOf(effect: SiteEffect, facts: Facts): readonly Loss[] {
  const before = graphOf(effect.before, effect.before, facts);
  const after = graphOf(effect.after, effect.before, facts);
  const [had, has] = [waysFor(before), waysFor(after)];
  const isolated = cutOff(effect, facts);
  const losses = new Map<string, Loss>();
  for (const member of membersOf(effect, facts)) {
    const { device, was, becomes } = member;
    const way = had(was).get(device.mac);
    if (way === undefined || way === 'no' || has(becomes).has(device.mac) || isolated.has(device.mac)) continue;
    const isLocated = exitsOfVlan(before, becomes).devices.length > 0;
    const exit = exitsOfVlan(before, was).certainty;
    const certainty = weakest(way, exit, isLocated ? 'certain' : 'likely', certaintyOfImports(effect));
    const key = `${device.mac} ${becomes}`;
    const loss = losses.get(key) ?? { device, vlan: becomes, certainty, members: [] };
    loss.members.push(member);
    losses.set(key, loss);
  }
  return [...losses.values()];
}

/** Ports of a VLAN no longer reach the gateway of their VLAN. */
export const vlanExitLost: Check = {
  name: 'vlan.exit_lost',
  needs: ['ports', 'devices', 'wiredClients'],
  reads: ['switch:port_config', 'switch:port_usages', 'switch:networks', 'gateway:port_config', 'gateway:networks'],
  applies: (effect) => isPortChange(effect) || isGatewayPortChange(effect),
  run: (effect, facts) =>
    lossesOf(effect, facts).map(({ device, vlan, certainty, members }): Finding => {
      const up = members.filter(({ isUp }) => isUp);
      const clients = members.reduce((sum, one) => sum + one.clients, 0);
      const shown = up.length > 0 ? up : members;
      const says = `VLAN ${vlan} no longer reaches its gateway from here; ${countOf(up.length, 'port')} up, ${countOf(clients, 'client')} now.`;
      const where = placeText(
        device.name,
        shown.map(({ port }) => port),
      );
      return { check: 'vlan.exit_lost', level: up.length > 0 ? 'break' : 'risk', certainty, where, says };
    }),
};
