import type { Facts } from '../../facts.ts';
import type { Check, Finding } from '../../finding.ts';
import type { Certainty, GatewayState, SiteEffect } from '../../model.ts';
import { type Carriage, exitsOf, forwards, graphOf, isUnusedProfile } from '../../topology/graph.ts';
import type { Link, LinkEnd } from '../../topology/links.ts';
import { activeClients } from '../../topology/people.ts';
import { deviceOf, namesIn, portOf } from '../../topology/states.ts';
import { countOf, listed, placeText, quotedName } from '../../wording.ts';
import { isPortChange, weakest } from '../changed-ports.ts';

/** Whether a port is put on a profile for ports that nobody uses, and was on another before. */
function isDropped({ before, after }: SiteEffect, { device, port }: LinkEnd): boolean {
  const [was, now] = [deviceOf(before, device), deviceOf(after, device)];
  if (port === undefined || was?.type !== 'switch' || now?.type !== 'switch') return false;
  return !isUnusedProfile(portOf(was, port).usage) && isUnusedProfile(portOf(now, port).usage);
}

/** What still forwards after the change. */
export const stillForwards =
  (effect: SiteEffect): Carriage =>
  (site, link) =>
    link.ends.some((end) => isDropped(effect, end)) ? 'no' : forwards(site, link);

/** Whether a cable joins switches and gateways; what hangs on a port is judged as such. */
const isBackbone = ({ before }: SiteEffect, { ends }: Link): boolean =>
  ends.every(({ device }) => deviceOf(before, device)?.type !== 'ap');

/** Cables between switches and gateways that the change cuts. */
export const cutLinks = (effect: SiteEffect, facts: Facts): readonly Link[] =>
  graphOf(effect.before, effect.before, facts).cabling.links.filter(
    (link) =>
      isBackbone(effect, link) &&
      forwards(effect.before, link) !== 'no' &&
      stillForwards(effect)(effect.after, link) === 'no',
  );

/** Devices that had a way out and lose it. */
export function cutOff(effect: SiteEffect, facts: Facts): ReadonlyMap<string, 'certain' | 'likely'> {
  const before = graphOf(effect.before, effect.before, facts);
  const exits = exitsOf(before).devices;
  const had = before.reach(exits, forwards);
  const has = graphOf(effect.after, effect.before, facts).reach(exits, stillForwards(effect));
  return new Map(
    [...had].flatMap(([device, way]) => (way !== 'no' && !has.has(device) ? [[device, way] as const] : [])),
  );
}

/** The end of a cut cable that the change switches off, and where it is. */
export function placeOf(effect: SiteEffect, { ends }: Link): string {
  const end = ends.find((one) => isChanged(effect, one)) ?? ends[0];
  const device = deviceOf(effect.before, end.device);
  return placeText(device?.name ?? end.device, end.port === undefined ? [] : [end.port]);
}

function isChanged(effect: SiteEffect, end: LinkEnd): boolean {
  if (isDropped(effect, end)) return true;
  const now = deviceOf(effect.after, end.device);
  if (now?.type === 'switch') return end.port !== undefined && portOf(now, end.port).isDisabled;
  return now?.type === 'gateway' && end.port !== undefined && (now.ports.get(end.port)?.disabled ?? true) === true;
}

function run(effect: SiteEffect, facts: Facts): readonly Finding[] {
  const lost = cutOff(effect, facts);
  const cut = cutLinks(effect, facts).filter(({ ends }) => ends.some(({ device }) => lost.has(device)));
  if (cut.length === 0) return [];
  const before = graphOf(effect.before, effect.before, facts);
  const gone = [...lost.keys()].flatMap((mac) => deviceOf(effect.before, mac) ?? []);
  const clients = activeClients(effect.before, before.cabling, facts).filter(({ device }) => lost.has(device));
  const [switches, aps] = [gone.filter(({ type }) => type !== 'ap'), gone.filter(({ type }) => type === 'ap')];
  // A port that leads out to something unknown may be a second way.
  const mayBeElse = before.cabling.waysOut.some(({ device }) => lost.has(device));
  const certainty = weakest(
    exitsOf(before).certainty,
    mayBeElse ? 'likely' : 'certain',
    ...cut.map((link) => link.certainty),
  );
  const names = listed(gone.map(({ name }) => quotedName(name)));
  const says = `The only way up is cut for ${countOf(switches.length, 'switch')} and ${countOf(aps.length, 'access point')} (${names}); ${countOf(clients.length, 'wired client')} there now.`;
  return [
    { check: 'link.lost', level: 'break', certainty, where: listed(cut.map((link) => placeOf(effect, link))), says },
  ];
}

/** A part of the site loses every way to a gateway. */
export const linkLost: Check = {
  name: 'link.lost',
  needs: ['ports', 'devices', 'wiredClients'],
  reads: ['switch:port_config', 'switch:port_usages', 'gateway:port_config'],
  applies: (effect) => isPortChange(effect) || isGatewayPortChange(effect),
  lacks: (effect, facts) => {
    const { devices } = exitsOf(graphOf(effect.before, effect.before, facts));
    if (devices.length > 0 || effect.before.switches.length === 0) return undefined;
    return 'Where traffic leaves the site is not known';
  },
  run,
};

/** Whether ports of a gateway differ, or the VLANs of the networks that they name. */
export const isGatewayPortChange = ({ before, after }: SiteEffect): boolean =>
  after.gateways.some((now) => {
    const was = before.gateways.find(({ mac }) => mac === now.mac);
    return was !== undefined && (textOfPorts(was.ports) !== textOfPorts(now.ports) || vlansOf(was) !== vlansOf(now));
  });

/**
 * How sure it is what switches of the site carry. Some take networks over from the organization, which is not computed:
 * where these change, so do the switches.
 */
export const certaintyOfImports = ({ before, after }: SiteEffect): Certainty => {
  const changed = new Set(
    after.gateways.flatMap((now) => {
      const was = before.gateways.find(({ mac }) => mac === now.mac);
      const names = [...(was?.networks.keys() ?? []), ...now.networks.keys()];
      return names.filter((name) => String(was?.networks.get(name)?.vlan) !== String(now.networks.get(name)?.vlan));
    }),
  );
  const isImported = after.switches.some(({ config }) =>
    namesIn(config.import_org_networks).some((name) => changed.has(name)),
  );
  return isImported ? 'likely' : 'certain';
};

const vlansOf = ({ networks }: GatewayState): string =>
  JSON.stringify([...networks.values()].map(({ name, vlan }) => [name, vlan]).sort());

const textOfPorts = (ports: ReadonlyMap<string, object>): string =>
  JSON.stringify([...ports].sort(([a], [b]) => (a < b ? -1 : 1)));
