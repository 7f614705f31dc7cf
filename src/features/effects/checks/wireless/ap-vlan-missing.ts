import type { Facts } from '../../facts.ts';
import type { Check, Finding } from '../../finding.ts';
import type { AccessPointState, SiteEffect, SiteState, Vlan } from '../../model.ts';
import { exitsOfVlan, graphOf, type Way, waysOfVlan } from '../../topology/graph.ts';
import type { LinkEnd } from '../../topology/links.ts';
import { carries, portOf } from '../../topology/states.ts';
import { listed, placeText, quotedName } from '../../wording.ts';
import { isPortChange, weakest } from '../changed-ports.ts';
import { cutOff, isGatewayPortChange } from '../links/link-lost.ts';
import { isWlanChange, neededVlans } from './wlans.ts';

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
  isPortChange(effect) || isWlanChange(effect) || isGatewayPortChange(effect);

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

function missing(
  effect: SiteEffect,
  facts: Facts,
  ap: AccessPointState,
  ways: (vlan: Vlan) => ReadonlyMap<string, Way>,
) {
  const [place] = placeOfAp(effect, facts, ap);
  const device = place && effect.after.switches.find(({ mac }) => mac === place.end.device);
  if (!place || !device || cutOff(effect, facts).has(device.mac)) return [];
  const port = portOf(device, place.end.port);
  if (port.isDisabled) return [];
  const graph = graphOf(effect.after, effect.before, facts);
  return neededVlans(effect.after, ap).flatMap(({ vlan, ssids, isSure }): Finding[] => {
    const answer = carries(port, vlan);
    const exits = exitsOfVlan(graph, vlan);
    const isCut = answer === 'yes' && exits.devices.length > 0 && !ways(vlan).has(device.mac);
    if (answer === 'yes' && !isCut) return [];
    const whose = `VLAN ${vlan}, which WLAN ${listed(ssids.map((ssid) => quotedName(ssid)))} needs at ${quotedName(ap.name)}`;
    const base = { check: 'ap.vlan_missing', where: placeText(device.name, [place.end.port]) } as const;
    if (answer === 'perhaps')
      return [
        { ...base, level: 'risk', certainty: 'likely', says: `Whether the port carries ${whose}, is not known.` },
      ];
    const what = isCut ? `no way to its gateway for ${whose}.` : `does not carry ${whose}.`;
    const sure = weakest(
      place.certainty,
      port.certainty,
      isSure ? 'certain' : 'likely',
      isCut ? exits.certainty : 'certain',
    );
    return [{ ...base, level: 'break', certainty: sure, says: what }];
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
    return effect.after.accessPoints.flatMap((ap) => missing(effect, facts, ap, ways));
  },
};
