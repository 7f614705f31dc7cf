import type { Operation } from '../src/mist/spec/operations.ts';
import type { Route } from '../src/mist/spec/routes.ts';
import type { Caller } from './caller.ts';
import type { Json, Row } from './json.ts';
import type { Window } from './window.ts';
import type { World } from './world/world.ts';

/** One request that passed every check, as a handler sees it. */
export interface Call {
  readonly world: World;
  readonly route: Route;
  readonly operation: Operation;
  /** Path parameters, decoded; ids in them have the right shape and their organization or site exists. */
  readonly path: Readonly<Record<string, string>>;
  /** Query parameters as sent; see `parameter` for one with the default of the specification. */
  readonly query: Readonly<Record<string, string>>;
  /** The JSON body, or undefined without one. */
  readonly body: Json | undefined;
  /** Epoch seconds. */
  readonly now: number;
  readonly caller: Caller;
  /** The span that `start`, `end` and `duration` ask for. */
  readonly window: Window;
  /** How many requests the caller made so far, this one included. */
  readonly used: number;
}

/** Rows with further attributes for the object that will hold them. */
export interface Rows {
  readonly kind: 'rows';
  readonly rows: readonly Json[];
  readonly with: Row;
}

/** A refusal that the handler decides itself. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly status: number;
  readonly detail: string;
}

/**
 * What a handler returns: a list, which is paged the way the operation table says; an object, which is the answer;
 * undefined, when there is no such object.
 */
export type Answer = readonly Json[] | Rows | { readonly kind: 'object'; readonly object: Json } | Refusal | undefined;

export type Handler = (call: Call) => Answer;

/** Handlers by route; every file under `routes/` exports one such record. */
export type Handlers = { readonly [R in Route]?: Handler };

/** One object, answered as it is. */
export function object(value: Json): Answer {
  return { kind: 'object', object: value };
}

/** A list to be paged, whose enclosing object has further attributes. */
export function rows(list: readonly Json[], more: Row = {}): Answer {
  return { kind: 'rows', rows: list, with: more };
}

/** A refusal with the API's `detail`. */
export function refuse(status: number, detail: string): Answer {
  return { kind: 'refusal', status, detail };
}

/** The value of a query parameter, or the default that the specification gives it. */
export function parameter(call: Call, name: string): string | undefined {
  const given = call.query[name];
  if (given !== undefined) return given;
  const standard = call.operation.query[name]?.default;
  return standard === undefined ? undefined : String(standard);
}
