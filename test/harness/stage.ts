import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { command } from './command.ts';
import { connectDirect, type DirectServer } from './direct.ts';

/** What a tool answered, as an application sees it. */
export interface ToolAnswer {
  /** The answer's object: structured content, or the text read as JSON for an error. */
  readonly data: Record<string, unknown>;
  readonly isError: boolean;
  readonly text: string;
}

/** A simulated cloud, the server as a process of its own, and a real MCP client on its stdio. */
export interface Stage {
  readonly cloud: DemoCloud;
  readonly client: Client;
  call(tool: string, args?: Record<string, unknown>, options?: { signal?: AbortSignal }): Promise<ToolAnswer>;
  /** What the server wrote to stderr so far. */
  stderr(): string;
  close(): Promise<void>;
}

/** Protocol revisions: the one with sessions that most applications speak, and the stateless one. */
export type Era = '2025-11-25' | '2026-07-28';

export interface StageOptions {
  readonly era?: Era;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Which of the cloud's tokens the server gets; none with `undefined` given. */
  readonly token?: keyof DemoCloud['tokens'] | undefined;
  readonly client?: ConstructorParameters<typeof Client>[1];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a tool result; text and structured content must say the same. */
export function readAnswer(result: Readonly<Record<string, unknown>>): ToolAnswer {
  const [first]: unknown[] = Array.isArray(result.content) ? result.content : [];
  const text = isRecord(first) && typeof first.text === 'string' ? first.text : '';
  const parsed: unknown = JSON.parse(text);
  if (!isRecord(parsed)) throw new Error(`the answer is not an object: ${text.slice(0, 200)}`);
  const isError = result.isError === true;
  if (isError && result.structuredContent !== undefined) throw new Error('an error with structured content');
  if (!isError && result.structuredContent !== undefined && JSON.stringify(result.structuredContent) !== text) {
    throw new Error('text and structured content differ');
  }
  return { data: parsed, isError, text };
}

/**
 * Opens a stage; the cloud's clock stands still so that answers are the same in every run. With `STAGE=direct` in the
 * environment the server runs in this process instead, which mutation tests need.
 */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const cloud = await startDemoCloud({ seed: 1 });
  const which = 'token' in options ? options.token : 'read';
  const args = options.args ?? [];
  const env = { MIST_HOST: cloud.url, ...(which ? { MIST_APITOKEN: cloud.tokens[which] } : {}), ...options.env };
  const mode = options.era === '2026-07-28' ? ({ pin: '2026-07-28' } as const) : ('legacy' as const);
  const client = new Client({ name: 'stage', version: '1' }, { versionNegotiation: { mode }, ...options.client });
  const server = await (process.env.STAGE === 'direct' ? connectDirect : connectProcess)(client, args, env);
  return {
    cloud,
    client,
    stderr: server.stderr,
    async call(tool, args = {}, more = {}) {
      return readAnswer(await client.callTool({ name: tool, arguments: args }, more));
    },
    async close() {
      await server.close();
      await cloud.close();
    },
  };
}

/** Starts the server as a process of its own and connects the client to its stdio. */
async function connectProcess(
  client: Client,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<DirectServer> {
  const [program = '', ...rest] = command;
  const transport = new StdioClientTransport({
    command: program,
    args: [...rest, ...args],
    cwd: '/',
    env: { ...env },
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: unknown) => {
    stderr += String(chunk);
  });
  await client.connect(transport);
  return { stderr: () => stderr, close: () => client.close() };
}
