import type { JsonObject } from '../../../core/json.ts';
import type { PortState, Tagged, Vlan } from '../model.ts';
import { keyOfValue } from '../state/port-tuple.ts';
import { shortValue } from './value-words.ts';

const vlanList = (vlans: ReadonlySet<Vlan>): string =>
  [...vlans].toSorted((a, b) => String(a).localeCompare(String(b), 'en', { numeric: true })).join(',');

const taggedWords = (tagged: Tagged): string => (tagged === 'unknown' ? 'VLANs not known' : vlanList(tagged));

/** What a port carries: `VLAN 10`, `trunk 10,40 (untagged 5)`, `disabled`. */
export function carriageWords(port: PortState): string {
  if (port.isDisabled) return 'disabled';
  if (port.mode === 'unknown') return 'carries what is not known';
  if (port.mode === 'dynamic') return 'dynamic';
  if (port.mode === 'trunk') {
    const tagged = port.tagged !== 'unknown' && port.tagged.size === 0 ? 'without VLANs' : taggedWords(port.tagged);
    return `trunk ${tagged}${port.untagged === undefined ? '' : ` untagged ${port.untagged}`}`;
  }
  const voice = port.voice === undefined ? '' : ` voice ${port.voice}`;
  return `VLAN ${port.untagged ?? 'none'}${voice}`;
}

/** Aspects beside what a port carries, told only where they differ. */
const ASPECTS: readonly (readonly [(port: PortState) => unknown, string, string])[] = [
  [(port) => port.isPoweringDisabled, 'PoE off', 'PoE on'],
  [(port) => port.stp.isEdge, 'STP edge', 'no STP edge'],
  [(port) => port.stp.isDisabled, 'STP off', 'STP on'],
];

function settingWords(port: JsonObject, other: JsonObject): string[] {
  const names = [...new Set([...Object.keys(port), ...Object.keys(other)])].toSorted();
  return names
    .filter((name) => keyOfValue(port[name]) !== keyOfValue(other[name]))
    .map((name) => `${name} ${port[name] === undefined ? '(none)' : shortValue(name, port[name])}`);
}

/** A port in words, as it differs from what it is on the other side of the change. */
export function portWords(port: PortState, other: PortState): string {
  const aspects = ASPECTS.filter(([of]) => of(port) !== of(other)).map(([of, yes, no]) =>
    of(port) === true ? yes : no,
  );
  // Another profile says by its name what else is different.
  const settings = port.usage === other.usage ? settingWords(port.settings, other.settings) : [];
  const parts = [carriageWords(port), ...aspects, ...settings];
  return `${parts.join(', ')}${port.usage === undefined ? '' : ` (${port.usage})`}`;
}
