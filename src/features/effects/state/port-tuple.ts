import type { PortState, Tagged } from '../model.ts';

const taggedKey = (tagged: Tagged): unknown => (tagged === 'unknown' ? tagged : [...tagged].map(String).toSorted());

/** Orders the members of objects, so that two that say the same read the same. */
const ordered = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** A text that two values have in common where they say the same, whatever the order of their attributes. */
export const keyOfValue = (value: unknown): string => JSON.stringify(value, ordered) ?? '';

/** A text that two ports have in common where they forward alike; labels, sources and certainty are not in it. */
export function tupleOf(port: PortState): string {
  const { usage, mode, isDisabled, untagged, voice, isPoweringDisabled, stp, settings } = port;
  return keyOfValue([
    usage,
    mode,
    isDisabled,
    untagged,
    taggedKey(port.tagged),
    voice,
    isPoweringDisabled,
    stp,
    settings,
  ]);
}

/** The same without the name of the profile, which alone changes nothing. */
export const forwardingOf = (port: PortState): string => tupleOf({ ...port, usage: undefined });
