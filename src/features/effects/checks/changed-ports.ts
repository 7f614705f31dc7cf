import type { Facts } from '../facts.ts';
import type { Certainty, PortState, SiteEffect, SwitchState } from '../model.ts';
import { graphOf } from '../topology/graph.ts';
import { type Cabling, type Link, portKey } from '../topology/links.ts';
import { deviceOf, portOf } from '../topology/states.ts';
import { placeText } from '../wording.ts';

/** A switch before and after. */
export interface SwitchPair {
  readonly before: SwitchState;
  readonly after: SwitchState;
}

/** One port whose behavior changes. */
export interface ChangedPort {
  readonly device: SwitchState;
  readonly port: string;
  readonly before: PortState;
  readonly after: PortState;
}

/** Switches that are there before and after, and that the cloud configures. */
export function switchPairs({ before, after }: SiteEffect): readonly SwitchPair[] {
  return after.switches.flatMap((now) => {
    const was = before.switches.find(({ mac }) => mac === now.mac);
    return was && now.isManaged ? [{ before: was, after: now }] : [];
  });
}

const sorted = (tagged: PortState['tagged']): unknown =>
  tagged === 'unknown' ? tagged : [...tagged].map(String).sort();

/** A text that two states share exactly when a port behaves alike under both. */
export const behaviorOf = ({ labels: _, source: __, certainty: ___, usage: ____, ...port }: PortState): string =>
  JSON.stringify({ ...port, tagged: sorted(port.tagged), settings: Object.entries(port.settings).sort() });

/** Whether any port of a switch behaves otherwise after the change. */
export const isPortChange = (effect: SiteEffect): boolean =>
  switchPairs(effect).some((pair) => portNames(pair, []).some((port) => differs(pair, port)) || defaultDiffers(pair));

const defaultDiffers = ({ before, after }: SwitchPair): boolean =>
  behaviorOf(before.defaultPort) !== behaviorOf(after.defaultPort);

const differs = ({ before, after }: SwitchPair, port: string): boolean =>
  behaviorOf(portOf(before, port)) !== behaviorOf(portOf(after, port));

const portNames = ({ before, after }: SwitchPair, live: readonly string[]): readonly string[] => [
  ...new Set([...before.ports.keys(), ...after.ports.keys(), ...live]),
];

/** Ports that behave otherwise after the change: configured ones, and those with statistics that have the default. */
export function changedPorts(effect: SiteEffect, facts: Facts): readonly ChangedPort[] {
  const { rows } = graphOf(effect.before, effect.before, facts).cabling;
  return switchPairs(effect).flatMap((pair) => {
    const live = [...rows.values()].flatMap(({ device, port }) => (device === pair.after.mac ? [port] : []));
    return portNames(pair, live).flatMap((port) =>
      differs(pair, port)
        ? [{ device: pair.after, port, before: portOf(pair.before, port), after: portOf(pair.after, port) }]
        : [],
    );
  });
}

/** The cable on a port, if a managed device hangs there. */
export const linkAt = ({ links }: Cabling, device: string, port: string): Link | undefined =>
  links.find(({ ends }) => ends.some((end) => end.device === device && end.port === port));

/** The device at the other end of a cable. */
export function farDevice(effect: SiteEffect, link: Link, device: string) {
  const far = link.ends.find((end) => end.device !== device);
  return far && deviceOf(effect.before, far.device);
}

const ORDER: readonly Certainty[] = ['certain', 'likely', 'assumed'];

/** The least sure of several. */
export function weakest(...all: readonly Certainty[]): Certainty {
  return ORDER[Math.max(0, ...all.map((one) => ORDER.indexOf(one)))] ?? 'assumed';
}

/** Ports that the same is said of, with the device and its ports as a finding names them. */
export interface PortsOfDevice<T> {
  readonly where: string;
  readonly words: string;
  readonly ports: readonly T[];
}

/** Ports by device and by what is said of them, so that many ports are one line. */
export function byDevice<T extends { readonly device: SwitchState; readonly port: string }>(
  ports: readonly T[],
  wordsOf: (one: T) => string,
): readonly PortsOfDevice<T>[] {
  const groups = new Map<string, { device: SwitchState; words: string; ports: T[] }>();
  for (const one of ports) {
    const words = wordsOf(one);
    const key = `${one.device.mac} ${words}`;
    const group = groups.get(key) ?? { device: one.device, words, ports: [] };
    group.ports.push(one);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ device, words, ports: some }) => ({
    where: placeText(
      device.name,
      some.map(({ port }) => port),
    ),
    ...{ words, ports: some },
  }));
}

export { portKey };
