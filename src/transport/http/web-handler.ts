import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthInfo, McpHttpHandler } from '@modelcontextprotocol/server';

/** What is asked of the protocol: the message as it was read, and who asks. */
export interface WebQuestion {
  readonly message: unknown;
  readonly authInfo: AuthInfo;
}

/** Headers that the protocol reads. No other one gets there, and so no token does. */
const READ_HEADER = /^(?:content-type|accept|mcp-.+)$/;

/**
 * Serves a request by the SDK's handler of the stateless protocol, which is written for the Request and Response of the
 * web. The SDK's own adapter makes JSON of the message again for a body that nobody reads, and writes each answer in
 * pieces.
 *
 * @throws Error when the handler has been closed
 */
export async function serveWeb(
  handler: Pick<McpHttpHandler, 'fetch'>,
  request: IncomingMessage,
  response: ServerResponse,
  { message, authInfo }: WebQuestion,
): Promise<void> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  if (response.destroyed) leave();
  response.once('close', leave);
  const { signal } = gone;
  const asked = new Request('http://localhost/mcp', { method: 'POST', headers: headersOf(request), signal });
  const answer = await handler.fetch(asked, { authInfo, parsedBody: message });
  if (isJson(answer)) {
    const body = await answer.text();
    response.off('close', leave);
    response.writeHead(answer.status, { ...fieldsOf(answer), 'Content-Length': Buffer.byteLength(body) }).end(body);
    return;
  }
  response.writeHead(answer.status, fieldsOf(answer));
  if (answer.body) await pass(answer.body, response, signal);
  response.off('close', leave);
  response.end();
}

function headersOf({ headers }: IncomingMessage): [string, string][] {
  const read: [string, string][] = [];
  for (const name of Object.keys(headers)) {
    if (!READ_HEADER.test(name)) continue;
    const value = headers[name];
    if (value !== undefined) read.push([name, Array.isArray(value) ? value.join(', ') : value]);
  }
  return read;
}

const isJson = ({ headers, body }: Response): boolean =>
  body !== null && headers.get('content-type')?.startsWith('application/json') === true;

const fieldsOf = ({ headers }: Response): Record<string, string> => Object.fromEntries(headers);

/** Passes a stream on as fast as the client reads it; a client that has gone ends it. */
async function pass(body: AsyncIterable<Uint8Array>, response: ServerResponse, signal: AbortSignal): Promise<void> {
  try {
    for await (const chunk of body) {
      if (signal.aborted) return;
      if (!response.write(chunk)) await once(response, 'drain', { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
