import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksIn } from '../../docs/pages.ts';
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

/** The entry that the page has, as it stands in a client's configuration. */
function entryOfPage(): { args: readonly string[]; env: Readonly<Record<string, string>> } {
  for (const { page, text } of blocksIn('json')) {
    const entry = JSON.parse(text).mcpServers?.['mist-http'];
    if (page === 'docs/moving-from-python.md' && entry !== undefined) return entry;
  }
  throw new Error('the page has no entry for mcp-remote');
}

describe.skipIf(proxy === undefined)('mcp-remote (needs the package of that name)', () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await openHttpStage(['--enable-write-tools']);
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

  it.each([
    ['', true],
    ['&disable_elicitation=true&experimental=true&mode=all', true],
    ['&disable_elicitation=true&experimental=true&mode=all', false],
  ])(
    'asks the person through the entry of the Python server%s, and hides what changes from a client that cannot ask: %s',
    async (more, canAsk) => {
      const entry = entryOfPage();
      const url = `${stage.url}?cloud=${stage.cloud.url}${more}`;
      const args = entry.args.slice(1).map((arg) => arg.replace(/^http:.*/, url).replace(/^mcp-remote$/, proxy ?? ''));
      const capabilities = canAsk ? { elicitation: { form: {} } } : {};
      const client = new Client(
        { name: 'stage', version: '1' },
        { versionNegotiation: { mode: 'legacy' }, capabilities },
      );
      let questions = 0;
      if (canAsk) {
        client.setRequestHandler('elicitation/create', async () => {
          questions += 1;
          return { action: 'decline' };
        });
      }
      const env = { ...entry.env, MIST_APITOKEN: stage.cloud.tokens.write };
      const header = { 'X-Disable-Elicitation': 'true' };
      const headers = Object.entries(header).flatMap(([name, value]) => ['--header', `${name}:${value}`]);
      const command = { command: process.execPath, args: [...args, ...headers], env, stderr: 'ignore' as const };
      await client.connect(new StdioClientTransport(command));
      const { tools } = await client.listTools();
      expect(tools.some(({ name }) => name === 'mist_change_configuration_objects')).toBe(canAsk);
      if (canAsk) {
        const change = { action_type: 'delete', object_type: 'org_alarmtemplates', object_id: 'Quiet Lab' };
        const answer = await client.callTool({ name: 'mist_change_configuration_objects', arguments: change });
        expect(readAnswer(answer).data).toMatchObject({ outcome: 'not_sent', decision: 'declined' });
      }
      expect(questions).toBe(canAsk ? 1 : 0);
      expect(stage.cloud.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
      await client.close();
    },
  );
});
