import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpStage, openHttpStage } from '../../harness/http-stage.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await openHttpStage(['--enable-write-tools']);
});
afterAll(() => stage.close());

const greeting = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'client', version: '1' } },
};

/** The answer to a greeting at an address, with headers beside those of the protocol. */
async function greeted(address: string, headers: Readonly<Record<string, string>>): Promise<[number, string]> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(greeting),
  });
  return [response.status, await response.text()];
}

describe('what a client of the Python server sends over HTTP', () => {
  it.each<[string, () => [string, Record<string, string>]]>([
    ['the header and the cloud', () => ['', { Authorization: `Bearer ${stage.cloud.tokens.read}` }]],
    ['a slash behind the path', () => ['/', { Authorization: `Bearer ${stage.cloud.tokens.read}` }]],
    ['the other header without Bearer', () => ['', { 'X-Authorization': String(stage.cloud.tokens.read) }]],
    ['the other header with Bearer', () => ['', { 'X-Authorization': `Bearer ${stage.cloud.tokens.read}` }]],
  ])('is taken: %s', async (_, sent) => {
    const [behind, headers] = sent();
    for (const cloud of [stage.cloud.url, new URL(stage.cloud.url).host]) {
      const [status, text] = await greeted(`${stage.url}${behind}?cloud=${cloud}&mode=all&debug=true`, headers);
      expect([status, text]).toEqual([200, expect.stringContaining('serverInfo')]);
    }
  });

  it('is refused without Bearer in the header of the protocol, with the form to send', async () => {
    const headers = { Authorization: String(stage.cloud.tokens.read) };
    const [status, text] = await greeted(`${stage.url}?cloud=${stage.cloud.url}`, headers);
    expect(status).toBe(401);
    expect(text).toContain('Authorization: Bearer <token>');
    expect(text).not.toContain(stage.cloud.tokens.read);
  });

  it('is refused for a host that is no Mist cloud, with those there are, and sends nothing', async () => {
    const before = stage.cloud.requests.length;
    const headers = { Authorization: `Bearer ${stage.cloud.tokens.read}` };
    for (const cloud of ['api.example.com', 'https://api.example.com', 'api.mist.com.example.com']) {
      const [status, text] = await greeted(`${stage.url}?cloud=${cloud}`, headers);
      expect([status, text]).toEqual([403, expect.stringContaining('api.eu.mist.com')]);
    }
    expect(stage.cloud.requests.length).toBe(before);
  });

  it.each([
    ['disable_elicitation=true', {}],
    ['experimental=true', {}],
    ['', { 'X-Disable-Elicitation': 'true' }],
  ])('brings no tools that change something to a client that cannot ask: %s %j', async (query, headers) => {
    const at = `cloud=${encodeURIComponent(stage.cloud.url)}&${query}`;
    const { client } = await stage.connect({ token: String(stage.cloud.tokens.write), query: at, headers });
    const { tools } = await client.listTools();
    expect(tools.filter(({ name }) => /update_configuration|change_configuration|apply_plan/.test(name))).toEqual([]);
    await client.close();
  });
});
