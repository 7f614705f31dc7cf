import type { JsonObject } from '../../../../core/json.ts';
import type { Check, Finding } from '../../finding.ts';
import type { GatewayState, SiteEffect } from '../../model.ts';
import { graphOf } from '../../topology/graph.ts';
import { portKey } from '../../topology/links.ts';
import { isGatewayPortOff } from '../../topology/states.ts';
import { placeText } from '../../wording.ts';
import { isGatewayPortChange } from '../links/link-lost.ts';

const isWan = (port: JsonObject | undefined): boolean => port?.usage === 'wan';

/** WAN ports of a gateway that go, or get another address. */
function changedWan(was: GatewayState, now: GatewayState) {
  return [...was.ports].flatMap(([port, before]) => {
    const after = now.ports.get(port);
    if (!isWan(before) || isGatewayPortOff(before) || JSON.stringify(before) === JSON.stringify(after)) return [];
    const isGone = isGatewayPortOff(after) || !isWan(after);
    const isMoved =
      JSON.stringify(before.ip_config) !== JSON.stringify(after?.ip_config) || before.vlan_id !== after?.vlan_id;
    return [
      { port, what: isGone ? 'goes' : isMoved ? 'gets another address' : 'changes', isStopped: isGone || isMoved },
    ];
  });
}

const pairs = ({ before, after }: SiteEffect) =>
  after.gateways.flatMap((now) => {
    const was = before.gateways.find(({ mac }) => mac === now.mac);
    return was ? [{ was, now }] : [];
  });

/** A way to the internet goes or is made anew, or a LAN port of a gateway changes. */
export const gatewayWan: Check = {
  name: 'gw.wan',
  needs: ['ports', 'devices'],
  reads: ['gateway:port_config'],
  applies: isGatewayPortChange,
  run(effect, facts) {
    const { rows } = graphOf(effect.before, effect.before, facts).cabling;
    return pairs(effect).flatMap(({ was, now }): Finding[] => {
      const isUp = (port: string): boolean => rows.get(portKey(now.mac, port))?.isUp === true;
      const changed = changedWan(was, now);
      const stopped = new Set(changed.filter((one) => one.isStopped).map(({ port }) => port));
      const left = [...now.ports].filter(
        ([port, one]) => isWan(one) && !isGatewayPortOff(one) && isUp(port) && !stopped.has(port),
      );
      const wan = changed.map(({ port, what, isStopped }): Finding => {
        const isLast = isStopped && isUp(port) && left.length === 0;
        const says = `WAN port ${what}; ${isLast ? 'no other one is up' : isUp(port) ? 'another one is up or it stays' : 'it is not up'}.`;
        return {
          check: 'gw.wan',
          level: isLast ? 'break' : 'risk',
          certainty: 'certain',
          where: placeText(now.name, [port]),
          says,
        };
      });
      const lan = [...new Set([...was.ports.keys(), ...now.ports.keys()])].filter((port) => {
        const [before, after] = [was.ports.get(port), now.ports.get(port)];
        return !isWan(before) && JSON.stringify(before) !== JSON.stringify(after);
      });
      if (lan.length === 0) return wan;
      const says = 'LAN ports of the gateway change.';
      return [...wan, { check: 'gw.lan', level: 'risk', certainty: 'certain', where: placeText(now.name, lan), says }];
    });
  },
};
