import type { ServerResponse } from 'node:http';

/** What a refusal carries besides its sentence. */
export interface RefusalMore {
  /** JSON-RPC code; -32000 unless told. */
  readonly code?: number;
  /** Why, in one word for the metrics. */
  readonly reason?: string;
  /** Which header or parameter it is about, and what to do. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is not served: an HTTP status and a sentence for the person who set the client up. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly more: RefusalMore;

  constructor(status: number, message: string, more: RefusalMore = {}) {
    super(message);
    this.status = status;
    this.more = more;
  }
}

/** The body of a refusal: JSON-RPC, since MCP clients read nothing else. */
export function refusalBody({ message, more: { code = -32_000, data } }: HttpRefusal): string {
  return JSON.stringify({ jsonrpc: '2.0', error: { code, message, ...(data ? { data } : {}) }, id: null });
}

/** Reasons for which only a request without a proven token is refused. */
const STRANGERS = new Set(['token', 'address', 'crowd']);

/** Answers with a refusal, unless an answer has begun; then the connection is cut, so that nobody takes half for all. */
export function sendRefusal(response: ServerResponse, refusal: HttpRefusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = refusalBody(refusal);
  // What is left of an unread body is not worth waiting for, nor is what a stranger may send next.
  const isStranger = STRANGERS.has(refusal.more.reason ?? '');
  const close = response.req.complete && !isStranger ? {} : { Connection: 'close' };
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(refusal.status, { ...headers, ...close, ...refusal.more.headers }).end(body);
}

/** Answers with a whole text. */
export function sendText(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body);
}
