import { createServer } from 'node:http';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { readAnswer, type ToolAnswer } from './answer.ts';
import { command, processEnv } from './command.ts';

/** What a scripted cloud answers. */
export interface ScriptedReply {
  readonly body: unknown;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a request by its path and query; undefined stands for 404. */
export type Script = (path: string, query: URLSearchParams) => ScriptedReply | undefined;

/** A cloud on this machine that answers as a test says, for what the simulated one never does. */
export interface ScriptedCloud {
  readonly url: string;
  /** Paths and queries of the requests, in their order. */
  readonly requests: string[];
  close(): void;
}

export const SCRIPTED_TOKEN = 'q7Wc2LrT9vXn4KpB';

/** The organization of a scripted cloud, for a script that has no `/self` of its own. */
export const SCRIPTED_ORG = '11111111-2222-3333-4444-555555555555';

const SELF = {
  email: 'a@example.com',
  privileges: [{ scope: 'org', role: 'admin', org_id: SCRIPTED_ORG, name: 'Acme' }],
};

export async function startScriptedCloud(script: Script): Promise<ScriptedCloud> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://cloud');
    const path = decodeURIComponent(url.pathname);
    requests.push(path + decodeURIComponent(url.search));
    const reply: ScriptedReply =
      script(path, url.searchParams) ??
      (path === '/api/v1/self' ? { body: SELF } : { status: 404, body: { detail: 'Not found.' } });
    const { body, status = 200, headers = {} } = reply;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the cloud has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A server process before a scripted cloud, and a client on its stdio. */
export interface ScriptedStage {
  readonly cloud: ScriptedCloud;
  call(tool: string, args?: Record<string, unknown>): Promise<ToolAnswer>;
  close(): Promise<void>;
}

export async function openScriptedStage(script: Script, args: readonly string[] = []): Promise<ScriptedStage> {
  const cloud = await startScriptedCloud(script);
  const client = new Client({ name: 'scripted', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
  const [program = '', ...rest] = command;
  const env = processEnv({ MIST_HOST: cloud.url, MIST_APITOKEN: SCRIPTED_TOKEN });
  await client.connect(
    new StdioClientTransport({ command: program, args: [...rest, ...args], cwd: '/', env, stderr: 'ignore' }),
  );
  return {
    cloud,
    async call(tool, given = {}) {
      return readAnswer(await client.callTool({ name: tool, arguments: given }));
    },
    async close() {
      await client.close();
      cloud.close();
    },
  };
}
