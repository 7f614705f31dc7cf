import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { loadConfig } from '../../src/config/config.ts';
import type { WallClock } from '../../src/core/clock.ts';
import { createSession } from '../../src/mist/session.ts';
import { createServerFactory } from '../../src/server.ts';
import { openAudit } from '../../src/telemetry/audit-log.ts';
import { ConsentDesk } from '../../src/tool/elicitation.ts';
import { HandleStore } from '../../src/tool/result-store/store.ts';
import { readAnswer, type ToolAnswer } from './answer.ts';
import { type Form, yes } from './elicitation-handler.ts';
import { speaking } from './era.ts';
import { fastClock } from './fast-clock.ts';
import { keptLog } from './log.ts';

/** What the application sends back for a form; here it may be anything. */
export type AnyReply = (form: Form) => unknown;

/** A server in this process under a client in this process, and everything that left it. */
export interface Direct {
  readonly cloud: DemoCloud;
  readonly client: Client;
  /** Every request as it left, in order: method, whole URL, body. */
  readonly sent: readonly { readonly method: string; readonly url: string; readonly body: string }[];
  /** Lines of the log; the audit lines are among them. */
  readonly lines: readonly string[];
  /** Questions that the person was asked. */
  readonly questions: readonly string[];
  /** Messages about the progress of a call. */
  readonly progress: readonly string[];
  /** The person answers so from now on. */
  answer(reply: AnyReply): void;
  call(tool: string, args?: Readonly<Record<string, unknown>>): Promise<ToolAnswer & { readonly raw: string }>;
  close(): Promise<void>;
}

export interface DirectOptions {
  readonly cloud: DemoCloud;
  readonly args?: readonly string[];
  /** Answers in the cloud's place; the second argument asks the cloud itself. */
  readonly respond?: (request: Request, ask: () => Promise<Response>) => Promise<Response>;
  readonly host?: string;
  readonly auditFile?: string;
  /** Longest time that a call may take, in milliseconds. */
  readonly boundMs?: number;
  /** The time that calls see; one that passes without waiting when absent. */
  readonly clock?: WallClock;
}

/** Longest time that a call may take, in milliseconds: far more than any needs, far less than a hang. */
const BOUND = 100_000;

/** Opens the server with write tools on, as an application of the sessions revision sees it. */
export async function openDirect(options: DirectOptions): Promise<Direct> {
  const { cloud, args = [], respond = (_, ask) => ask(), host = cloud.url } = options;
  const token = cloud.tokens.write;
  const loaded = loadConfig(['--enable-write-tools', ...args], { MIST_HOST: host, MIST_APITOKEN: token }, '/');
  if (loaded.kind !== 'run') throw new Error('no configuration to run with');
  const { config } = loaded;
  const { log, lines } = keptLog();
  const sent: { method: string; url: string; body: string }[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const { method, url } = request;
    sent.push({ method, url, body: method === 'GET' ? '' : await request.clone().text() });
    return respond(request, () => globalThis.fetch(request));
  };
  const session = createSession({ cloud: config.cloud, token, timeoutMs: 10_000, backoffMs: [1, 1], fetch, log });
  const factory = createServerFactory({
    ...{
      config,
      session,
      log,
      desk: new ConsentDesk(),
      handles: new HandleStore(),
      clock: options.clock ?? fastClock(),
    },
    audit: openAudit(log, options.auditFile),
  });
  const [mine, theirs] = InMemoryTransport.createLinkedPair();
  const handle = serveStdio(factory, { transport: theirs });
  const client = new Client(
    { name: 'direct', version: '1' },
    { ...speaking('2025-11-25'), capabilities: { elicitation: { form: {} } } },
  );
  let reply: AnyReply = yes;
  const questions: string[] = [];
  const progress: string[] = [];
  client.fallbackRequestHandler = async ({ method, params }) => {
    if (method !== 'elicitation/create') throw new Error(`not expected: ${method}`);
    const message = String(params?.message);
    questions.push(message);
    const given = reply({ message, requestedSchema: params?.requestedSchema });
    return JSON.parse(JSON.stringify(given));
  };
  await client.connect(mine);
  return {
    ...{ cloud, client, sent, lines, questions, progress },
    answer: (how) => {
      reply = how;
    },
    async call(tool, given = {}) {
      // What arrives over a wire is what JSON leaves of it.
      const wire: unknown = JSON.parse(JSON.stringify(given));
      const written = typeof wire === 'object' && wire !== null ? { ...wire } : {};
      const onprogress = ({ message = '' }): void => void progress.push(message);
      const result = await client.callTool(
        { name: tool, arguments: written },
        { timeout: options.boundMs ?? BOUND, onprogress },
      );
      const { content, structuredContent } = result;
      const raw = JSON.stringify([content, structuredContent]);
      // The SDK's own words for an answer to a form that is none.
      const own = /^\[\[?\{"type":"text","text":"(Fulfilling [^"]*)/.exec(raw)?.[1];
      if (own && result.isError) return { data: { error: own, next_step: '' }, isError: true, text: own, raw };
      return { ...readAnswer({ ...result }), raw };
    },
    async close() {
      await client.close();
      await handle.close();
      await session.client.close();
    },
  };
}
