import { Client as McpClient, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setupChange } from '../../src/clients/change.ts';
import { clients } from '../../src/clients/clients.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { readAnswer } from '../harness/answer.ts';
import { type HttpStage, openHttpStage } from '../harness/http-stage.ts';
import { addressOf, entryAsRead, filledIn, fromSource, type Home, openHome, startOf } from './home.ts';

type Transport = StdioClientTransport | StreamableHTTPClientTransport;

/** Connects as an application does, and looks who it is. */
async function whoIs(transport: Transport): Promise<{ tools: string[]; self: JsonObject }> {
  const client = new McpClient({ name: 'application', version: '1' });
  await client.connect(transport);
  const { tools } = await client.listTools();
  const self = readAnswer(await client.callTool({ name: 'mist_get_self', arguments: { action_type: 'account_info' } }));
  await client.close();
  expect(self.isError, self.text).toBe(false);
  return { tools: tools.map(({ name }) => name), self: self.data };
}

describe('what setup has written, used as the client uses it', () => {
  let home: Home;
  beforeEach(() => {
    home = openHome();
  });
  afterEach(() => home.close());

  it.each(clients)('$title starts the server', async (client) => {
    const path = home.pathOf(client);
    const done = home.run(['setup', client.id, '--demo', '--yes', '--command', fromSource]);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toContain(path);
    expect(home.modeOf(path)).toBe(0o600);

    const { words, env } = startOf(entryAsRead(client, home.read(path)));
    const [command = '', ...args] = words;
    const started = { command, args, env: filledIn(env, 'unused'), cwd: home.folder };
    const { tools, self } = await whoIs(new StdioClientTransport({ ...started, stderr: 'ignore' }));
    expect(tools).toContain('mist_get_self');
    expect(self).toHaveProperty('email');
  });
});

describe('an entry for a server that runs already', () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await openHttpStage();
  });
  afterAll(() => stage.close());

  it.each(clients.filter(({ url }) => url !== undefined))('$title reaches it', async (client) => {
    const { text } = setupChange(client, '', { target: { url: stage.url }, cloud: stage.cloud.url });
    const entry = entryAsRead(client, text);
    const token = stage.cloud.tokens.read;
    const named = entry.bearer_token_env_var === 'MIST_APITOKEN' ? { Authorization: `Bearer ${token}` } : {};
    const address = addressOf(entry);
    const headers = { ...named, ...filledIn(address.headers, token) };
    const transport = new StreamableHTTPClientTransport(new URL(address.url), { requestInit: { headers } });
    expect((await whoIs(transport)).self).toHaveProperty('email');
    expect(text).not.toContain(token);
  });
});
