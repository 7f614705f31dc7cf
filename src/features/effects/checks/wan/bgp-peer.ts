import { isRecord, type JsonObject } from '../../../../core/json.ts';
import { rowsOf } from '../../facts.ts';
import type { Check, Finding } from '../../finding.ts';
import { macIn, textIn } from '../../live/rows.ts';
import type { GatewayState, SwitchState } from '../../model.ts';
import { objectIn } from '../../topology/states.ts';
import { isRootChange } from '../vlans/services.ts';

/** Peers of a device by their address, with what was written of each and of the session around it. */
function peersOf({ config }: SwitchState | GatewayState): ReadonlyMap<string, JsonObject> {
  return new Map(
    Object.values(objectIn(config, 'bgp_config')).flatMap((session) => {
      if (!isRecord(session)) return [];
      const { neighbors, ...others } = session;
      const entries = isRecord(neighbors) ? Object.entries(neighbors) : [];
      return entries.map(([address, one]) => [address, { ...others, ...(isRecord(one) ? one : {}) }] as const);
    }),
  );
}

/** What a session stands and falls with. */
const SESSION = ['neighbor_as', 'local_as', 'type', 'via', 'networks', 'disabled', 'auth_key', 'multihop_ttl'] as const;

/** Whether a peer goes, or its session has to be made anew. */
function fate(was: JsonObject, now: JsonObject | undefined): 'goes' | 'changes' | 'kept' {
  if (!now) return 'goes';
  return SESSION.some((name) => JSON.stringify(was[name]) !== JSON.stringify(now[name])) ? 'changes' : 'kept';
}

/** A peer that exchanges routes goes, or its session changes. */
export const bgpPeer: Check = {
  name: 'bgp.peer',
  needs: ['peers'],
  reads: ['gateway:bgp_config', 'switch:bgp_config'],
  applies: (effect) => isRootChange(effect, 'bgp_config'),
  run({ before, after }, facts) {
    const rows = rowsOf(facts, 'peers').filter((row) => row.protocol === 'bgp');
    return [...after.gateways, ...after.switches].flatMap((now): Finding[] => {
      const was = [...before.gateways, ...before.switches].find(({ mac }) => mac === now.mac);
      if (!was || JSON.stringify(was.config.bgp_config) === JSON.stringify(now.config.bgp_config)) return [];
      const peers = peersOf(now);
      const changed = [...peersOf(was)].flatMap(([address, one]): Finding[] => {
        const what = fate(one, peers.get(address));
        if (what === 'kept') return [];
        const row = rows.find(
          (it) => it.neighbor === address && was.macs.concat(was.mac).includes(macIn(it, 'mac') ?? ''),
        );
        const state = row && (textIn(row, 'state') ?? (row.up === true ? 'established' : 'down'));
        const isLive = row?.up === true || state === 'established';
        const level = isLive ? 'break' : row ? 'note' : 'risk';
        const says = `BGP peer ${address} ${what}; its session is ${state ?? 'not in the statistics'}.`;
        return [{ check: 'bgp.peer', level, certainty: 'certain', where: now.name, says }];
      });
      const rest: Finding = {
        ...{ check: 'bgp.peer', level: 'risk', certainty: 'certain', where: now.name },
        says: 'Routing by BGP changes: which routes come and go is not computed.',
      };
      return changed.length > 0 ? changed : [rest];
    });
  },
};
