import type { Facts } from '../../facts.ts';
import type { Check, Finding, Level } from '../../finding.ts';
import type { AccessPointState, Certainty, SiteEffect, SiteState, SwitchState, Vlan } from '../../model.ts';
import { exitsOfVlan, graphOf, type Way, waysOfVlan } from '../../topology/graph.ts';
import type { LinkEnd } from '../../topology/links.ts';
import { carries, portOf } from '../../topology/states.ts';
import { countOf, listed, placeText, quotedName } from '../../wording.ts';
import { isPortChange, weakest } from '../changed-ports.ts';
import { certaintyOfImports, cutOff, isGatewayPortChange } from '../links/link-lost.ts';
import { neededVlans } from './wlans.ts';

/** The switch port that an access point hangs on, and how sure that is. */
interface AccessPointPort {
  readonly end: LinkEnd & { readonly port: string };
  readonly certainty: 'certain' | 'likely';
}

/** Where an access point hangs, by the links of the site; undefined where no managed switch names it. */
function placeOfAp(effect: SiteEffect, facts: Facts, ap: AccessPointState): readonly AccessPointPort[] {
  const { links } = graphOf(effect.before, effect.before, facts).cabling;
  return links.flatMap(({ ends, certainty }): AccessPointPort[] => {
    if (!ends.some(({ device }) => device === ap.mac)) return [];
    const far = ends.find(({ device }) => device !== ap.mac);
    return far?.port === undefined ? [] : [{ end: { ...far, port: far.port }, certainty }];
  });
}

const isRelevant = (effect: SiteEffect): boolean =>
  isPortChange(effect) || isGatewayPortChange(effect) || needsMore(effect);

/** Whether an access point needs a VLAN that it did not need before. */
const needsMore = ({ before, after }: SiteEffect): boolean =>
  after.accessPoints.some((ap) => {
    const was = before.accessPoints.find(({ mac }) => mac === ap.mac);
    const known = new Set((was ? neededVlans(before, was) : []).map(({ vlan }) => String(vlan)));
    return neededVlans(after, ap).some(({ vlan }) => !known.has(String(vlan)));
  });

const needsText = (site: SiteState, mac: string): string => {
  const ap = site.accessPoints.find((one) => one.mac === mac);
  return JSON.stringify(
    ap
      ? neededVlans(site, ap)
          .map(({ vlan }) => String(vlan))
          .sort()
      : [],
  );
};

/** Ids of the WLANs that an access point serves before the change, or may serve. */
function servedBefore({ before }: SiteEffect, { mac }: AccessPointState): ReadonlySet<string> {
  const was = before.accessPoints.find((one) => one.mac === mac);
  if (!was) return new Set();
  return new Set(
    before.wlans
      .filter(({ id, isEnabled }) => isEnabled && (was.wlans.has(id) || was.perhaps.has(id)))
      .map(({ id }) => id),
  );
}

/** A VLAN that one access point needs and does not get. */
interface MissingVlan {
  readonly device: SwitchState;
  readonly port: string;
  readonly ap: AccessPointState;
  readonly certainty: Certainty;
  readonly level: Level;
  /** What is wrong, up to whose VLAN it is. */
  readonly words: string;
}

/** How sure it is that a switch had a way to the exit of a VLAN that has none any more; undefined where it had none. */
function lostExit(effect: SiteEffect, facts: Facts, { mac }: SwitchState, vlan: Vlan): Certainty | undefined {
  const before = graphOf(effect.before, effect.before, facts);
  const way = waysOfVlan(before, vlan).get(mac);
  return way === undefined || way === 'no' ? undefined : weakest(way, exitsOfVlan(before, vlan).certainty);
}

