import type { Effect, Operation, Parameter } from '../../src/mist/spec/operations.ts';
import { arrayAt, byCodeUnit, fromEntries, type JsonObject, objectAt, textAt } from './json.ts';
import { pagingOf } from './paging.ts';
import { convertParameter } from './parameters.ts';
import {
  bodyContent,
  contentTypes,
  jsonSchema,
  operations,
  parameters,
  type RawOperation,
  responseContent,
  type Spec,
} from './spec.ts';

/** The operation table while it is built; the runtime's one is the same with routes typed. */
export interface Table {
  version: string;
  servers: readonly { url: string; name: string }[];
  operations: Readonly<Record<string, Operation>>;
}

/** Names in `$defs` of an operation's bodies and answer. */
export interface Bodies {
  body?: string;
  form?: string;
  response?: string;
}

/** Parameters of one place, by name in order. */
function group(spec: Spec, all: readonly JsonObject[], place: 'path' | 'query'): Record<string, Parameter> {
  return fromEntries(
    all
      .filter((parameter) => parameter.in === place)
      .map((parameter) => [textAt(parameter, 'name') ?? '', convertParameter(spec, parameter)] as const)
      .sort(([a], [b]) => byCodeUnit(a, b)),
  );
}

/** Public means that the operation lifts the document's security requirement with an empty list of its own. */
const isPublic = (operation: JsonObject): boolean =>
  Array.isArray(operation.security) && operation.security.length === 0;

/** What nearly every operation answers with. */
const USUAL = '200,400,401,403,404,429';

/** Statuses of an operation, where they are not the usual ones. */
function statusesOf(operation: JsonObject): { statuses?: readonly string[] } {
  const statuses = Object.keys(objectAt(operation, 'responses')).sort(byCodeUnit);
  return statuses.join() === USUAL ? {} : { statuses };
}

function row(spec: Spec, raw: RawOperation, names: Bodies, effect: Effect): Operation {
  const { operation, path, id } = raw;
  const all = parameters(spec, raw);
  const query = group(spec, all, 'query');
  const answer = responseContent(spec, operation);
  const bodyTypes = contentTypes(bodyContent(spec, operation));
  const responseTypes = contentTypes(answer);
  const isGet = raw.route.startsWith('GET ');
  return {
    id,
    tag: arrayAt(operation, 'tags').find((tag) => typeof tag === 'string') ?? '',
    path: group(spec, all, 'path'),
    query,
    ...names,
    ...(bodyTypes ? { body_types: bodyTypes } : {}),
    ...(responseTypes ? { response_types: responseTypes } : {}),
    ...statusesOf(operation),
    paging: isGet ? pagingOf(spec, path, new Set(Object.keys(query)), jsonSchema(answer)) : 'none',
    effect,
    ...(operation.deprecated === true ? { deprecated: true } : {}),
    ...(isPublic(operation) ? { public: true } : {}),
  };
}

/** The clouds that the document lists. */
const serversOf = (spec: Spec): { url: string; name: string }[] =>
  arrayAt(spec.root, 'servers').map((server) => ({
    url: textAt(server, 'url') ?? '',
    name: textAt(server, 'description') ?? '',
  }));

/**
 * The operation table of all operations.
 *
 * @param bodies names given to bodies and answers, by route
 * @param effects what each route does, by route
 */
export function buildTable(spec: Spec, bodies: ReadonlyMap<string, Bodies>, effects: (route: string) => Effect): Table {
  const rows = operations(spec).map(
    (raw) => [raw.route, row(spec, raw, bodies.get(raw.route) ?? {}, effects(raw.route))] as const,
  );
  return {
    version: spec.version,
    servers: serversOf(spec),
    operations: fromEntries(rows.sort(([a], [b]) => byCodeUnit(a, b))),
  };
}
