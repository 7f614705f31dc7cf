import { byPort, joinPorts } from '../../configuration/index.ts';
import type { NetworkState, PortState, SwitchState } from '../model.ts';
import { keyOfValue, tupleOf } from '../state/port-tuple.ts';
import type { Difference } from './group-builder.ts';
import { portWords } from './port-words.ts';

/** A port that differs. */
interface ChangedPort {
  readonly name: string;
  readonly was: PortState;
  readonly becomes: PortState;
}

/** Subject of the ports that no layer names. */
const OTHER_PORTS = 'every other port';

/** Ports that forward otherwise after the change; the ones that no layer names are one of them. */
export function changedPorts(before: SwitchState, after: SwitchState): readonly ChangedPort[] {
  const names = [...new Set([...before.ports.keys(), ...after.ports.keys()])].toSorted(byPort);
  const all = names.map((name) => ({
    name,
    was: before.ports.get(name) ?? before.defaultPort,
    becomes: after.ports.get(name) ?? after.defaultPort,
  }));
  return [...all, { name: OTHER_PORTS, was: before.defaultPort, becomes: after.defaultPort }].filter(
    ({ was, becomes }) => tupleOf(was) !== tupleOf(becomes),
  );
}

/** Whether what people read of a port differs. */
export function hasOtherLabels(before: SwitchState, after: SwitchState): boolean {
  const names = new Set([...before.ports.keys(), ...after.ports.keys()]);
  return [...names].some(
    (name) => keyOfValue(before.ports.get(name)?.labels) !== keyOfValue(after.ports.get(name)?.labels),
  );
}

const networkWords = (network: NetworkState | undefined): string | undefined =>
  network && [`VLAN ${network.vlan ?? 'none'}`, ...(network.subnet === undefined ? [] : [network.subnet])].join(' ');

/** Networks of a switch or gateway that have another VLAN or subnet. */
export function networkDifferences(
  before: ReadonlyMap<string, NetworkState>,
  after: ReadonlyMap<string, NetworkState>,
): Omit<Difference, 'site'>[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, becomes] = [networkWords(before.get(name)), networkWords(after.get(name))];
    return was === becomes ? [] : [{ subject: `network ${name}`, was, becomes }];
  });
}

/** What differs at a switch: its ports, those that change alike as ranges, and its networks. */
export function switchDifferences(before: SwitchState, after: SwitchState): Omit<Difference, 'site'>[] {
  const groups = new Map<string, { ports: string[]; was: string; becomes: string }>();
  for (const { name, was, becomes } of changedPorts(before, after)) {
    const words = { was: portWords(was, becomes), becomes: portWords(becomes, was) };
    const key = JSON.stringify([words, tupleOf(was), tupleOf(becomes), name === OTHER_PORTS]);
    const group = groups.get(key) ?? { ports: [], ...words };
    group.ports.push(name);
    groups.set(key, group);
  }
  const ports = [...groups.values()].map(({ ports: names, was, becomes }) => ({
    subject: names[0] === OTHER_PORTS ? OTHER_PORTS : joinPorts(names),
    ...{ was, becomes },
  }));
  return [...ports, ...networkDifferences(before.networks, after.networks)];
}
