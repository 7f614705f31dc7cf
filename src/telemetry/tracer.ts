import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes as AnyAttributes,
  type Context,
  type Tracer as OtelTracer,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { traceIdOf } from '../core/request-context.ts';
import type { Attributes, Span, Tracer, Work } from '../core/trace.ts';
import type { Instruments } from './instruments.ts';

const KINDS = { tool: SpanKind.SERVER, request: SpanKind.CLIENT } as const;

/** The context of a caller in another process, from its `traceparent`. */
function remote(traceparent: string | undefined): Context {
  const traceId = traceIdOf(traceparent);
  const [, , spanId = '', flags = ''] = traceparent?.split('-') ?? [];
  if (traceId === undefined) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags.slice(0, 2), 16) & 1;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** How work ended, in the words of the conventions: a status, a name, or `_OTHER` for what has none. */
const errorOf = ({ kind }: Work, ended: AnyAttributes, thrown: boolean): string | undefined => {
  const status = ended['http.response.status_code'];
  if (kind === 'request' && typeof status === 'number' && status >= 400) return String(status);
  if (typeof ended['error.type'] === 'string') return ended['error.type'];
  return thrown ? '_OTHER' : undefined;
};

/** A tracer that tells OpenTelemetry of the work: a span for each piece, and its numbers. */
export function otelTracer(tracer: OtelTracer | undefined, instruments: Instruments | undefined): Tracer {
  // The SDK's own keeper of contexts is another package; one line of Node does the same.
  const current = new AsyncLocalStorage<Context>();
  return {
    async span<T>(work: Work, run: (span: Span) => Promise<T>): Promise<T> {
      const parent = work.traceparent === undefined ? (current.getStore() ?? ROOT_CONTEXT) : remote(work.traceparent);
      const { name, attributes } = work;
      const span = tracer?.startSpan(name, { kind: KINDS[work.kind], attributes }, parent);
      const ended: AnyAttributes = { ...attributes };
      const started = performance.now();
      const close = (thrown: boolean): void => {
        const error = errorOf(work, ended, thrown);
        if (error !== undefined) {
          ended['error.type'] = error;
          span?.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR });
        }
        span?.end();
        instruments?.record(work.kind, ended, (performance.now() - started) / 1000);
      };
      const noted: Span = {
        set(more: Attributes) {
          Object.assign(ended, more);
          span?.setAttributes(more);
        },
      };
      try {
        const result = await (span ? current.run(trace.setSpan(parent, span), () => run(noted)) : run(noted));
        close(false);
        return result;
      } catch (error) {
        close(true);
        throw error;
      }
    },
    callsLeft: (left) => instruments?.callsLeft(left),
  };
}
