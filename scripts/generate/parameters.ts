import type { Parameter, ParameterType } from '../../src/mist/spec/operations.ts';
import { arrayAt, type JsonObject, objectAt, textAt } from './json.ts';
import { resolve, type Spec } from './spec.ts';

const TYPES: readonly ParameterType[] = ['string', 'integer', 'number', 'boolean', 'array'];

const isType = (value: unknown): value is ParameterType => TYPES.some((type) => type === value);
const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The type of a parameter schema; a nullable one counts as its other type, an unknown mixture as text. */
function typeOf(spec: Spec, schema: JsonObject): ParameterType {
  const named = [schema.type, ...arrayAt(schema, 'type')].find(isType);
  if (named) return named;
  const branches = [...arrayAt(schema, 'oneOf'), ...arrayAt(schema, 'anyOf'), ...arrayAt(schema, 'allOf')];
  const types = new Set(branches.map((branch) => typeOf(spec, resolve(spec, branch))));
  const [only] = types;
  return types.size === 1 && only ? only : 'string';
}

const enumOf = (schema: JsonObject): { enum?: readonly (string | number | boolean)[] } => {
  const values = arrayAt(schema, 'enum').filter(isScalar);
  return values.length > 0 ? { enum: values } : {};
};

const sayings = (...nodes: readonly JsonObject[]): string[] =>
  nodes.map((node) => textAt(node, 'description') ?? '').filter((text) => text !== '');

const SEPARATED = /\bcomma\b/i;
const SINGLE_VALUE = /\bcomma\b[^.]*\bnot\b/i;

/**
 * Whether a parameter takes several values joined with commas. The types do not say: such parameters are integers,
 * booleans or enums of one value. So it is the description that tells, the parameter's own before that of a shared
 * schema, and for a type that has no commas of its own, an example with one.
 */
function isList(parameter: JsonObject, declared: JsonObject, shared: JsonObject, type: ParameterType): boolean {
  if (type === 'array') return true;
  if (sayings(parameter).some((text) => SINGLE_VALUE.test(text))) return false;
  if (sayings(parameter, declared, shared).some((text) => SEPARATED.test(text))) return true;
  const examples = [parameter.example, ...arrayAt({ ...shared, ...declared }, 'examples'), shared.example];
  return type !== 'string' && examples.some((example) => typeof example === 'string' && example.includes(','));
}

/** One parameter object of the spec as a row of the operation table holds it. */
export function convertParameter(spec: Spec, parameter: JsonObject): Parameter {
  const declared = objectAt(parameter, 'schema');
  const shared = resolve(spec, declared);
  const schema: JsonObject = { ...shared, ...declared };
  const type = typeOf(spec, schema);
  const items = type === 'array' ? resolve(spec, schema.items) : undefined;
  return {
    type,
    ...enumOf(schema),
    ...(parameter.required === true ? { required: true } : {}),
    ...(isScalar(schema.default) ? { default: schema.default } : {}),
    ...(typeof schema.format === 'string' ? { format: schema.format } : {}),
    ...(typeof schema.pattern === 'string' ? { pattern: schema.pattern } : {}),
    ...(typeof schema.minimum === 'number' ? { minimum: schema.minimum } : {}),
    ...(typeof schema.maximum === 'number' ? { maximum: schema.maximum } : {}),
    ...(isList(parameter, declared, shared, type) ? { list: true } : {}),
    ...(items ? { items: { type: typeOf(spec, items), ...enumOf(items) } } : {}),
  };
}
