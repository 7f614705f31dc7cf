import { changedPorts, linkAt } from '../checks/changed-ports.ts';
import { type FactName, type Facts, rowsOf } from '../facts.ts';
import { macIn, portRows, textIn, wiredClients, wirelessClients } from '../live/rows.ts';
import type { SiteEffect, SiteState } from '../model.ts';
import { graphOf } from '../topology/graph.ts';
import { devicesByMac, portKey } from '../topology/links.ts';
import { deviceOf } from '../topology/states.ts';
import { countOf, joinedPorts, listed, quotedName } from '../wording.ts';

/** What is live at a site, as little of it as shows what a change took away. A kind that was not read is not there. */
export interface LiveState {
  /** Connected devices by MAC, with the state of their configuration where the statistics have one. */
  readonly connected?: ReadonlyMap<string, string>;
  /** Ports that are up, by MAC of the device. */
  readonly ports?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Wired clients by MAC of the device and port. */
  readonly wired?: ReadonlyMap<string, number>;
  /** MACs of wireless clients. */
  readonly wireless?: ReadonlySet<string>;
  /** Routing peers whose session is up: MAC of the device and address. */
  readonly peers?: ReadonlySet<string>;
}

/** What was live at a site before a change, to be held against what is live after it. */
export interface LiveSite {
  readonly effect: SiteEffect;
  readonly before: LiveState;
  /** Kinds of facts that were read. */
  readonly read: readonly FactName[];
  /** Ports that the change itself closes, with the other end of the cable, as MAC and port. */
  readonly closed: ReadonlySet<string>;
}

/** Sites that are looked at after a change. */
export const WATCHED_SITES = 3;

const wasRead = (facts: Facts, name: FactName): boolean => {
  const reading = facts[name];
  return reading !== undefined && 'rows' in reading;
};

const UP = ['established', 'full'];

