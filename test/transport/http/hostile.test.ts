import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../../harness/cases.ts';
import { type HttpStage, openHttpStage } from '../../harness/http-stage.ts';
import { ask, initialize, listTools, openSession } from '../../harness/wire.ts';

// TEST_BODIES=10000 for the full number.
const bodies = Number(process.env.TEST_BODIES ?? cases(500));

let stage: HttpStage;
let bearer: Record<string, string>;
beforeAll(async () => {
  stage = await openHttpStage(['--metrics-port', '0']);
  bearer = { Authorization: `Bearer ${stage.cloud.tokens.read}` };
});
afterAll(() => stage.close());

const modern = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: {
    name: 'mist_get_self',
    arguments: { action_type: 'account_info' },
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/clientInfo': { name: 'x', version: '1' },
    },
  },
});

/** A real message with a part replaced, cut out or repeated. */
const mutated = fc
  .tuple(
    fc.constantFrom(initialize, listTools, modern),
    fc.nat(),
    fc.nat(40),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  .map(([text, at, length, by]) => {
    const from = at % text.length;
    return text.slice(0, from) + by + text.slice(from + length);
  });

const body = fc.oneof(
  mutated,
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '[]',
    '[[]]',
    'null',
    '1',
    '""',
    '{}',
    '{"__proto__":{"x":1}}',
    '[{"jsonrpc":"2.0"}]',
    modern.repeat(2),
  ),
  fc.json().map((value) => `{"jsonrpc":"2.0","id":${value},"method":"tools/call","params":${value}}`),
  fc.json().map((value) => modern.replace('{"action_type":"account_info"}', value)),
);

const header = fc.constantFrom(
  {},
  { 'MCP-Protocol-Version': '2026-07-28' },
  { 'MCP-Protocol-Version': '2025-11-25', 'Mcp-Session-Id': 'x' },
  { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': 'mist_get_self' },
  { 'MCP-Protocol-Version': 'x' },
);

describe('hostile requests', () => {
  it(`${bodies} malformed bodies are each answered in JSON, and the server serves on`, async () => {
    const id = await openSession(stage.url, bearer);
    await fc.assert(
      fc.asyncProperty(body, header, fc.boolean(), async (text, headers, inSession) => {
        const session = inSession ? { 'Mcp-Session-Id': id } : {};
        const answer = await ask(stage.url, { headers: { ...bearer, ...headers, ...session }, body: text });
        expect(answer.status).toBeLessThan(500);
        expect(answer.text).not.toMatch(/<html|<!doctype|node_modules|at .*\.ts:\d/i);
        expect(answer.text).not.toContain(stage.cloud.tokens.read);
        if (answer.status >= 400) expect(answer.json).toMatchObject({ error: { message: expect.any(String) } });
      }),
      { numRuns: bodies },
    );
    const { call } = await stage.connect();
    expect((await call('mist_get_self', { action_type: 'account_info' })).data.email).toBe('read@lakeside.example');
    expect(stage.cloud.violations).toEqual([]);
  }, 300_000);

  it('lists of a hundred thousand elements are refused in a sentence, and the server serves on', async () => {
    const id = await openSession(stage.url, bearer);
    const many = Array.from({ length: 100_000 }, () => 1);
    const wide = Object.fromEntries(many.slice(0, 20_000).map((one, at) => [`k${at}`, one]));
    const calls = [
      ['mist_get_configuration_objects', { object_type: 'org_wlans', fields: many }],
      ['mist_get_configuration_objects', { object_type: 'org_wlans', fields: many.join(',') }],
      ['mist_call_api', { operation: 'listOrgWlans', query: { limit: many } }],
      ['mist_call_api', { operation: 'listOrgWlans', path: wide }],
      ['mist_utilities', { device_type: 'ap', utility: 'ping', parameters: wide }],
      ['mist_utilities', { device_type: 'ap', utility: 'ping', parameters: { host: { a: many } } }],
    ] as const;
    for (const [name, args] of calls) {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });
      const session = { 'Mcp-Session-Id': id, 'MCP-Protocol-Version': '2025-11-25' };
      const answer = await ask(stage.url, { headers: { ...bearer, ...session }, body });
      expect(answer.text, name).toContain('Give at most 200; nothing was sent.');
      expect(answer.text.length, name).toBeLessThan(400);
    }
    const { call } = await stage.connect();
    expect((await call('mist_get_self', { action_type: 'account_info' })).isError).toBe(false);
  });

  it('any target, Host and Origin is answered in JSON and never with more than a refusal', async () => {
    const target = fc
      .string({ unit: fc.constantFrom(...'/.%2fmcp?=&;:\\@healtz'), maxLength: 20 })
      .map((text) => `/${text}`);
    const name = fc.string({ unit: fc.constantFrom(...'localhst127.0.1:[]@,evil'), maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(target, name, fc.option(name, { nil: undefined }), async (path, Host, Origin) => {
        const headers = { Host, ...(Origin === undefined ? {} : { Origin }) };
        const answer = await ask(stage.url, { method: 'GET', path, headers });
        expect([200, 401, 403, 404, 405]).toContain(answer.status);
        if (answer.status === 200) expect(path).toMatch(/^\/(healthz|readyz|metrics)(\?|$)/);
        else expect(answer.json).toMatchObject({ error: { message: expect.any(String) } });
      }),
      { numRuns: 200 },
    );
  });
});
