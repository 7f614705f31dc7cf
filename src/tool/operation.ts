import type { z } from 'zod';
import { deviceIdOf, macOf } from '../core/ids.ts';
import type { PathParameters, QueryParameters, Route } from '../mist/spec/routes.ts';
import type { Inputs } from './inputs.ts';

/**
 * Where a parameter's value comes from: an input by name, a constant written `=value`, an input in the form that the
 * route wants (`device_id(input)`, `mac(input)`), or `each()`: every value of the parameter's enum in turn, for routes
 * that default to one and have no word for all.
 */
export type Source = string;

/** One row of a tool: a route and what fills its parameters. */
export interface ToolOperation {
  readonly route: Route;
  /** Parameter → its sources, the first that has a value wins. Inputs named like a parameter need no entry. */
  readonly sends: Readonly<Record<string, Source | readonly Source[]>>;
}

type Value<I extends Inputs, K extends keyof I> = NonNullable<z.output<I[K]>>;
type Element<T> = T extends readonly (infer E)[] ? E : T;

/** Whether some value of the input is a value of the parameter; lists are sent with commas. */
type Fits<V, T> = [Extract<Element<V>, Element<T>> | Extract<Element<T>, Element<V>>] extends [never] ? false : true;

type InputsFor<I extends Inputs, T> = {
  [K in keyof I & string]: Fits<Value<I, K>, NonNullable<T>> extends true ? K : never;
}[keyof I & string];

type Constant<T> =
  NonNullable<Element<NonNullable<T>>> extends infer C extends string | number | boolean ? `=${C}` : never;

type Converted<I extends Inputs, T> = string extends NonNullable<T> ? `${Conversion}(${InputsFor<I, T>})` : never;

/** `each()` stands where the parameter has an enum. */
type Each<T> = string extends NonNullable<T> ? never : 'each()';

type SourceFor<I extends Inputs, T> = InputsFor<I, T> | Constant<T> | Converted<I, T> | Each<T>;

type All<R extends Route> = PathParameters<R> & QueryParameters<R>;

/** Path parameters that no input of the same name fills. */
type Unfilled<R extends Route, I extends Inputs> = {
  [K in keyof PathParameters<R> & string]: K extends InputsFor<I, PathParameters<R>[K]> ? never : K;
}[keyof PathParameters<R> & string];

/** Query parameters named like an input of another type: sending them silently would be wrong. */
type Clashing<R extends Route, I extends Inputs> = {
  [K in keyof QueryParameters<R> & keyof I & string]: Fits<Value<I, K>, NonNullable<QueryParameters<R>[K]>> extends true
    ? never
    : K;
}[keyof QueryParameters<R> & keyof I & string];

type RequiredParameters<R extends Route, I extends Inputs> = Unfilled<R, I> | Exclude<Clashing<R, I>, 'fields'>;

/** What an operation must and may say about the route's parameters, checked against the spec. */
export type Sends<R extends Route, I extends Inputs> = {
  [K in RequiredParameters<R, I>]: K extends keyof All<R>
    ? SourceFor<I, All<R>[K]> | readonly SourceFor<I, All<R>[K]>[]
    : never;
} & {
  [K in keyof All<R> & string]?: SourceFor<I, All<R>[K]> | readonly SourceFor<I, All<R>[K]>[];
};

/**
 * Writes one row: `op('GET /api/v1/orgs/{org_id}/stats/devices', { type: ['device_type', '=all'], mac: 'object_id' })`.
 * A route, parameter, input or constant that the spec or the tool does not have is a type error.
 */
export type Op<I extends Inputs> = <R extends Route>(
  route: R,
  ...sends: [RequiredParameters<R, I>] extends [never] ? [sends?: Sends<R, I>] : [sends: Sends<R, I>]
) => ToolOperation;

const EACH = 'each()';

/** Two ways to name a device, by the word for each; what is in neither form stays as it is. */
const CONVERSIONS = { device_id: deviceIdOf, mac: macOf } as const;
export type Conversion = keyof typeof CONVERSIONS;

const isConversion = (name: string): name is Conversion => Object.hasOwn(CONVERSIONS, name);

/** What a source means: a constant, every value in turn, or an input and the form its value is sent in. */
export function readSource(
  source: Source,
): { constant: string } | { each: true } | { input: string; form?: Conversion } {
  if (source === EACH) return { each: true };
  if (source.startsWith('=')) return { constant: source.slice(1) };
  const [, name = '', input = ''] = /^(\w+)\((\w+)\)$/.exec(source) ?? [];
  return isConversion(name) ? { input, form: name } : { input: source };
}

/** A text in the form that a route wants. */
export const converted = (text: string, form: Conversion | undefined): string =>
  form === undefined ? text : CONVERSIONS[form](text);

/** The sources of one parameter: those written down, else the input of the same name. */
export function sourcesOf(row: ToolOperation, parameter: string): readonly Source[] {
  const written = row.sends[parameter];
  if (written === undefined) return [parameter];
  return typeof written === 'string' ? [written] : written;
}
