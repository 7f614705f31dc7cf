import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { isRecord } from '../../src/core/json.ts';
import { freePort } from '../../test/harness/free-port.ts';
import type { Bundle } from './bundle.ts';

/** One session of an HTTP client. */
export interface HttpClient {
  call(tool: string, args: object): Promise<Record<string, unknown>>;
}

/** The server on HTTP, as a process. */
export interface HttpServer {
  readonly pid: number | undefined;
  readonly port: number;
  connect(token: string): Promise<HttpClient>;
  close(): Promise<void>;
}

/** The JSON-RPC message of an answer, which comes as JSON or as one event of a stream. */
function messageOf(text: string): Record<string, unknown> {
  const data = text.startsWith('{') ? text : (/^data: (\{.*)$/m.exec(text)?.[1] ?? '');
  const message: unknown = JSON.parse(data);
  if (!isRecord(message) || !isRecord(message.result)) throw new Error(`no result: ${text.slice(0, 200)}`);
  return message.result;
}

/** Starts it on a free port and waits until it listens. @throws Error when it does not within five seconds */
export async function startHttpServer(
  bundle: Bundle,
  cloud: string,
  args: readonly string[] = [],
): Promise<HttpServer> {
  const port = await freePort();
  const options = ['--transport', 'http', '--port', String(port), '--max-sessions', '5000', ...args];
  const env = { ...bundle.env, MIST_HOST: cloud };
  const child = spawn(process.execPath, [bundle.file, ...options], { cwd: '/', env, stdio: 'ignore' });
  const origin = `http://127.0.0.1:${port}`;
  for (let turn = 0; ; turn += 1) {
    const up = await fetch(`${origin}/healthz`)
      .then(({ ok }) => ok)
      .catch(() => false);
    if (up) break;
    if (turn === 100) throw new Error('the http server does not answer');
    await wait(50);
  }
  async function post(token: string, session: string | undefined, body: object): Promise<Response> {
    return fetch(`${origin}/mcp`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        ...(session === undefined ? {} : { 'Mcp-Session-Id': session, 'Mcp-Protocol-Version': '2025-11-25' }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', ...body }),
    });
  }
  return {
    pid: child.pid,
    port,
    async connect(token) {
      const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } };
      const opened = await post(token, undefined, { id: 1, method: 'initialize', params });
      messageOf(await opened.text());
      const session = opened.headers.get('mcp-session-id') ?? undefined;
      await (await post(token, session, { method: 'notifications/initialized' })).text();
      let last = 1;
      return {
        async call(name, given) {
          last += 1;
          const body = { id: last, method: 'tools/call', params: { name, arguments: given } };
          const result = messageOf(await (await post(token, session, body)).text());
          if (result.isError === true) throw new Error(`${name}: ${JSON.stringify(result.content)}`);
          return result;
        },
      };
    },
    async close() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
