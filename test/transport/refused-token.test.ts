import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { command, processEnv } from '../harness/command.ts';
import { type Era, speaking } from '../harness/era.ts';

const WRONG = 'notatokenofthiscloud000';

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
});
afterAll(() => cloud.close());

/** Connects with a token over stdio. @returns the instructions that came, and what stood on stderr */
async function connect(token: string, args: readonly string[] = [], era: Era = '2025-11-25') {
  const [program = '', ...first] = command;
  const transport = new StdioClientTransport({
    command: program,
    args: [...first, ...args],
    env: processEnv({ MIST_APITOKEN: token, MIST_HOST: cloud.url }),
    cwd: '/',
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (part: Buffer) => {
    stderr += part.toString('utf8');
  });
  const client = new Client({ name: 'application', version: '1' }, speaking(era));
  await client.connect(transport);
  const { tools } = await client.listTools();
  const told = client.getInstructions() ?? '';
  await client.close();
  return { told, stderr, tools: tools.length };
}

describe('a token that the cloud refuses, over stdio', () => {
  it.each([[[]], [['--enable-write-tools']]])('is told on connecting with %j, and in the log', async (args) => {
    for (const era of ['2025-11-25', '2026-07-28'] as const) {
      const { told, stderr, tools } = await connect(WRONG, args, era);
      expect(told).toMatch(/^No call can succeed now; tell the person: .* did not accept the token \(401\)/);
      expect(told).toContain('check MIST_APITOKEN and MIST_HOST');
      expect(told).toContain('Juniper Mist networks');
      expect(stderr).toContain('did not accept the token (401)');
      expect(told + stderr).not.toContain(WRONG);
      expect(tools).toBeGreaterThan(20);
    }
  });

  it('is not told of one that is accepted', async () => {
    const { told, stderr } = await connect(cloud.tokens.read);
    expect(told).toMatch(/^Juniper Mist networks/);
    expect(stderr).not.toMatch(/\b401\b/);
  });
});
