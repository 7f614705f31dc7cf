import { type Condition, flat, type Schema, shapeOf } from '../../../mist/schema-lookup.ts';
import { isNothing, isObject, own, same } from '../json.ts';
import type { JsonObject } from '../types.ts';
import type { Form } from './form.ts';

/** Objects from the root down to the one in question, each with its form; lists and maps of objects between not counted. */
export type EnclosingObjects = readonly { readonly object: JsonObject; readonly form: Form }[];

/** A condition with what stands in its field now. */
interface Reading {
  readonly condition: Condition;
  readonly actual: unknown;
  /** Whether what the field holds cannot be told: a variable, or a field outside of what is looked at. */
  readonly open: boolean;
}

/** Looks what a condition's field holds: its value, else its default. */
function read(condition: Condition, enclosing: EnclosingObjects): Reading {
  const { field } = condition;
  const up = /^(?:\.\.\/)*/.exec(field)?.[0].length ?? 0;
  const holder = enclosing.at(-1 - up / 3);
  let value: unknown = holder?.object;
  let fields = holder?.form.fields;
  for (const name of field.slice(up).split('.')) {
    const schema: Schema | undefined = fields?.get(name)?.schema;
    const given = own(value, name);
    value = isNothing(given) ? schema && restingValue(schema) : given;
    fields = schema && shapeOf(schema).fields;
  }
  return { condition, actual: value, open: !holder || (typeof value === 'string' && value.includes('{{')) };
}

/** What an attribute means that is not there: its default; a switch without one is off. */
function restingValue(schema: Schema): unknown {
  const { default: given, type } = flat(schema);
  return given === undefined && type === 'boolean' ? false : given;
}

const holds = ({ condition, actual }: Reading): boolean => condition.in.some((allowed) => same(allowed, actual));

const readings = (conditions: readonly Condition[], enclosing: EnclosingObjects): Reading[] =>
  conditions.map((condition) => read(condition, enclosing));

interface Conditions {
  readonly all: readonly Condition[];
  readonly any: readonly Condition[];
}

function conditionsOf(schema: Schema, kind: 'applies_when' | 'required_when'): Conditions {
  const merged = flat(schema);
  const all = merged[kind] ?? [];
  return { all: 'field' in all ? [all] : all, any: merged[`${kind}_any`] ?? [] };
}

/** What must hold for a field to have a meaning and does not, in words; undefined when it has one. */
export function notApplying(schema: Schema, enclosing: EnclosingObjects): string | undefined {
  const { all, any } = conditionsOf(schema, 'applies_when');
  const failed = readings(all, enclosing).filter((reading) => !holds(reading) && !reading.open);
  const tried = readings(any, enclosing);
  if (tried.length > 0 && !tried.some((reading) => holds(reading) || reading.open)) failed.push(...tried);
  return failed.length === 0 ? undefined : failed.map(wording).join(' and ');
}

/** The conditions that make a field required here, in words; undefined when it is not. */
export function requiring(schema: Schema, enclosing: EnclosingObjects): string | undefined {
  const { all, any } = conditionsOf(schema, 'required_when');
  const together = readings(all, enclosing);
  const one = readings(any, enclosing).find(holds);
  if (together.length === 0 && any.length === 0) return undefined;
  if (!together.every(holds) || (any.length > 0 && !one)) return undefined;
  return [...together, ...(one ? [one] : [])]
    .map(({ condition, actual }) => `${condition.field} is ${shown(actual)}`)
    .join(' and ');
}

const wording = ({ condition, actual }: Reading): string =>
  `${condition.field} is ${condition.in.map(shown).join(' or ')} (it is ${shown(actual)})`;

const shown = (value: unknown): string => {
  if (isNothing(value)) return 'not set';
  return typeof value === 'string' ? value.slice(0, 60) : isObject(value) ? 'an object' : JSON.stringify(value);
};