function missingAt(
  effect: SiteEffect,
  facts: Facts,
  ap: AccessPointState,
  ways: (vlan: Vlan) => ReadonlyMap<string, Way>,
): readonly MissingVlan[] {
  const [place] = placeOfAp(effect, facts, ap);
  const device = place && effect.after.switches.find(({ mac }) => mac === place.end.device);
  if (!place || !device || cutOff(effect, facts).has(device.mac)) return [];
  const port = portOf(device, place.end.port);
  if (port.isDisabled) return [];
  const graph = graphOf(effect.after, effect.before, facts);
  const served = servedBefore(effect, ap);
  return neededVlans(effect.after, ap).flatMap(({ vlan, ssids, ids, isSure }): MissingVlan[] => {
    const answer = carries(port, vlan);
    const exits = exitsOfVlan(graph, vlan);
    const had = exits.devices.length > 0 ? undefined : lostExit(effect, facts, device, vlan);
    const isCut = answer === 'yes' && (had !== undefined || exits.devices.length > 0) && !ways(vlan).has(device.mac);
    if (answer === 'yes' && !isCut) return [];
    const need = `VLAN ${vlan}, which WLAN ${listed(ssids.map((ssid) => quotedName(ssid)))} needs`;
    const base = { device, port: place.end.port, ap } as const;
    if (answer === 'perhaps') return [{ ...base, level: 'risk', certainty: 'likely', words: `may not carry ${need}` }];
    const path = isCut ? weakest(had ?? exits.certainty, certaintyOfImports(effect)) : 'certain';
    const certainty = weakest(place.certainty, port.certainty, isSure ? 'certain' : 'likely', path);
    const words = `${isCut ? 'has no way to the gateway for' : 'does not carry'} ${need}`;
    // Nobody loses what the access point did not serve: a new WLAN that does not work stops nothing.
    return [{ ...base, level: ids.some((id) => served.has(id)) ? 'break' : 'risk', certainty, words }];
  });
}

/** Access points of one switch that miss the same are one finding. */
function groupedBySwitch(missing: readonly MissingVlan[]): readonly Finding[] {
  const groups = new Map<string, MissingVlan[]>();
  for (const one of missing) {
    const key = [one.device.mac, one.words, one.level, one.certainty].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group): Finding[] => {
    const [first] = group;
    if (!first) return [];
    const { device, words, level, certainty } = first;
    const names = group.map(({ ap }) => quotedName(ap.name)).sort();
    const who = names.length > 2 ? countOf(names.length, 'access point') : names.join(' and ');
    const where = placeText(
      device.name,
      group.map(({ port }) => port),
    );
    return [{ check: 'ap.vlan_missing', level, certainty, where, says: `${words} at ${who}.` }];
  });
}

/** An access point serves a WLAN whose VLAN does not reach it. */
export const apVlanMissing: Check = {
  name: 'ap.vlan_missing',
  needs: ['ports', 'devices'],
  reads: [
    'switch:port_config',
    'switch:port_usages',
    'switch:networks',
    'wlan:vlan_id',
    'wlan:vlan_ids',
    'wlan:vlan_enabled',
    'wlan:vlan_pooling',
    'wlan:dynamic_vlan',
    'wlan:interface',
    'wlan:apply_to',
    'wlan:ap_ids',
  ],
  applies: isRelevant,
  lacks: (effect, facts) => {
    const blind = effect.after.accessPoints.filter(
      (ap) =>
        placeOfAp(effect, facts, ap).length === 0 &&
        needsText(effect.before, ap.mac) !== needsText(effect.after, ap.mac),
    );
    if (blind.length === 0) return undefined;
    const names = listed(blind.map(({ name }) => quotedName(name)));
    return `Which switch port ${names} hangs on is not known, so neither is whether it carries the VLANs`;
  },
  run(effect, facts) {
    const graph = graphOf(effect.after, effect.before, facts);
    const known = new Map<string, ReadonlyMap<string, Way>>();
    const ways = (vlan: Vlan): ReadonlyMap<string, Way> => {
      const found = known.get(String(vlan)) ?? waysOfVlan(graph, vlan);
      known.set(String(vlan), found);
      return found;
    };
    return groupedBySwitch(effect.after.accessPoints.flatMap((ap) => missingAt(effect, facts, ap, ways)));
  },
};
