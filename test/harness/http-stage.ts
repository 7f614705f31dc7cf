import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { inputRequired, type McpServer } from '@modelcontextprotocol/server';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { type Config, loadConfig } from '../../src/config/config.ts';
import type { Extension } from '../../src/server.ts';
import { openAudit } from '../../src/telemetry/audit-log.ts';
import { ConsentDesk } from '../../src/tool/elicitation.ts';
import { ElicitationRequired } from '../../src/tool/elicitation-required.ts';
import { type HttpSetup, type RunningHttp, startHttp } from '../../src/transport/http/start.ts';
import { readAnswer, type ToolAnswer } from './answer.ts';
import { startCloud } from './cloud.ts';
import { type Era, speaking } from './era.ts';
import { keptLog } from './log.ts';
import { PATIENCE } from './patience.ts';

/** Settings as the command line would give them. */
export function httpConfig(args: readonly string[], env: NodeJS.ProcessEnv = {}): HttpSetup['config'] {
  const loaded = loadConfig(['--transport', 'http', '--port', '0', ...args], env, '/nonexistent');
  if (loaded.kind !== 'run' || !loaded.config.http) throw new Error('no http configuration');
  const config: Config = loaded.config;
  return { ...config, http: loaded.config.http };
}

/** How often the fixture's change was made. */
export interface Changes {
  count: number;
}

/** A tool that asks before it acts, for as long as the test is about the question and not about the act. */
export function asking(desk: ConsentDesk, changes: Changes): Extension {
  const register = (server: McpServer): void => {
    server.registerTool('test_change', { description: 'Changes nothing but a number' }, async (context) => {
      const principal = context.http?.authInfo?.clientId ?? '';
      try {
        const question = { message: 'Change it?', bound: { method: 'PUT', path: '/it' } };
        const decision = await desk.ask({ tool: 'test_change', principal, context, server }, question);
        if (decision.answer === 'accepted') changes.count += 1;
        return { content: [{ type: 'text', text: JSON.stringify(decision) }] };
      } catch (error) {
        if (error instanceof ElicitationRequired) return inputRequired(error.result);
        const text = JSON.stringify({ error: error instanceof Error ? error.message : 'unknown' });
        return { content: [{ type: 'text', text }], isError: true };
      }
    });
  };
  return { register };
}

/** How a client connects. */
export interface Connecting {
  readonly era?: Era;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without the question mark. */
  readonly query?: string;
  /** What the person answers to a form; without it the client offers none. */
  readonly answer?: () => { action: 'accept' | 'decline'; content?: Record<string, string | number | boolean> };
}

/** A connected client. */
export interface Connected {
  readonly client: Client;
  readonly transport: StreamableHTTPClientTransport;
  call(tool: string, args?: Record<string, unknown>): Promise<ToolAnswer>;
}

/** Nothing was sent yet when a connection took too long, so it may be tried again; how soon is the machine's affair. */
const patientFetch: typeof fetch = async (input, init) => {
  for (;;) {
    try {
      return await fetch(input, init);
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      const isLate = cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_CONNECT_TIMEOUT';
      if (!isLate) throw error;
    }
  }
};

/** Connects a real client to an address. */
export async function connectTo(url: string, connecting: Connecting = {}): Promise<Connected> {
  const { era = '2025-11-25', token, headers = {}, query, answer } = connecting;
  const capabilities = answer ? { elicitation: { form: {} } } : {};
  const client = new Client({ name: 'stage', version: '1' }, { ...speaking(era), capabilities });
  if (answer) client.setRequestHandler('elicitation/create', async () => answer());
  const sent = { ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }), ...headers };
  const transport = new StreamableHTTPClientTransport(new URL(query === undefined ? url : `${url}?${query}`), {
    requestInit: { headers: sent },
    fetch: patientFetch,
  });
  await client.connect(transport, { timeout: PATIENCE });
  return {
    client,
    transport,
    async call(tool, args = {}) {
      return readAnswer(await client.callTool({ name: tool, arguments: args }, { timeout: PATIENCE }));
    },
  };
}

/** A simulated cloud and the http transport before it, in this process. */
export interface HttpStage {
  readonly cloud: DemoCloud;
  readonly running: RunningHttp;
  readonly url: string;
  /** Of its metrics, where they are served. */
  readonly metricsUrl: string;
  /** Every line of the log. */
  readonly lines: string[];
  readonly changes: Changes;
  connect(connecting?: Connecting): Promise<Connected>;
  close(): Promise<void>;
}

/** Opens a stage; clients reach the simulated cloud as the operator's default. */
export async function openHttpStage(
  args: readonly string[] = [],
  more: Partial<HttpSetup> & { env?: NodeJS.ProcessEnv } = {},
): Promise<HttpStage> {
  const cloud = await startCloud();
  const { env, ...setup } = more;
  const { log, lines } = keptLog();
  const desk = new ConsentDesk();
  const changes: Changes = { count: 0 };
  const running = await startHttp({
    config: httpConfig(args, { MIST_HOST: cloud.url, ...env }),
    log,
    desk,
    audit: openAudit(log, undefined),
    extend: asking(desk, changes),
    // The clients and the cloud of a stage compute in the same process.
    overload: { lateMs: Number.POSITIVE_INFINITY, windowMs: 1, mostMs: 1 },
    ...setup,
  });
  const open: Connected[] = [];
  return {
    cloud,
    running,
    url: running.url,
    metricsUrl: running.metricsUrl ?? '',
    lines,
    changes,
    async connect(connecting = {}) {
      const connected = await connectTo(running.url, { token: cloud.tokens.read, ...connecting });
      open.push(connected);
      return connected;
    },
    async close() {
      await Promise.allSettled(open.map(({ client }) => client.close()));
      await running.close(100);
      await cloud.close();
    },
  };
}
