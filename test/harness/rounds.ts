import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { loadConfig } from '../../src/config/config.ts';
import { isRecord } from '../../src/core/json.ts';
import { createSession } from '../../src/mist/session.ts';
import { createServerFactory } from '../../src/server.ts';
import type { Audit } from '../../src/telemetry/audit-log.ts';
import { ConsentDesk } from '../../src/tool/elicitation.ts';
import { readAnswer, type ToolAnswer } from './answer.ts';
import { typedIn } from './elicitation-handler.ts';
import { speaking } from './era.ts';
import { fastClock } from './fast-clock.ts';
import { keptLog } from './log.ts';
import { PATIENCE } from './patience.ts';

type Args = Readonly<Record<string, unknown>>;
export type Responses = Readonly<Record<string, unknown>>;

/** A question that is open: the signed state, and what the person is shown. */
export interface Open {
  readonly state: string;
  readonly message: string;
  /** The text that has to be typed, where there is one. */
  readonly typed?: string;
}

/** A server in this process, under an application of the stateless revision that answers questions by hand. */
export interface DeskStage {
  readonly cloud: DemoCloud;
  /** What was put on record, oldest first. */
  readonly records: readonly Args[];
  /** Where it is put. */
  readonly audit: Audit;
  /** First round of a call: the question, or the answer where none is asked. */
  ask(args: Args, tool?: string): Promise<Open | ToolAnswer>;
  /** Second round: the call with a state and the person's answer. */
  reply(args: Args, state: string | undefined, responses: Responses, tool?: string): Promise<Open | ToolAnswer>;
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly cloud: DemoCloud;
  readonly token?: 'write' | 'msp' | 'helpdesk';
  readonly desk?: ConsentDesk;
  readonly args?: readonly string[];
  /** Whether the application can show forms. */
  readonly forms?: boolean;
  /** How long a request to the cloud may take, in milliseconds; ten seconds when absent. */
  readonly timeoutMs?: number;
  /** Runs before each request to the cloud. */
  readonly before?: (request: Request) => void;
  /** Answers a request in the cloud's place. */
  readonly intercept?: (request: Request) => Response | Promise<Response> | undefined;
}

export const TOOL = 'mist_update_configuration_objects';
const CHANGE = 'mist_change_configuration_objects';

/** The tool that deletes. */
export { CHANGE };

/** A yes, and the text that goes with it where one is to be typed. */
export const YES = (typed?: string): Responses => ({
  confirm: { action: 'accept', content: { confirm: true, ...(typed === undefined ? {} : { typed }) } },
});

function opened(result: Record<string, unknown>): Open | undefined {
  if (result.resultType !== 'input_required') return undefined;
  const { requestState, inputRequests } = result;
  const confirm = isRecord(inputRequests) ? inputRequests.confirm : undefined;
  const params = isRecord(confirm) ? confirm.params : undefined;
  const typed = isRecord(params) ? typedIn({ requestedSchema: params.requestedSchema }) : undefined;
  return {
    state: String(requestState),
    message: isRecord(params) ? String(params.message) : '',
    ...(typed === undefined ? {} : { typed }),
  };
}

/**
 * Connects an application of the stateless revision that fills no form in by itself: its caller plays each round by hand.
 */
export async function connectByHand(
  handler: { fetch(request: Request): Promise<Response> },
  capabilities: object,
): Promise<Client> {
  const client = new Client(
    { name: 'rounds', version: '1' },
    { ...speaking('2026-07-28'), inputRequired: { autoFulfill: false }, capabilities: { ...capabilities } },
  );
  await client.connect(
    new StreamableHTTPClientTransport(new URL('http://127.0.0.1/mcp'), {
      fetch: (url, init) => handler.fetch(new Request(url, init)),
    }),
  );
  return client;
}

/** Opens a desk stage on a cloud. */
export async function openDesk(options: DeskOptions): Promise<DeskStage> {
  const { cloud, token = 'write', desk = new ConsentDesk(), args = [], forms = true } = options;
  const loaded = loadConfig(
    ['--enable-write-tools', ...args],
    { MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens[token] },
    '/',
  );
  if (loaded.kind !== 'run') throw new Error('no configuration to run with');
  const { config } = loaded;
  const records: Args[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    options.before?.(request);
    return options.intercept?.(request) ?? globalThis.fetch(request);
  };
  const session = createSession({
    cloud: config.cloud,
    token: cloud.tokens[token],
    timeoutMs: options.timeoutMs ?? 10_000,
    backoffMs: [1, 1],
    fetch,
  });
  const audit = { write: (entry: Args) => void records.push(entry) };
  const handler = createMcpHandler(
    createServerFactory({ config, session, log: keptLog().log, desk, audit, clock: fastClock() }),
  );
  const client = await connectByHand(handler, forms ? { elicitation: { form: {} } } : {});
  const round = async (tool: string, params: Args): Promise<Open | ToolAnswer> => {
    const result = await client.callTool({ name: tool, ...params }, { allowInputRequired: true, timeout: PATIENCE });
    return opened({ ...result }) ?? readAnswer({ ...result });
  };
  return {
    cloud,
    records,
    audit,
    ask: (input, tool = TOOL) => round(tool, { arguments: { ...input } }),
    reply: (input, state, responses, tool = TOOL) =>
      round(tool, {
        arguments: { ...input },
        inputResponses: responses,
        ...(state === undefined ? {} : { requestState: state }),
      }),
    async close() {
      await client.close();
      await handler.close();
    },
  };
}

/** The open question of a first round. */
export function questionIn(answer: Open | ToolAnswer): Open {
  if ('state' in answer) return answer;
  throw new Error(`no question was asked: ${answer.text}`);
}

/** The answer of a round that asks nothing. */
export function answerIn(answer: Open | ToolAnswer): ToolAnswer {
  if ('data' in answer) return answer;
  throw new Error(`a question was asked: ${answer.message}`);
}
