import { isRecord } from '../../../core/json.ts';
import type { Effect, Operation, OperationTable, Paging, Parameter, ParameterType } from '../operations.ts';
import { calledBy, isOwnPath } from '../route-shape.ts';
import type { Route } from '../routes.ts';

const METHOD = /^(?:GET|PUT|POST|DELETE) /;
const isRouteText = (text: string): boolean => METHOD.test(text) && isOwnPath(text.replace(METHOD, ''));

const WORD = /^[\w.$ ()&/,:-]{1,200}$/;
const PARAMETER_NAME = /^[A-Za-z][\w.-]{0,99}$/;
const MIME = /^[\w.+-]{1,60}\/[\w.+*-]{1,100}$/;
const MAX_PATTERN = 2000;

const PAGINGS: readonly Paging[] = ['page_array', 'page_object', 'search_after', 'limit', 'none'];
const TYPES: readonly ParameterType[] = ['string', 'integer', 'number', 'boolean', 'array'];

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);
const isText = (value: unknown, shape: RegExp): value is string => typeof value === 'string' && shape.test(value);
const isType = (value: unknown): value is ParameterType => TYPES.some((type) => type === value);

/** Thrown within this file; what is wrong, for `readRows` to say where. */
class Odd extends Error {}

const odd = (what: string): never => {
  throw new Odd(what);
};

function scalars(value: unknown): readonly (string | number | boolean)[] {
  return Array.isArray(value) && value.every(isScalar) ? value : odd('an enum');
}

function parameterOf(value: unknown): Parameter {
  if (!isRecord(value) || !isType(value.type)) return odd('a parameter');
  const { type, format, pattern, minimum, maximum, items } = value;
  if (typeof pattern === 'string' && pattern.length > MAX_PATTERN) return odd('a pattern');
  return {
    type,
    ...(value.required === true ? { required: true } : {}),
    ...(value.enum === undefined ? {} : { enum: scalars(value.enum) }),
    ...(isScalar(value.default) ? { default: value.default } : {}),
    ...(isText(format, WORD) ? { format } : {}),
    ...(typeof pattern === 'string' ? { pattern } : {}),
    ...(typeof minimum === 'number' ? { minimum } : {}),
    ...(typeof maximum === 'number' ? { maximum } : {}),
    ...(value.list === true ? { list: true } : {}),
    ...(isRecord(items) && isType(items.type)
      ? { items: { type: items.type, ...(items.enum === undefined ? {} : { enum: scalars(items.enum) }) } }
      : {}),
  };
}

function parametersOf(value: unknown): Readonly<Record<string, Parameter>> {
  if (!isRecord(value)) return odd('parameters');
  return Object.fromEntries(
    Object.entries(value).map(([name, parameter]) => {
      if (!PARAMETER_NAME.test(name)) return odd(`a parameter named ${JSON.stringify(name.slice(0, 40))}`);
      return [name, parameterOf(parameter)];
    }),
  );
}

function texts(value: unknown, shape: RegExp): readonly string[] {
  return Array.isArray(value) && value.every((one) => isText(one, shape)) ? value : odd('a list of words');
}

/** Named schemas must be there: what cannot be checked cannot be sent. */
function schemaName(value: unknown, hasSchema: (name: string) => boolean): string {
  return typeof value === 'string' && hasSchema(value) ? value : odd('a schema that is not there');
}

/** The compiler knows the routes of the program's own release alone. */
export interface MergedTable extends Omit<OperationTable, 'operations'> {
  readonly operations: Readonly<Record<string, Operation>>;
}

type Facts = Omit<Operation, 'effect' | 'public'>;

function factsOf(route: string, value: unknown, hasSchema: (name: string) => boolean): Facts {
  if (!isRecord(value)) return odd('no row');
  const { id, tag, body, form, response, paging } = value;
  const named = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const path = parametersOf(value.path);
  if (Object.keys(path).sort().join() !== [...new Set(named)].sort().join()) return odd('other path parameters');
  return {
    id: isText(id, WORD) ? id : odd('no operation id'),
    tag: isText(tag, WORD) ? tag : '',
    path,
    query: parametersOf(value.query),
    ...(body === undefined ? {} : { body: schemaName(body, hasSchema) }),
    ...(form === undefined ? {} : { form: schemaName(form, hasSchema) }),
    ...(value.body_types === undefined ? {} : { body_types: texts(value.body_types, MIME) }),
    ...(response === undefined ? {} : { response: schemaName(response, hasSchema) }),
    ...(value.response_types === undefined ? {} : { response_types: texts(value.response_types, MIME) }),
    ...(value.statuses === undefined ? {} : { statuses: texts(value.statuses, /^(?:\d{3}|default)$/) }),
    paging: PAGINGS.find((one) => one === paging) ?? odd('no paging'),
    ...(value.deprecated === true ? { deprecated: true } : {}),
  };
}

/**
 * What an operation may do that only the newer layer knows. Nobody has reviewed it, so it is never a read; and where
 * its path can be filled to be that of a known operation, it does at least what that one does.
 */
function effectOfUnknown(route: string, own: OperationTable): Effect {
  const effects = calledBy(route, own.operations).map((known) => own.operations[known].effect);
  return effects.includes('disruptive') ? 'disruptive' : 'write';
}

/**
 * The operation table that is served for a newer one: its rows, with the program's own word on what is safe. Clouds,
 * effects, what needs no token and how path parameters are checked come from the program; operations that it does not
 * know are changes.
 *
 * @param value `operations.json` of the layer
 * @param hasSchema whether the layer has a schema of this name
 * @throws Error naming the row that is none
 */
export function mergeRows(
  value: unknown,
  release: string,
  own: OperationTable,
  hasSchema: (name: string) => boolean,
): MergedTable {
  const given = isRecord(value) && isRecord(value.operations) ? value.operations : {};
  const operations = new Map<string, Operation>();
  const isKnown = (route: string): route is Route => Object.hasOwn(own.operations, route);
  for (const [route, row] of Object.entries(given)) {
    if (!isRouteText(route)) throw new Error(`it has ${JSON.stringify(route.slice(0, 80))}, which is no route`);
    try {
      const facts = factsOf(route, row, hasSchema);
      if (isKnown(route)) {
        const { path, effect, public: open } = own.operations[route];
        operations.set(route, { ...facts, path, effect, ...(open ? { public: open } : {}) });
      } else operations.set(route, { ...facts, effect: effectOfUnknown(route, own) });
    } catch (error) {
      if (error instanceof Odd) throw new Error(`${route} has ${error.message}`);
      throw error;
    }
  }
  if (operations.size === 0) throw new Error('it has no operations');
  return { version: release, servers: own.servers, operations: Object.fromEntries(operations) };
}
