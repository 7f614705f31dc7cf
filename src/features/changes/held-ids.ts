import type { FamilyName } from '../../mist/families.ts';
import { referencesFrom, textsIn, valuesAt } from '../../mist/references.ts';
import type { JsonObject } from './types.ts';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** What stands for no object at all. */
const NOBODY = /^[0-]+$/;

/** An id that an object holds, and where objects with such ids live. */
export interface HeldId {
  readonly attribute: string;
  readonly id: string;
  readonly families: readonly FamilyName[];
}

/** The ids of other objects in an object of a family; ids that are written as variables cannot be looked up. */
export function heldIds(owner: FamilyName, object: JsonObject): readonly HeldId[] {
  return referencesFrom(owner).flatMap((reference) => {
    if (!('ids' in reference) || reference.mixed) return [];
    const attribute = reference.path.split('.').at(-1) ?? reference.path;
    return valuesAt(object, reference.path)
      .flatMap(textsIn)
      .filter((text) => ID.test(text) && !NOBODY.test(text))
      .map((id) => ({ attribute, id, families: reference.ids }));
  });
}
