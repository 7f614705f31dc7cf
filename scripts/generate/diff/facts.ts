import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { short } from './change.ts';
import { typesOf } from './node.ts';

/** One fact of a place that differs, and who notices. */
export interface FactChange {
  text: string;
  /** A request that was right may be wrong now. */
  request: boolean;
  /** Who reads answers may meet what was not there before. */
  answer: boolean;
}

const accepts = (types: ReadonlySet<Json>, type: Json): boolean =>
  types.has(type) || (type === 'integer' && types.has('number'));

/** Whether every value of the first types is one of the second. */
const within = (from: ReadonlySet<Json> | undefined, to: ReadonlySet<Json> | undefined): boolean =>
  to === undefined || (from !== undefined && [...from].every((type) => accepts(to, type)));

const numbers = (from: Json | undefined, to: Json | undefined): [number | undefined, number | undefined] => [
  typeof from === 'number' ? from : undefined,
  typeof to === 'number' ? to : undefined,
];

/** A lower bound is tightened when it rises or appears. */
const rises = (a: Json | undefined, b: Json | undefined): boolean => {
  const [from, to] = numbers(a, b);
  return to !== undefined && (from === undefined || to > from);
};
/** An upper bound is tightened when it falls or appears. */
const falls = (a: Json | undefined, b: Json | undefined): boolean => {
  const [from, to] = numbers(a, b);
  return to !== undefined && (from === undefined || to < from);
};
const appears = (from: Json | undefined, to: Json | undefined): boolean =>
  to !== undefined && JSON.stringify(from) !== JSON.stringify(to);
const turnsOn = (from: Json | undefined, to: Json | undefined): boolean => to === true && from !== true;

/** Formats that a value is checked against; others, such as `password`, say how to show it. */
const CHECKED_FORMATS: ReadonlySet<Json> = new Set([
  ...['uuid', 'ipv4', 'ipv6', 'email', 'hostname', 'uri', 'date', 'time', 'date-time', 'duration', 'regex'],
]);

/** For each fact, whether a change of it makes a value of a request wrong; facts that are not here cannot. */
const TIGHTENED: Readonly<Record<string, (from: Json | undefined, to: Json | undefined) => boolean>> = {
  minimum: rises,
  exclusiveMinimum: rises,
  minLength: rises,
  minItems: rises,
  minProperties: rises,
  maximum: falls,
  exclusiveMaximum: falls,
  maxLength: falls,
  maxItems: falls,
  maxProperties: falls,
  multipleOf: appears,
  pattern: appears,
  format: (from, to) => CHECKED_FORMATS.has(to ?? null) && appears(from, to),
  const: appears,
  uniqueItems: turnsOn,
  readOnly: turnsOn,
  required: turnsOn,
};

/** Keywords that are compared by descending, or elsewhere. */
const ELSEWHERE = new Set([
  ...['$ref', 'properties', 'items', 'prefixItems', 'anyOf', 'oneOf', 'allOf', 'not', 'enum', 'required', 'type'],
  ...['additionalProperties', 'patternProperties', 'discriminator', '$defs'],
]);

/** How the type of a value changed: only a type that neither holds the other is another one to a reader. */
function typeChange(from: JsonObject, to: JsonObject): FactChange[] {
  const [before, after] = [typesOf(from), typesOf(to)];
  if (JSON.stringify([...(before ?? [])].sort()) === JSON.stringify([...(after ?? [])].sort())) return [];
  const narrowed = !within(before, after);
  const text = `type: ${short(from.type)} → ${short(to.type)}`;
  return [{ text, request: narrowed, answer: narrowed && !within(after, before) }];
}

const isOpen = (value: Json | undefined): boolean => value !== false;

/** The facts of one place that differ, nested places left out. */
export function factChanges(from: JsonObject, to: JsonObject): FactChange[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((name) => !ELSEWHERE.has(name)).sort();
  const changes = typeChange(from, to);
  for (const name of names) {
    const [before, after] = [from[name], to[name]];
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    // A secret that is not marked any more would be shown.
    const unmasked = name === 'secret' && after !== true;
    changes.push({
      text: `${name}: ${short(before)} → ${short(after)}`,
      request: unmasked || (TIGHTENED[name]?.(before, after) ?? false),
      answer: unmasked,
    });
  }
  const objects = isObject(from.properties) && isObject(to.properties);
  if (objects && isOpen(from.additionalProperties) !== isOpen(to.additionalProperties)) {
    const closed = !isOpen(to.additionalProperties);
    changes.push({
      text: closed ? 'takes no further properties' : 'takes further properties',
      request: closed,
      answer: false,
    });
  }
  return changes;
}

/** Values of an enum, where there is one. */
export const enumOf = (node: JsonObject): readonly Json[] | undefined => (isArray(node.enum) ? node.enum : undefined);
