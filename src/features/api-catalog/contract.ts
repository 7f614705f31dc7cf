import { describePart, propertiesOf, schemaOf, shapeOf } from '../../mist/schema-lookup.ts';
import type { ChangePolicy } from '../../mist/sensitive.ts';
import { operation, type Parameter } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';
import { fieldText } from '../../mist/spec/schemas/notation.ts';
import { denialOf } from './denied.ts';
import { proseOn, readProse } from './prose.ts';

/** Names of fields of an answer that are told. */
const MOST_FIELDS = 60;
const PROSE = 400;

const mark = (name: string, { required }: { readonly required?: boolean }): string => `${name}${required ? '*' : ''}`;

const line = (name: string, parameter: Parameter): string => {
  const list = parameter.list ? ' (comma list)' : '';
  return `${mark(name, parameter)}: ${fieldText(schemaLike(parameter))}${list}`;
};

/** A parameter in the words of a schema. */
function schemaLike({ required: _, list: __, items, ...rest }: Parameter) {
  return { ...rest, ...(items ? { items } : {}) };
}

const linesOf = (parameters: Readonly<Record<string, Parameter>>): readonly string[] =>
  Object.entries(parameters).map(([name, parameter]) => line(name, parameter));

/** Fields of a body's first level, required ones marked. */
export function bodyFields(route: Route): readonly string[] {
  const { body } = operation(route);
  const schema = body === undefined ? undefined : schemaOf(body);
  if (!schema) return [];
  const { items } = shapeOf(schema);
  return [...propertiesOf(items ?? schema).values()].map((field) => mark(field.name, field));
}

/** Query parameters of an operation, required ones marked. */
export const queryNames = (route: Route): readonly string[] =>
  Object.entries(operation(route).query).map(([name, parameter]) => mark(name, parameter));

function answerFields(name: string | undefined): readonly string[] {
  const schema = name === undefined ? undefined : schemaOf(name);
  if (!schema) return [];
  const whole = propertiesOf(schema);
  const rows = shapeOf(schema).items ?? shapeOf(whole.get('results')?.schema ?? {}).items;
  return [...propertiesOf(rows ?? schema).keys()];
}

/**
 * All that is known of one operation. Its body is described one level at a time.
 *
 * @param path where in the body; its first level when absent
 * @param policy what the operator lets through
 * @throws InputError for a path that the body does not have
 */
export function contractOf(route: Route, path?: string, policy?: ChangePolicy): object {
  const row = operation(route);
  const schema = row.body === undefined ? undefined : schemaOf(row.body);
  const request = { name: `the body of ${row.id}`, ...(path === undefined ? {} : { path }) };
  const body = schema ? describePart(schema, request) : undefined;
  if (path !== undefined && body) return { operation: route, body };
  const denied = denialOf(route, row.body_types, policy);
  const said = proseOn(readProse(), route).replace(/\s+/g, ' ').trim();
  const fields = answerFields(row.response);
  return {
    operation: route,
    operation_id: row.id,
    tag: row.tag,
    effect: row.effect,
    ...(denied === undefined ? {} : { denied }),
    ...(row.deprecated ? { deprecated: true } : {}),
    ...(said ? { said: said.slice(0, PROSE) } : {}),
    path: linesOf(row.path),
    query: linesOf(row.query),
    ...(body ? { body } : {}),
    paging: row.paging,
    ...(fields.length > 0 ? { answer_fields: fields.slice(0, MOST_FIELDS) } : {}),
  };
}
