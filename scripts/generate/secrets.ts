import { isSecretName } from '../../src/mist/spec/secret-names.ts';
import { arrayAt, isObject, type Json, objectAt } from './json.ts';
import { resolve, type Spec } from './spec.ts';

/** Whether a value of this schema can be a secret: a scalar, a list or a map of them, but no yes or no, and no object. */
function canHold(spec: Spec, schema: Json): boolean {
  const node = resolve(spec, schema);
  const branches = [...arrayAt(node, 'oneOf'), ...arrayAt(node, 'anyOf')];
  if (branches.length > 0) return branches.some((branch) => canHold(spec, branch));
  const types = typeof node.type === 'string' ? [node.type] : arrayAt(node, 'type');
  if (types.includes('boolean')) return false;
  return Object.keys(objectAt(node, 'properties')).length === 0;
}

/**
 * Whether a property is a secret: the document marks it, or its name says so.
 *
 * @param owner name of the definition that the property stands in
 */
export function isSecret(spec: Spec, owner: string, name: string, schema: Json): boolean {
  if (!isObject(schema)) return false;
  if (resolve(spec, schema).format === 'password' || schema.format === 'password') return true;
  return isSecretName(name, owner) && canHold(spec, schema);
}
