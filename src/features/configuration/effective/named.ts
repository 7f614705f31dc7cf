import { propertiesOf, schemaOf, shapeOf } from '../../../mist/schema-lookup.ts';

const DEVICES = ['device_ap', 'device_switch', 'device_gateway'];

let names: Set<string> | undefined;

/**
 * Whether a root attribute holds things by name (ports, networks, variables). Those merge name by name, since an entry
 * replaces the entry of that name in broader layers and leaves the others. They are the open maps of the device
 * schemas, and `radio_config`, whose members are the root attributes of an RF template.
 */
export function isNamedMap(root: string): boolean {
  if (!names) {
    names = new Set(['radio_config']);
    for (const schema of DEVICES.map(schemaOf)) {
      for (const field of schema ? propertiesOf(schema).values() : [])
        if (shapeOf(field.schema).map) names.add(field.name);
    }
  }
  return names.has(root);
}

/** Commands of a broader layer stay in force: those of a narrower one come after them. */
export const isAppended = (root: string): boolean => root === 'additional_config_cmds';

/** Whether two values are alike, whatever the order of their attributes. */
export function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  if (Array.isArray(a) !== Array.isArray(b) || left.size !== right.size) return false;
  return [...left].every(([key, value]) => right.has(key) && same(value, right.get(key)));
}
