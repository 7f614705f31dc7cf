import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnswer } from '../../harness/answer.ts';
import { type HttpStage, openHttpStage } from '../../harness/http-stage.ts';

/** The package's program, or undefined where it is not installed. */
function program(): string | undefined {
  const folder = process.env.TEST_MCP_REMOTE;
  try {
    const find = createRequire(folder === undefined ? import.meta.url : join(folder, 'package.json'));
    return join(dirname(find.resolve('mcp-remote/package.json')), 'dist/proxy.js');
  } catch {
    return undefined;
  }
}

const proxy = program();

describe.skipIf(proxy === undefined)('mcp-remote (needs the package of that name)', () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await openHttpStage();
  });
  afterAll(() => stage.close());

  it('works with the configuration that users have', async () => {
    const url = `${stage.url}?cloud=${new URL(stage.cloud.url).host}`;
    const header = `Authorization:Bearer ${stage.cloud.tokens.read}`;
    const args = [proxy ?? '', url, '--header', header, '--transport', 'http-only'];
    const client = new Client({ name: 'stage', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
    await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: 'ignore' }));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('mist_get_self');
    const call = { name: 'mist_get_self', arguments: { action_type: 'account_info' } };
    expect(readAnswer(await client.callTool(call)).data.email).toBe('read@lakeside.example');
    await client.close();
  });
});
