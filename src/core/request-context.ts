import { randomUUID } from 'node:crypto';

/** The request that work is done for, by what the person's side and ours call it. */
export interface RequestContext {
  /** Stands in every log line of the request. */
  readonly id: string;
  /** W3C trace context of the caller, where there is one. */
  readonly traceparent?: string | undefined;
}

/** Whether a value that another's hands had is one. */
export const isRequestContext = (value: unknown): value is RequestContext =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';

/** Hexadecimal digits: short enough to be read out, long enough that a day's log holds none twice. */
const ID_LENGTH = 10;

/** Ids of proxies and of people; anything else could forge a log line or be a body of text. */
const WELL_FORMED = /^[A-Za-z0-9][A-Za-z0-9._:=+/-]{3,63}$/;

/** Version, trace id, parent id, flags; ids of nothing but zeros stand for none. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/;

/** The trace id of a W3C `traceparent`, or undefined when it is none. */
export const traceIdOf = (traceparent: string | undefined): string | undefined =>
  traceparent === undefined ? undefined : TRACEPARENT.exec(traceparent)?.[1];

/** What a caller sent about its request. */
export interface Incoming {
  readonly requestId?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** The context of a new request: the caller's own id where it is well formed, else its trace id, else a new one. */
export function newRequest({ requestId, traceparent }: Incoming = {}): RequestContext {
  const trace = traceIdOf(traceparent);
  const own = requestId !== undefined && WELL_FORMED.test(requestId) ? requestId : trace;
  return {
    id: own ?? randomUUID().replaceAll('-', '').slice(0, ID_LENGTH),
    ...(trace === undefined ? {} : { traceparent }),
  };
}
