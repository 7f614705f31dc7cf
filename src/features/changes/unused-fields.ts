import type { FamilyName } from '../../mist/families.ts';
import type { JsonObject } from './types.ts';

/** A field that has no effect while a switch beside it is off, though the specification does not say so. */
interface UnusedField {
  readonly families: readonly FamilyName[];
  readonly field: string;
  readonly unless: string;
}

const UNUSED: readonly UnusedField[] = [
  { families: ['org_wlans', 'site_wlans'], field: 'vlan_id', unless: 'vlan_enabled' },
];

const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/**
 * What a change sets that has no effect as the object would be.
 *
 * @param roots attributes that change
 * @param result the whole object as it would be
 * @returns whole sentences
 */
export const unusedFields = (family: FamilyName, roots: readonly string[], result: JsonObject): readonly string[] =>
  UNUSED.filter(
    ({ families, field, unless }) =>
      families.includes(family) &&
      (roots.includes(field) || roots.includes(unless)) &&
      isSet(result[field]) &&
      result[unless] !== true,
  ).map(({ field, unless }) => `${field} has no effect while ${unless} is not true.`);
