import type { Facts } from '../facts.ts';
import type { GatewayState, SiteState, SwitchState, Vlan } from '../model.ts';
import { type Cabling, cablingOf, type Link, type LinkEnd } from './links.ts';
import { type Answer, carries, deviceOf, gatewayCarries, isGatewayPortOff, portOf } from './states.ts';

/** How sure it is that there is a way: `no` where there is none. */
export type Way = 'certain' | 'likely' | 'no';

/** Whether the link forwards anything at all with this state of the site. */
export type Carriage = (site: SiteState, link: Link) => Answer;

const worse = (one: Answer, other: Answer): Answer =>
  one === 'no' || other === 'no' ? 'no' : one === 'perhaps' || other === 'perhaps' ? 'perhaps' : 'yes';

/** A profile that the system has for ports nobody uses. */
const UNUSED: ReadonlySet<string> = new Set(['disabled', 'default']);

function endForwards(site: SiteState, { device, port }: LinkEnd): Answer {
  const found = deviceOf(site, device);
  if (!found) return 'no';
  if (found.type === 'ap' || port === undefined) return 'yes';
  if (found.type === 'gateway') return isGatewayPortOff(found.ports.get(port)) ? 'no' : 'yes';
  const state = portOf(found, port);
  return state.isDisabled ? 'no' : 'yes';
}

/** Whether a cable is in use: neither end is switched off. */
export const forwards: Carriage = (site, { ends: [near, far] }) =>
  worse(endForwards(site, near), endForwards(site, far));

/** Whether a port between two devices is put on a profile for ports that nobody uses. */
export const isUnusedProfile = (usage: string | undefined): boolean => usage !== undefined && UNUSED.has(usage);

function endCarries(site: SiteState, { device, port }: LinkEnd, vlan: Vlan): Answer {
  const found = deviceOf(site, device);
  if (!found) return 'no';
  if (found.type === 'ap') return 'yes';
  if (port === undefined) return 'perhaps';
  return found.type === 'gateway' ? gatewayCarries(found, port, vlan) : carries(portOf(found, port), vlan);
}

/** Whether a cable carries a VLAN: both of its ends do. */
export const carriesVlan =
  (vlan: Vlan): Carriage =>
  (site, { ends: [near, far] }) =>
    worse(endCarries(site, near, vlan), endCarries(site, far, vlan));

/** A site's cables under one state of its configuration. */
export class Graph {
  readonly site: SiteState;
  readonly cabling: Cabling;

  constructor(site: SiteState, cabling: Cabling) {
    this.site = site;
    this.cabling = cabling;
  }

  /**
   * Devices that can be reached from some, with how sure that is: as sure as the least sure link of the best way.
   *
   * @param carriage what a link must carry to count
   */
  reach(from: readonly string[], carriage: Carriage): ReadonlyMap<string, Way> {
    const found = new Map<string, Way>(from.map((one) => [one, 'certain']));
    for (const level of ['certain', 'likely'] as const) {
      const open = [...found.keys()];
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        for (const { link, to } of this.#around(at)) {
          const answer = carriage(this.site, link);
          const isSure = answer === 'yes' && link.certainty === 'certain';
          if (found.has(to) || answer === 'no' || (level === 'certain' && !isSure)) continue;
          found.set(to, level);
          open.push(to);
        }
      }
    }
    return found;
  }

  /** Links of a device that carry something. */
  linksOf(device: string, carriage: Carriage): readonly Link[] {
    return this.#around(device).flatMap(({ link }) => (carriage(this.site, link) === 'no' ? [] : [link]));
  }

  #around(device: string): readonly { readonly link: Link; readonly to: string }[] {
    return this.cabling.links.flatMap((link) => {
      const [near, far] = link.ends;
      if (near.device === device) return [{ link, to: far.device }];
      return far.device === device ? [{ link, to: near.device }] : [];
    });
  }
}

/** Where traffic leaves a site, and how sure that is. */
export interface Exits {
  readonly devices: readonly string[];
  readonly certainty: 'certain' | 'likely' | 'assumed';
}

/** Whether a switch routes between networks: it has interfaces beyond the one it is managed by. */
const isRouting = (device: SwitchState): boolean => device.irbs.size > 1;

/** Where everything leaves: gateways with a cable, else switches that route, else ports that lead out. */
export function exitsOf({ site, cabling }: Graph): Exits {
  const linked = new Set(cabling.links.flatMap(({ ends }) => ends.map(({ device }) => device)));
  const gateways = site.gateways.map(({ mac }) => mac).filter((mac) => linked.has(mac));
  if (gateways.length > 0) return { devices: gateways, certainty: 'certain' };
  const routing = site.switches.filter(isRouting).map(({ mac }) => mac);
  if (routing.length > 0) return { devices: routing, certainty: 'certain' };
  return { devices: [...new Set(cabling.waysOut.map(({ device }) => device))], certainty: 'assumed' };
}

const gatewayHas = (gateway: GatewayState, vlan: Vlan): boolean =>
  [...gateway.ports.keys()].some((port) => gatewayCarries(gateway, port, vlan) === 'yes');

const routes = (device: SwitchState, vlan: Vlan): boolean =>
  isRouting(device) && [...device.irbs.keys()].some((name) => String(device.networks.get(name)?.vlan) === String(vlan));

/** Where a VLAN leaves the site: its gateway, a switch that routes it, else a port that leads out and carries it. */
export function exitsOfVlan({ site, cabling }: Graph, vlan: Vlan): Exits {
  const known = [
    ...site.gateways.filter((one) => gatewayHas(one, vlan)).map(({ mac }) => mac),
    ...site.switches.filter((one) => routes(one, vlan)).map(({ mac }) => mac),
  ];
  if (known.length > 0) return { devices: known, certainty: 'certain' };
  const assumed = cabling.waysOut.filter(({ device, port }) => {
    const found = site.switches.find(({ mac }) => mac === device);
    return found !== undefined && carries(portOf(found, port), vlan) !== 'no';
  });
  return { devices: [...new Set(assumed.map(({ device }) => device))], certainty: 'assumed' };
}

/** Whether each device reaches the exit of a VLAN. */
export function waysOfVlan(graph: Graph, vlan: Vlan): ReadonlyMap<string, Way> {
  const { devices, certainty } = exitsOfVlan(graph, vlan);
  const reached = graph.reach(devices, carriesVlan(vlan));
  if (certainty === 'certain') return reached;
  return new Map([...reached].map(([device, way]) => [device, way === 'no' ? way : 'likely'] as const));
}

const known = new WeakMap<Facts, Map<SiteState, Cabling>>();

/** The cabling of a site, worked out once for all that ask. */
export function graphOf(site: SiteState, before: SiteState, facts: Facts): Graph {
  const of = known.get(facts) ?? new Map<SiteState, Cabling>();
  known.set(facts, of);
  const cabling = of.get(before) ?? cablingOf(before, facts);
  of.set(before, cabling);
  return new Graph(site, cabling);
}
