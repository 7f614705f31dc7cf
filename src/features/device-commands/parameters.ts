import { InputError } from '../../core/errors/input-error.ts';
import { nearest } from '../../core/nearest.ts';
import { type Condition, type Field, flat, propertiesOf, type Schema, schemaOf } from '../../mist/schema-lookup.ts';
import { operation } from '../../mist/spec/operations.ts';
import { worded } from '../../mist/worded.ts';
import { saysNothing } from '../../tool/says-nothing.ts';
import type { Utility } from './table.ts';
import { readValue } from './value.ts';

/** The body of a command, checked against what the API takes. */
export interface Body {
  /** Undefined where the command takes none. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** What the API will most likely leave unused. */
  readonly warnings: readonly string[];
}

/** Fields that the API takes for a utility. */
export function fieldsOf(utility: Utility): ReadonlyMap<string, Field> {
  const schema = schemaOf(operation(utility.route).body ?? '');
  return schema ? propertiesOf(schema) : new Map();
}

/** Name under which the tool shows a field. */
export function shownName(utility: Utility, field: string): string {
  return Object.entries(utility.names).find(([, name]) => name === field)?.[0] ?? field;
}

/** Fields that must be given: the API says so, or the command makes no sense without. */
export function neededFields(utility: Utility): readonly string[] {
  const required = [...fieldsOf(utility).values()].filter((field) => field.required).map(({ name }) => name);
  return [...new Set([...utility.needs, ...required])];
}

/**
 * Makes the body of a command from the parameters that a caller gave, under the tool's names or the API's own.
 *
 * @throws InputError naming every parameter that is unknown, missing or wrong, before anything is sent
 */
export function bodyOf(utility: Utility, parameters: Readonly<Record<string, unknown>>): Body {
  const fields = fieldsOf(utility);
  const body = new Map<string, unknown>(Object.entries(utility.standard));
  const given = new Set<string>();
  const problems: string[] = [];
  const needed = neededFields(utility);
  // Left out, an empty filter of a command that changes something would let it meet everything: it is refused below.
  const isHarmless = operation(utility.route).effect === 'diagnostic';
  for (const [name, value] of Object.entries(parameters)) {
    const target = Object.hasOwn(utility.names, name) ? (utility.names[name] ?? name) : name;
    if (value === undefined || value === null || (saysNothing(value) && (isHarmless || needed.includes(target))))
      continue;
    const field = fields.get(target);
    if (!field) problems.push(unknown(name, fields, utility));
    else if (given.has(target)) problems.push(`\`${name}\` and another name of the same field are both given.`);
    else {
      const read = readValue(field, value);
      if (read.problem !== undefined) problems.push(`\`${name}\` ${read.problem}.`);
      else body.set(target, read.value);
    }
    given.add(target);
  }
  for (const name of needed) {
    if (!given.has(name)) problems.push(`\`${shownName(utility, name)}\` is required.`);
  }
  if (problems.length > 0) throw new InputError(worded(problems), advice(fields, utility));
  const object = Object.fromEntries(body);
  return { body: fields.size > 0 ? object : undefined, warnings: warningsOf(fields, object, given) };
}

function advice(fields: ReadonlyMap<string, Field>, utility: Utility): string {
  const names = [...fields.keys()].map((name) => shownName(utility, name));
  return `Nothing was sent. ${utility.name} takes ${names.length > 0 ? names.join(', ') : 'no parameters'}.`;
}

/** A field that the API does not know would be ignored, and a narrowed command would meet everything. */
function unknown(name: string, fields: ReadonlyMap<string, Field>, utility: Utility): string {
  const [close] = nearest(name, [...Object.keys(utility.names), ...fields.keys()], 1);
  return `\`${name}\` is unknown to the API for ${utility.name}${close ? `; did you mean \`${close}\`?` : '.'}`;
}

const isList = (value: Condition | readonly Condition[]): value is readonly Condition[] => Array.isArray(value);

const conditionsOf = ({ applies_when: when }: Schema): readonly Condition[] =>
  when === undefined ? [] : isList(when) ? when : [when];

function warningsOf(
  fields: ReadonlyMap<string, Field>,
  body: Readonly<Record<string, unknown>>,
  given: ReadonlySet<string>,
): string[] {
  return [...given].flatMap((name) =>
    conditionsOf(fields.get(name)?.schema ?? {}).flatMap((condition) => {
      const other = fields.get(condition.field);
      const value = body[condition.field] ?? (other ? flat(other.schema).default : undefined);
      if (condition.in.includes(value)) return [];
      return [`\`${name}\` counts only where ${condition.field} is ${condition.in.join(' or ')}.`];
    }),
  );
}
