import { type Field, flat, propertiesOf, type Schema } from '../../mist/schema-lookup.ts';
import { operation } from '../../mist/spec/operations.ts';
import { fieldsOf, neededFields, shownName } from './parameters.ts';
import { type Platform, type Utility, utilitiesOf } from './table.ts';

/** What a utility does to the network. */
export type UtilityEffect = 'diagnostic' | 'state-changing' | 'disruptive';

/** The effect of a utility, from the operation table. */
export function effectOf(utility: Utility): UtilityEffect {
  const { effect } = operation(utility.route);
  if (effect === 'disruptive') return 'disruptive';
  return effect === 'write' ? 'state-changing' : 'diagnostic';
}

/** A utility as the list shows it. */
export interface UtilityDescription {
  readonly utility: string;
  readonly effect: UtilityEffect;
  readonly available: boolean;
  /** `name*: type=default`, the star where it must be given. */
  readonly parameters: readonly string[];
}

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.join('|');
  if (schema.type === 'array') return `${typeOf(flat(schema.items ?? {}))}[]`;
  const range =
    schema.minimum !== undefined && schema.maximum !== undefined ? ` ${schema.minimum}…${schema.maximum}` : '';
  return `${schema.type ?? 'string'}${range}`;
}

function lineOf(utility: Utility, field: Field, needed: boolean): string {
  const inner = propertiesOf(field.schema).get(field.name);
  const schema = flat(inner?.schema ?? field.schema);
  const standard = utility.standard[field.name] ?? schema.default;
  const value = standard === undefined ? '' : `=${String(standard)}`;
  return `${shownName(utility, field.name)}${needed ? '*' : ''}: ${typeOf(schema)}${value}`;
}

/** What stands in the way of a utility that changes something. */
interface Permissions {
  readonly writeTools: boolean;
  /** Whether the person can be asked, which what is disruptive needs. */
  readonly canConfirm: boolean;
}

/** The utilities of a platform, with what they take and do, and whether they can be run now. */
export const describeUtilities = (platform: Platform, allowed: Permissions): readonly UtilityDescription[] =>
  utilitiesOf(platform).map((utility) => describeUtility(utility, allowed));

/** One utility, with what it takes and does, and whether it can be run now. */
export function describeUtility(utility: Utility, allowed: Permissions): UtilityDescription {
  const needed = neededFields(utility);
  const effect = effectOf(utility);
  const fields = [...fieldsOf(utility).values()];
  return {
    utility: utility.name,
    effect,
    available: effect === 'diagnostic' || (allowed.writeTools && (effect !== 'disruptive' || allowed.canConfirm)),
    parameters: fields.map((field) => lineOf(utility, field, needed.includes(field.name))),
  };
}