function countBy(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** The MAC that a device goes by; members of a virtual chassis are one. */
type MacOf = (mac: string) => string;

function portsUp(facts: Facts, macOf: MacOf): ReadonlyMap<string, ReadonlySet<string>> {
  const up = new Map<string, Set<string>>();
  for (const { mac: reporting, port, isUp } of portRows(facts)) {
    const mac = macOf(reporting);
    const ports = up.get(mac) ?? new Set();
    if (isUp) ports.add(port);
    up.set(mac, ports);
  }
  return up;
}

function connectedDevices(facts: Facts): ReadonlyMap<string, string> {
  return new Map(
    rowsOf(facts, 'devices').flatMap((row): [string, string][] => {
      const mac = macIn(row, 'mac');
      if (mac === undefined || row.status !== 'connected') return [];
      return [[mac, row.config_reverted === true ? 'reverted' : (textIn(row, 'config_status') ?? '')]];
    }),
  );
}

const peersUp = (facts: Facts): ReadonlySet<string> =>
  new Set(
    rowsOf(facts, 'peers').flatMap((row) => {
      const [mac, address] = [macIn(row, 'mac'), textIn(row, 'neighbor') ?? textIn(row, 'peer_ip')];
      const isUp = row.up === true || UP.includes(textIn(row, 'state') ?? '');
      return isUp && mac !== undefined && address !== undefined ? [`${mac} ${address}`] : [];
    }),
  );

/** What facts say is live at a site. */
export function liveState(facts: Facts, site: SiteState): LiveState {
  const known = devicesByMac(site);
  const macOf: MacOf = (mac) => known.get(mac) ?? mac;
  const wired = () => countBy(wiredClients(facts).map(({ device, port }) => portKey(macOf(device), port)));
  return {
    ...(wasRead(facts, 'devices') ? { connected: connectedDevices(facts) } : {}),
    ...(wasRead(facts, 'ports') ? { ports: portsUp(facts, macOf) } : {}),
    ...(wasRead(facts, 'wiredClients') ? { wired: wired() } : {}),
    ...(wasRead(facts, 'wirelessClients') ? { wireless: new Set(wirelessClients(facts).map(({ mac }) => mac)) } : {}),
    ...(wasRead(facts, 'peers') ? { peers: peersUp(facts) } : {}),
  };
}

/** Ports that a change closes, and the ports at the other end of their cables. */
function closedPorts(effect: SiteEffect, facts: Facts): ReadonlySet<string> {
  const { cabling } = graphOf(effect.before, effect.before, facts);
  const closed = changedPorts(effect, facts).filter(({ before, after }) => after.isDisabled && !before.isDisabled);
  return new Set(
    closed.flatMap(({ device, port }) => {
      const ends = linkAt(cabling, device.mac, port)?.ends ?? [];
      return [portKey(device.mac, port), ...ends.map((end) => portKey(end.device, end.port ?? ''))];
    }),
  );
}

/** Kinds of facts that there are rows of; counts of access rules are no state. */
const kindsIn = (facts: Facts): readonly FactName[] =>
  (['ports', 'devices', 'wiredClients', 'wirelessClients', 'peers'] as const).filter((name) => wasRead(facts, name));

/** What has to be kept of a site and its facts to look at it after the change; undefined where nothing was read. */
export function liveSite(effect: SiteEffect, facts: Facts): LiveSite | undefined {
  const read = kindsIn(facts);
  if (read.length === 0) return undefined;
  return { effect, before: liveState(facts, effect.before), read, closed: closedPorts(effect, facts) };
}

/** Words of a state of configuration that is none. */
const LOST_STATE = /revert|fail|error|reject/i;

const named = (site: SiteState, mac: string): string => deviceOf(site, mac)?.name ?? mac;

const gone = (before: Iterable<string> | undefined, now: { has(key: string): boolean } | undefined): string[] =>
  before && now ? [...before].filter((key) => !now.has(key)) : [];

/** Ports that went down of themselves, of devices that are still there. */
function portsDown({ effect, before, closed }: LiveSite, now: LiveState, lost: ReadonlySet<string>): readonly string[] {
  const site = effect.after;
  return [...(before.ports ?? [])].flatMap(([mac, ports]) => {
    const still = now.ports?.get(mac);
    const all = still && !lost.has(mac) ? gone(ports, still) : [];
    const down = all.filter((port) => !closed.has(portKey(mac, port)));
    return down.length > 0 ? [`${named(site, mac)} ${joinedPorts(down)}`] : [];
  });
}

/** Wired clients at ports that are up no more. */
function wiredGone({ wired, ports }: LiveState, now: LiveState, lost: ReadonlySet<string>): number {
  return [...(wired ?? [])].reduce((sum, [key, count]) => {
    const [mac = '', port = ''] = key.split(' ');
    const wasUp = ports?.get(mac)?.has(port) ?? true;
    const isDown = now.ports?.get(mac)?.has(port) === false;
    return lost.has(mac) || (wasUp && isDown) ? sum + count : sum;
  }, 0);
}

/**
 * What was live before and is no more: one phrase a kind, empty where nothing is lost. Only kinds that were read on both
 * sides are compared, and what the change itself closes is no loss.
 */
export function lossesOf(one: LiveSite, now: LiveState): readonly string[] {
  const { before, effect } = one;
  const site = effect.after;
  const lost = new Set(gone(before.connected?.keys(), now.connected));
  const failed = [...(now.connected ?? [])].filter(
    ([mac, state]) => LOST_STATE.test(state) && before.connected?.get(mac) !== state,
  );
  const down = portsDown(one, now, lost);
  const wired = wiredGone(before, now, lost);
  const wireless = gone(before.wireless, now.wireless).length;
  const peers = gone(before.peers, now.peers).map((key) => {
    const [mac = '', address = ''] = key.split(' ');
    return `${address} of ${named(site, mac)}`;
  });
  const names = (macs: readonly string[]): string => listed(macs.map((mac) => quotedName(named(site, mac))).sort());
  return [
    ...(lost.size > 0 ? [`no longer connected: ${names([...lost])}`] : []),
    ...(failed.length > 0 ? [`configuration not kept: ${names(failed.map(([mac]) => mac))}`] : []),
    ...(down.length > 0 ? [`ports down: ${listed([...down].sort())}`] : []),
    ...(wired > 0 ? [`${countOf(wired, 'wired client')} cut off`] : []),
    ...(wireless > 0 ? [`${countOf(wireless, 'wireless client')} gone`] : []),
    ...(peers.length > 0 ? [`routing sessions down: ${listed(peers.sort())}`] : []),
  ];
}
