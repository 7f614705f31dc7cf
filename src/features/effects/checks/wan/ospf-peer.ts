import { parseIpv4, parseSubnet } from '../../../../core/ipv4.ts';
import { isRecord, type JsonObject } from '../../../../core/json.ts';
import { type Facts, rowsOf } from '../../facts.ts';
import type { Check, Finding } from '../../finding.ts';
import { macIn, textIn } from '../../live/rows.ts';
import type { SiteEffect } from '../../model.ts';
import { objectIn } from '../../topology/states.ts';
import { isRootChange, type Router, routersOf } from '../vlans/services.ts';

/** What both ends must agree on; the rest of a network decides which way is taken. */
const SESSION = ['area', 'type', 'auth_type', 'auth_keys', 'auth_password', 'dead_interval', 'hello_interval'] as const;
const HELLO = ['interface_type', 'passive'] as const;

/** Networks of a device that speak OSPF, each with its area. */
function networksOf({ config }: Router): ReadonlyMap<string, JsonObject> {
  const areas = Object.entries(objectIn(config, 'ospf_areas'));
  return new Map(
    areas.flatMap(([area, row]) => {
      if (!isRecord(row)) return [];
      return Object.entries(objectIn(row, 'networks')).map(
        ([name, one]) => [name, { ...(isRecord(one) ? one : {}), area, type: row.type }] as const,
      );
    }),
  );
}

const isFull = (row: JsonObject): boolean => row.up === true || /^full/i.test(textIn(row, 'state') ?? '');

/** The network whose subnet a neighbor is in; undefined where none tells. */
function networkOf(device: Router, row: JsonObject): string | undefined {
  const address = parseIpv4(textIn(row, 'neighbor') ?? textIn(row, 'peer_ip') ?? '');
  if (address === undefined) return undefined;
  return [...device.networks.values()].find(({ subnet }) => {
    const range = subnet === undefined ? undefined : parseSubnet(subnet);
    return range !== undefined && address >= range.first && address <= range.last;
  })?.name;
}

const peersOf = (device: Router, facts: Facts): readonly JsonObject[] =>
  rowsOf(facts, 'peers').filter(
    (row) => row.protocol === 'ospf' && [device.mac, ...device.macs].includes(macIn(row, 'mac') ?? ''),
  );

const differs = (was: JsonObject, now: JsonObject, names: readonly string[]): boolean =>
  names.some((name) => JSON.stringify(was[name]) !== JSON.stringify(now[name]));

function ofDevice(was: Router, now: Router, facts: Facts): readonly Finding[] {
  const [before, after] = [networksOf(was), networksOf(now)];
  const peers = peersOf(now, facts);
  const base = { check: 'ospf.peer', certainty: 'certain', where: now.name } as const;
  const touched = [...before].flatMap(([name, one]): Finding[] => {
    const next = after.get(name);
    const what = !next
      ? 'no longer speaks OSPF'
      : differs(one, next, [...SESSION, ...HELLO])
        ? 'changes how it speaks OSPF'
        : undefined;
    if (what === undefined) return [];
    const mine = peers.filter((row) => networkOf(was, row) === name);
    const live = mine.filter(isFull);
    const lost = peers.filter((row) => networkOf(was, row) === undefined);
    const level = live.length > 0 ? 'break' : mine.length > 0 && lost.length === 0 ? 'note' : 'risk';
    const who =
      live.length > 0
        ? `its neighbor ${textIn(live[0] ?? {}, 'neighbor') ?? ''} is full now`
        : 'no neighbor on it is known to be full';
    return [{ ...base, level, says: `Network ${name} ${what}; ${who}.` }];
  });
  if (touched.length > 0) return touched;
  return [{ ...base, level: 'risk', says: 'Routing by OSPF changes: which routes come and go is not computed.' }];
}

const pairsOf = ({ before, after }: SiteEffect) =>
  routersOf(after).flatMap((now) => {
    const was = routersOf(before).find(({ mac }) => mac === now.mac);
    const text = ({ config }: Router): string => JSON.stringify([config.ospf_areas, config.ospf_config]);
    return was && text(was) !== text(now) ? [{ was, now }] : [];
  });

/** A neighbor that routes are exchanged with by OSPF is lost, or has to be met anew. */
export const ospfPeer: Check = {
  name: 'ospf.peer',
  needs: ['peers'],
  reads: ['switch:ospf_areas', 'switch:ospf_config', 'gateway:ospf_areas', 'gateway:ospf_config'],
  applies: (effect) => isRootChange(effect, 'ospf_areas', 'ospf_config'),
  run: (effect, facts) => pairsOf(effect).flatMap(({ was, now }) => ofDevice(was, now, facts)),
};
