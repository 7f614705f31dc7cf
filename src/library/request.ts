import type { MistError } from '../core/errors/mist-error.ts';
import type { Completeness } from '../mist/paging/completeness.ts';
import type { Answer, PathParameters, QueryParameters, RequestBody, Route, Row } from '../mist/spec/routes.ts';

/** Names of the members that must be given. */
type RequiredKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? never : K }[keyof T];

/** An option of a request: needed where it has a member that is, not there at all where it has none. */
type Option<Name extends string, T> = [keyof T] extends [never]
  ? { readonly [N in Name]?: never }
  : [RequiredKeys<T>] extends [never]
    ? { readonly [N in Name]?: T }
    : { readonly [N in Name]: T };

type BodyOption<R extends Route> = [RequestBody<R>] extends [never]
  ? { readonly body?: never }
  : { readonly body?: RequestBody<R> };

/** What a request may say besides its route. */
export interface CallOptions {
  /** Ends the request, its waiting and its connection. */
  readonly signal?: AbortSignal;
  /** Whether secrets in the answer are replaced by masks; as the client says where this does not. */
  readonly maskSecrets?: boolean;
}

/** Parameters, body and further options of a request to a route, as the specification has them. */
export type RequestOptions<R extends Route> = Option<'path', PathParameters<R>> &
  Option<'query', QueryParameters<R>> &
  BodyOption<R> &
  CallOptions;

type RequiredOptions<R extends Route> = RequiredKeys<PathParameters<R>> | RequiredKeys<QueryParameters<R>>;

/** The options of a request as arguments: they may be left out where the route needs none. */
export type RequestArguments<R extends Route> = [RequiredOptions<R>] extends [never]
  ? [options?: RequestOptions<R>]
  : [options: RequestOptions<R>];

/** A request that failed. Its words hold neither the token nor a secret. */
export interface MistFailure {
  readonly ok: false;
  readonly error: MistError;
}

/** A request that was answered. */
export interface MistSuccess<T> {
  readonly ok: true;
  readonly data: T;
  readonly status: number;
}

/** What became of a request: look at `ok` first. */
export type MistResult<T> = MistSuccess<T> | MistFailure;

/** Changes are often answered with nothing. */
export type Data<R extends Route> = R extends `GET ${string}` ? Answer<R> : Answer<R> | undefined;

/** A page of a list. */
export interface MistPage<T> {
  readonly ok: true;
  readonly rows: readonly T[];
  /** Rows of the whole list, where the cloud counts them. */
  readonly total?: number;
  /** There on the last page alone: whether all rows came, and why not or why that is not known. */
  readonly end?: Completeness;
}

/** Options of a list that is walked. */
export type PageOptions<R extends Route> = RequestOptions<R> & {
  /** Pages that are fetched at most; 1,000 unless told. */
  readonly maxPages?: number;
};

/** Options of a list of which the rows are wanted. */
export type RowOptions<R extends Route> = PageOptions<R> & {
  /** Ends quietly where it is not certain that all rows came, instead of with an error after the last one. */
  readonly allowIncomplete?: boolean;
};

/** The options of a list as arguments: they may be left out where the route needs none. */
export type PageArguments<R extends Route> = [RequiredOptions<R>] extends [never]
  ? [options?: PageOptions<R>]
  : [options: PageOptions<R>];
export type RowArguments<R extends Route> = [RequiredOptions<R>] extends [never]
  ? [options?: RowOptions<R>]
  : [options: RowOptions<R>];

/** Routes that list something: a GET whose rows the walker can find. */
export type ListRoute = Extract<Route, `GET ${string}`>;

export type { Answer, Completeness, PathParameters, QueryParameters, RequestBody, Route, Row };
