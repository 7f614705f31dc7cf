import { readConditions } from './conditions.ts';
import { isWritable } from './corrections.ts';
import type { Property } from './facts.ts';
import { findHolders } from './holders.ts';
import type { Json, JsonObject } from './json.ts';
import { pointerKeys } from './json.ts';
import { isSecret } from './secrets.ts';
import type { Spec } from './spec.ts';

/**
 * Everything that is written on properties beyond what the document declares.
 *
 * @param schemas every named definition, as the document has them
 * @param unread hears of each property whose description states a condition that was not understood
 */
export function marksFor(
  spec: Spec,
  schemas: ReadonlyMap<string, Json>,
  unread: (where: string) => void = () => {},
): (property: Property) => JsonObject {
  const scope = { spec, holders: findHolders(spec, schemas.values()) };
  return ({ name, schema, holder, pointer }) => {
    const owner = pointerKeys(pointer)[1] ?? '';
    const conditions = readConditions(scope, holder, schema);
    if (conditions.unread) unread(`${owner}: ${name}`);
    return {
      ...(isSecret(spec, owner, name, schema) ? { secret: true } : {}),
      ...(isWritable(owner, name) ? { readOnly: false } : {}),
      ...conditions.marks,
    };
  };
}
