import type { IncomingHttpHeaders } from 'node:http';
import { matchRoute } from '../src/mist/spec/operations.ts';
import type { Caller } from './caller.ts';
import type { Incoming } from './pipeline.ts';

/** One request as the cloud saw it; the token itself is never kept. */
export interface RecordedRequest {
  readonly method: string;
  /** Path without query, still percent-encoded. */
  readonly path: string;
  /** The route of the operation table, where the path has one. */
  readonly route?: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; empty when there was none. */
  readonly body: string;
  /** Which of the cloud's tokens came with it, or undefined for an unknown or missing one. */
  readonly caller: Caller['name'] | undefined;
}

/** Keeps what tests and demonstrations may look at. */
export function record(
  incoming: Incoming,
  headers: IncomingHttpHeaders,
  caller: Caller['name'] | undefined,
): RecordedRequest {
  const { authorization: _token, ...rest } = headers;
  const route = matchRoute(incoming.method, incoming.pathname)?.route;
  return {
    method: incoming.method,
    path: incoming.pathname,
    ...(route === undefined ? {} : { route }),
    query: Object.fromEntries(incoming.search),
    headers: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])),
    body: incoming.text,
    caller,
  };
}
