import { isRecord, type JsonObject } from '../../core/json.ts';
import { PORT_MAPS } from '../changes/index.ts';
import { readPortKey } from '../configuration/index.ts';
import { byValue } from './json-text.ts';

const SEPARATORS = /[:.-]/g;
const MAC = /^(?:[0-9a-f]{2}[:.-]?){5}[0-9a-f]{2}$/i;

/**
 * An object in the form in which objects are compared: maps of ports by single port, MACs without separators, lists of
 * VLANs whichever way they are written.
 */
export function comparable(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inForm(one, key)]));
}

function inForm(value: unknown, name: string): unknown {
  if (typeof value === 'string') {
    if (name === 'vlan_ids') return vlansOf([value]);
    return MAC.test(value) ? value.replace(SEPARATORS, '').toLowerCase() : value;
  }
  if (Array.isArray(value))
    return name === 'vlan_ids' ? vlansOf(value) : value.map((item: unknown) => inForm(item, ''));
  if (!isRecord(value)) return value;
  return comparable(PORT_MAPS.includes(name) ? bySinglePort(value) : value);
}

/** A map of ports with a key for each port; one whose keys overlap, or cannot be read, stays as it is written. */
function bySinglePort(map: JsonObject): JsonObject {
  const single = new Map<string, unknown>();
  for (const [key, value] of Object.entries(map)) {
    const { ports, problem } = readPortKey(key);
    if (problem !== undefined || ports.some((port) => single.has(port))) return map;
    for (const port of ports) single.set(port, value);
  }
  return Object.fromEntries(single);
}

const VLANS = /^\d{1,4}(?:-\d{1,4})?(?:,\s*\d{1,4}(?:-\d{1,4})?)*$/;

/** VLANs as a sorted list of texts: `[10, "20-22"]` and `"10,20-22"` are the same. */
function vlansOf(list: readonly unknown[]): readonly unknown[] {
  const found = list.flatMap((item): readonly unknown[] => {
    const text = typeof item === 'number' ? String(item) : item;
    if (typeof text !== 'string' || !VLANS.test(text)) return [item];
    return text.split(',').flatMap((part) => {
      const [from = 0, to = from] = part.split('-').map(Number);
      return Array.from({ length: Math.max(0, Math.min(to, 4095) - from + 1) }, (_, at) => from + at);
    });
  });
  return [...new Set(found)].sort(byValue).map((one) => (typeof one === 'number' ? String(one) : one));
}
