import type { Facts } from '../facts.ts';
import type { Certainty, PortState, SiteEffect, SwitchState } from '../model.ts';
import { oncePer, oncePerPair } from '../once.ts';
import { forwardingOf } from '../state/port-tuple.ts';
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
export const switchPairs = oncePer(({ before, after }: SiteEffect): readonly SwitchPair[] =>
  after.switches.flatMap((now) => {
    const was = before.switches.find(({ mac }) => mac === now.mac);
    return was && now.management !== 'others' ? [{ before: was, after: now }] : [];
  }),
);

/** Whether any port of a switch forwards otherwise after the change. */
export const isPortChange = oncePer((effect: SiteEffect): boolean =>
  switchPairs(effect).some(
    (pair) =>
      portNames(pair, []).some((port) => differs(pair, port)) ||
      forwardingOf(pair.before.defaultPort) !== forwardingOf(pair.after.defaultPort),
  ),
);

const differs = ({ before, after }: SwitchPair, port: string): boolean =>
  forwardingOf(portOf(before, port)) !== forwardingOf(portOf(after, port));

const portNames = ({ before, after }: SwitchPair, live: readonly string[]): readonly string[] => [
  ...new Set([...before.ports.keys(), ...after.ports.keys(), ...live]),
];

/** Configured ports of a switch that forward otherwise. */
export const changedNames = oncePer((pair: SwitchPair): readonly string[] =>
  portNames(pair, []).filter((port) => differs(pair, port)),
);

/** Ports that forward otherwise after the change: configured ones, and those with statistics that have the default. */
export const changedPorts = oncePerPair((effect: SiteEffect, facts: Facts): readonly ChangedPort[] => {
  const { rows } = graphOf(effect.before, effect.before, facts).cabling;
  return switchPairs(effect).flatMap((pair) => {
    const live = [...rows.values()].flatMap(({ device, port }) => (device === pair.after.mac ? [port] : []));
    return portNames(pair, live).flatMap((port) =>
      differs(pair, port)
        ? [{ device: pair.after, port, before: portOf(pair.before, port), after: portOf(pair.after, port) }]
        : [],
    );
  });
});

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
