import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Parsed; undefined when it is no JSON. */
  readonly json: unknown;
}

/** What is sent; a path goes out exactly as written, where fetch would tidy it up. */
export interface Sending {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends one request and reads the answer to its end. */
export function ask(
  url: string,
  { method = 'POST', path = '/mcp', headers = {}, body }: Sending = {},
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const json = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
  const all: Record<string, string | string[]> = { ...(body === undefined ? {} : json) };
  for (const [name, value] of Object.entries(headers)) all[name] = typeof value === 'string' ? value : [...value];
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers: all, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: parsed(text) }),
      );
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends bytes as they are and reads until the server closes, or `waitMs` have gone by. */
export async function sendRaw(url: string, bytes: string | Buffer, waitMs = 3000): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(bytes);
  await Promise.race([once(socket, 'close'), new Promise((resolve) => setTimeout(resolve, waitMs).unref())]);
  socket.destroy();
  return text;
}

/** The opening of a session of the 2025 era. */
export const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
});

/** A request within a session. */
export const listTools = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' });

/** Opens a session and gives its id. */
export async function openSession(url: string, headers: Record<string, string>): Promise<string> {
  const { headers: got, status } = await ask(url, { headers, body: initialize });
  const id = got['mcp-session-id'];
  if (typeof id !== 'string') throw new Error(`no session, but ${status}`);
  return id;
}
