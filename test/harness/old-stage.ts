import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { command, processEnv } from './command.ts';

/** The server under the client of the first SDK generation, as many installed applications have it. */
export interface OldStage {
  readonly cloud: DemoCloud;
  readonly client: Client;
  close(): Promise<void>;
}

/** Opens a stage with the older application. */
export async function openOldStage(args: readonly string[] = []): Promise<OldStage> {
  const cloud = await startDemoCloud({ seed: 1 });
  const [program = '', ...rest] = command;
  const client = new Client({ name: 'old', version: '1' });
  await client.connect(
    new StdioClientTransport({
      command: program,
      args: [...rest, ...args],
      cwd: '/',
      env: processEnv({ MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.read }),
      stderr: 'ignore',
    }),
  );
  return {
    cloud,
    client,
    async close() {
      await client.close();
      await cloud.close();
    },
  };
}
