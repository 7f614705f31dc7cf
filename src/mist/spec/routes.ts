import type { paths } from '../../../generated/paths.ts';

/** HTTP methods that the Mist API uses. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

type Verb<M extends Method> = Lowercase<M>;

/** Methods that a path of the spec has; the generated types say `never` for the others. */
type MethodsOf<P extends keyof paths> = {
  [M in Method]: Verb<M> extends keyof paths[P]
    ? [NonNullable<paths[P][Verb<M>]>] extends [never]
      ? never
      : M
    : never;
}[Method];

/** A path of the specification, its parameters in braces. */
export type PathTemplate = keyof paths & string;

/** Every operation of the spec as `METHOD /path`: a route that is not there does not compile. */
export type Route = { [P in keyof paths & string]: `${MethodsOf<P>} ${P}` }[keyof paths & string];

/** Routes of one method. */
export type RouteOf<M extends Method> = Extract<Route, `${M} ${string}`>;

type PathOf<R extends Route> = R extends `${Method} ${infer P extends keyof paths & string}` ? P : never;
type MethodOf<R extends Route> = R extends `${infer M extends Method} ${string}` ? M : never;

type OperationOf<R extends Route> = NonNullable<paths[PathOf<R>][Verb<MethodOf<R>> & keyof paths[PathOf<R>]]>;

type Parameters<R extends Route> = OperationOf<R> extends { parameters: infer Q } ? Q : never;

/**
 * The parameters of one place; none where the generated types give `never`. What a path shares is merged into each of its
 * operations, so nothing is added here: an intersection with an empty object would let any object pass for parameters
 * that are all optional.
 */
type Group<Q, In extends string> = In extends keyof Q
  ? [NonNullable<Q[In]>] extends [never]
    ? Record<never, never>
    : NonNullable<Q[In]>
  : Record<never, never>;

/** Path parameters of a route with their types. */
export type PathParameters<R extends Route> = Group<Parameters<R>, 'path'>;

/** Query parameters of a route with their types. */
export type QueryParameters<R extends Route> = Group<Parameters<R>, 'query'>;

type Json = 'application/json';

/** What is sent to a route as JSON; never for a route that takes nothing. */
export type RequestBody<R extends Route> = 'requestBody' extends keyof OperationOf<R>
  ? NonNullable<OperationOf<R>['requestBody']> extends { content: { [J in Json]: infer B } }
    ? B
    : never
  : never;

/** What a route answers by the specification; unknown for a file, and where the specification does not say. */
export type Answer<R extends Route> =
  OperationOf<R> extends { responses: { 200: { content: { [J in Json]: infer A } } } } ? A : unknown;

/** One row of a route that answers with a list; unknown where the specification names none. */
export type Row<R extends Route> =
  Answer<R> extends readonly (infer T)[] ? T : Answer<R> extends { results?: readonly (infer T)[] } ? T : unknown;

/** Method and path template of a route. */
export function splitRoute(route: Route): { method: string; path: string } {
  const space = route.indexOf(' ');
  return { method: route.slice(0, space), path: route.slice(space + 1) };
}
