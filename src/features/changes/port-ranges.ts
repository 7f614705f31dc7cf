import { InputError } from '../../core/errors/input-error.ts';
import { joinPorts, portsOf } from '../configuration/index.ts';
import { isObject, own, same } from './json.ts';
import { type Keys, keysText } from './keys.ts';
import type { JsonObject } from './types.ts';

/** A port that a change takes out of a range of the same map. */
export interface TakenPorts {
  /** Key that takes them, and what it sets. */
  readonly key: string;
  readonly value: unknown;
  /** Key that had them, what it sets, and the key that is left of it; none where nothing is left. */
  readonly from: string;
  readonly had: unknown;
  readonly rest: string | undefined;
}

/** Roots of a switch whose keys are ports and ranges of ports. */
export const PORT_MAPS: readonly string[] = ['port_config', 'port_config_overwrite', 'local_port_config'];

/** Ports that the new keys of one map may mean: more than the largest stack has, many times over. */
const MAX_PORTS = 20_000;

const tooMany = (): InputError =>
  new InputError(
    `The new keys of a map of ports mean more than ${MAX_PORTS} ports.`,
    'Nothing was sent. Name the ports that are there.',
  );

/**
 * A map whose new keys are whole entries: one that names no profile, such as a speed alone, is laid over what the range
 * sets that holds all of its ports.
 *
 * @param before the map as it is
 * @param after the map as it would be
 */
export function withRangeEntries(before: JsonObject, after: JsonObject): JsonObject {
  const ranges = Object.entries(before).map(([key, value]) => ({ value, ports: new Set(portsOf(key)) }));
  const entries = Object.entries(after).map(([key, value]) => {
    if (Object.hasOwn(before, key) || !isObject(value) || Object.hasOwn(value, 'usage')) return [key, value] as const;
    const ports = portsOf(key);
    const range = ranges.find((one) => ports.length > 0 && ports.every((port) => one.ports.has(port)));
    return [key, isObject(range?.value) ? { ...range.value, ...value } : value] as const;
  });
  return Object.fromEntries(entries);
}

/** Ports of the new keys of a map, each with the key that it is left to: of several, the one with the fewest ports. */
function ownersOf(fresh: ReadonlySet<string>): ReadonlyMap<string, string> {
  const owners = new Map<string, { key: string; count: number }>();
  let count = 0;
  for (const key of fresh) {
    const ports = portsOf(key);
    count += ports.length;
    if (count > MAX_PORTS) throw tooMany();
    for (const port of ports) {
      const other = owners.get(port);
      if (!other || other.count > ports.length) owners.set(port, { key, count: ports.length });
    }
  }
  return new Map([...owners].map(([port, { key }]) => [port, key]));
}

/**
 * Takes the ports of new keys out of the older keys of the map that hold them too, and out of new ones with more ports:
 * the cloud gives no meaning to two keys on one port. A key that says the same keeps its ports.
 *
 * @param before the map as it is
 * @param after the map as it would be; each of its keys that `before` lacks takes its ports
 * @returns the map without overlaps, the very same where there are none, and what was taken from where
 * @throws InputError when the new keys mean more ports than any stack has
 */
export function splitRanges(
  before: JsonObject,
  after: JsonObject,
): { readonly map: JsonObject; readonly taken: readonly TakenPorts[] } {
  const fresh = new Set(Object.keys(after).filter((key) => !Object.hasOwn(before, key)));
  const owners = ownersOf(fresh);
  const taken: TakenPorts[] = [];
  const entries = Object.entries(after).flatMap(([key, value]) => {
    const ports = portsOf(key);
    const lost = ports.filter((port) => {
      const owner = owners.get(port);
      if (owner === undefined || owner === key || same(after[owner], value)) return false;
      return !fresh.has(key) || portsOf(owner).length < ports.length;
    });
    if (lost.length === 0) return [[key, value] as const];
    const gone = new Set(lost);
    const left = ports.filter((port) => !gone.has(port));
    const rest = left.length > 0 ? joinPorts(left) : undefined;
    for (const owner of new Set(lost.map((port) => owners.get(port) ?? '')))
      taken.push({ key: owner, value: after[owner], from: key, had: value, rest });
    return rest === undefined ? [] : [[rest, value] as const];
  });
  return taken.length > 0 ? { map: Object.fromEntries(entries), taken } : { map: after, taken };
}

/**
 * Sentences on ports that a new key of a map of ports shares with another one which says something else.
 *
 * @param keys where the map stands
 * @param map as it would be
 * @param before as it is
 */
export function overlapsIn(keys: Keys, map: JsonObject, before: unknown): readonly string[] {
  const root = keys.findLast((key) => typeof key === 'string');
  if (typeof root !== 'string' || !PORT_MAPS.includes(root)) return [];
  const owners = new Map<string, string>();
  const pairs = new Map<string, { keys: readonly [string, string]; ports: string[] }>();
  for (const [key, value] of Object.entries(map)) {
    if (owners.size > MAX_PORTS) break;
    for (const port of portsOf(key)) {
      const other = owners.get(port);
      if (other === undefined) owners.set(port, key);
      else if (other !== key && isNewOverlap(before, [other, key]) && !same(map[other], value)) {
        const pair = JSON.stringify([other, key]);
        const found = pairs.get(pair) ?? { keys: [other, key], ports: [] };
        found.ports.push(port);
        pairs.set(pair, found);
      }
    }
  }
  return [...pairs.values()].map(({ keys: [one, other], ports }) => {
    const both = `${one} and ${other} both set ${joinPorts(ports)}`;
    return `${keysText(keys)}: ${both}, and the cloud says nowhere which of them counts: name each port once.`;
  });
}

const isNewOverlap = (before: unknown, keys: readonly string[]): boolean =>
  keys.some((key) => own(before, key) === undefined);

const usageOf = (value: unknown): string => {
  const usage = own(value, 'usage');
  return typeof usage === 'string' ? usage : isObject(value) ? 'other settings' : 'none';
};

/** A sentence for the person: which port leaves which range, and what becomes of it. */
export const takenText = ({ key, value, from, had, rest }: TakenPorts): string =>
  `${key}: ${usageOf(had)} (from ${from}) → ${usageOf(value)}; ${rest === undefined ? 'nothing is left of that range' : `that range becomes ${rest}`}.`;
