import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { readAnswer, type ToolAnswer } from './answer.ts';
import { startCloud } from './cloud.ts';
import { command, processEnv } from './command.ts';
import { type Era, speaking } from './era.ts';
import { PATIENCE } from './patience.ts';

/** A simulated cloud, the server as a process of its own, and a real MCP client on its stdio. */
export interface Stage {
  readonly cloud: DemoCloud;
  readonly client: Client;
  call(tool: string, args?: Record<string, unknown>, options?: { signal?: AbortSignal }): Promise<ToolAnswer>;
  /** What the server wrote to stderr so far. */
  stderr(): string;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly era?: Era;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Which of the cloud's tokens the server gets; none with `undefined` given. */
  readonly token?: keyof DemoCloud['tokens'] | undefined;
  readonly client?: ConstructorParameters<typeof Client>[1];
}

/** Opens a stage. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const cloud = await startCloud();
  const which = 'token' in options ? options.token : 'read';
  const args = options.args ?? [];
  const env = { MIST_HOST: cloud.url, ...(which ? { MIST_APITOKEN: cloud.tokens[which] } : {}), ...options.env };
  const { era = '2025-11-25' } = options;
  const client = new Client({ name: 'stage', version: '1' }, { ...speaking(era), ...options.client });
  const server = await connectProcess(client, args, env);
  return {
    cloud,
    client,
    stderr: server.stderr,
    async call(tool, args = {}, more = {}) {
      return readAnswer(await client.callTool({ name: tool, arguments: args }, { timeout: PATIENCE, ...more }));
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
): Promise<Pick<Stage, 'stderr' | 'close'>> {
  const [program = '', ...rest] = command;
  const transport = new StdioClientTransport({
    command: program,
    args: [...rest, ...args],
    cwd: '/',
    env: processEnv({ ...env }),
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: unknown) => {
    stderr += String(chunk);
  });
  await client.connect(transport);
  return { stderr: () => stderr, close: () => client.close() };
}
