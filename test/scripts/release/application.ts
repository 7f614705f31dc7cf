import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { readAnswer } from '../../harness/answer.ts';

/** How an application starts an installed server. */
export interface Start {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What an application saw of an installed server. */
export interface ApplicationView {
  readonly tools: readonly string[];
  readonly version: string | undefined;
  /** The account of the simulated cloud, as mist_get_self tells it. */
  readonly self: Record<string, unknown>;
}

/** Starts a server that has its simulated cloud, lists its tools, calls one, and ends it. */
export async function visit({ command, args, cwd, env }: Start): Promise<ApplicationView> {
  const client = new Client({ name: 'application', version: '1' });
  await client.connect(new StdioClientTransport({ command, args: [...args], cwd, env: { ...env }, stderr: 'ignore' }));
  try {
    const { tools } = await client.listTools();
    const { data, isError, text } = readAnswer(
      await client.callTool({ name: 'mist_get_self', arguments: { action_type: 'account_info' } }),
    );
    if (isError) throw new Error(text);
    return { tools: tools.map(({ name }) => name), version: client.getServerVersion()?.version, self: data };
  } finally {
    await client.close();
  }
}
