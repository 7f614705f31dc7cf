import { conditionMarks } from './conditions.ts';
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
 */
export function marksFor(spec: Spec, schemas: ReadonlyMap<string, Json>): (property: Property) => JsonObject {
  const scope = { spec, holders: findHolders(spec, schemas.values()) };
  return ({ name, schema, holder, pointer }) => ({
    ...(isSecret(spec, pointerKeys(pointer)[1] ?? '', name, schema) ? { secret: true } : {}),
    ...conditionMarks(scope, holder, schema),
  });
}
