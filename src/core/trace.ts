/** What is said of a piece of work; never ids, tokens, query values or bodies. */
export type Attributes = Readonly<Record<string, string | number>>;

/** Work under way. */
export interface Span {
  /** Says more about it. */
  set(attributes: Attributes): void;
}

/** What a piece of work is: a call of a tool, or a request to Mist made for one. */
export interface Work {
  readonly kind: 'tool' | 'request';
  readonly name: string;
  readonly attributes: Attributes;
  /** W3C trace context of who asked for it, where that is not this process. */
  readonly traceparent?: string | undefined;
}

/** Who wants to know of the work: the telemetry, where the operator has switched it on. */
export interface Tracer {
  /** Runs the work and notes how long it took and, from its attributes, how it ended. */
  span<T>(work: Work, run: (span: Span) => Promise<T>): Promise<T>;
  /** Told how many calls a token has left this hour. */
  callsLeft(left: number): void;
}

const UNSEEN: Span = { set() {} };

let tracer: Tracer | undefined;

/** Names who wants to know of all work from now on, or nobody. */
export function setTracer(chosen: Tracer | undefined): void {
  tracer = chosen;
}

/** Runs work that the tracer, if there is one, is to know of. @param describe called where there is one */
export const span = <T>(describe: () => Work, run: (span: Span) => Promise<T>): Promise<T> =>
  tracer ? tracer.span(describe(), run) : run(UNSEEN);

/** Tells the tracer, if there is one, what a token has left; undefined while the cloud has not said. */
export function callsLeft(left: number | undefined): void {
  if (left !== undefined) tracer?.callsLeft(left);
}

/** Runs a tool call. @param traceparent W3C trace context of the caller, where it sent one */
export function toolCall<T>(
  tool: string,
  traceparent: string | undefined,
  run: (span: Span) => Promise<T>,
): Promise<T> {
  const describe = (): Work => ({
    kind: 'tool',
    name: `tools/call ${tool}`,
    attributes: {
      'mcp.method.name': 'tools/call',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': tool,
    },
    traceparent,
  });
  return span(describe, run);
}
