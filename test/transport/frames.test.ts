import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type HttpStage, openHttpStage } from '../harness/http-stage.ts';
import { type Message, messages, type ServerProcess, startServer } from '../harness/process.ts';
import { ask } from '../harness/wire.ts';

const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
const tool = { name: 'mist_get_self', arguments: { action_type: 'account_info' } };
const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** What is sent, and what of the answer matters: that there is a result, or the code of the error. */
type Row = readonly [name: string, frame: object | string, answer: 'result' | number];

const request = (more: object): object => ({ jsonrpc: '2.0', id: 7, ...more });
const call = (more: object): object => request({ method: 'tools/call', params: { ...tool, ...more } });

const ROWS: readonly Row[] = [
  ['no params', request({ method: 'tools/list' }), 'result'],
  ['params null', request({ method: 'tools/list', params: null }), 'result'],
  ['params an empty list', request({ method: 'tools/list', params: [] }), 'result'],
  ['params an empty text', request({ method: 'tools/list', params: '' }), 'result'],
  ['params a list', request({ method: 'tools/list', params: [1] }), -32602],
  ['params a number', request({ method: 'tools/list', params: 5 }), -32602],
  ['_meta null', call({ _meta: null }), 'result'],
  ['_meta a text', call({ _meta: 'x' }), -32602],
  ['_meta an empty list', call({ _meta: [] }), 'result'],
  ['a related task that is null', call({ _meta: { 'io.modelcontextprotocol/related-task': null } }), 'result'],
  ['a related task that is a number', call({ _meta: { 'io.modelcontextprotocol/related-task': 5 } }), -32602],
  ['a revision in _meta that is null', call({ _meta: { 'io.modelcontextprotocol/protocolVersion': null } }), 'result'],
  ['a revision in _meta that is a number', call({ _meta: { 'io.modelcontextprotocol/protocolVersion': 5 } }), -32602],
  [
    'a client in _meta that is a list',
    call({ _meta: { ...envelope, 'io.modelcontextprotocol/clientInfo': [1] } }),
    -32602,
  ],
  ['a task that is null', call({ task: null }), 'result'],
  ['a task that is a number', call({ task: 5 }), -32602],
  ['answers and their state that are null', call({ inputResponses: null, requestState: null }), 'result'],
  ['cursor null', request({ method: 'tools/list', params: { cursor: null } }), 'result'],
  ['cursor a number', request({ method: 'tools/list', params: { cursor: 1 } }), -32602],
  ['arguments a JSON text', call({ arguments: '{"action_type":"account_info"}' }), 'result'],
  ['arguments null', call({ arguments: null }), 'result'],
  ['arguments an empty list', call({ arguments: [] }), 'result'],
  ['arguments the text null', call({ arguments: 'null' }), 'result'],
  [
    'arguments a JSON text within a JSON text',
    call({ arguments: '"{\\"action_type\\":\\"account_info\\"}"' }),
    'result',
  ],
  ['arguments absent', request({ method: 'tools/call', params: { name: tool.name } }), 'result'],
  ['arguments a list', call({ arguments: [1] }), -32602],
  ['arguments some text', call({ arguments: 'hello' }), -32602],
  ['progressToken null', call({ _meta: { progressToken: null } }), 'result'],
  ['progressToken 0', call({ _meta: { progressToken: 0 } }), 'result'],
  ['progressToken 1.5', call({ _meta: { progressToken: 1.5 } }), 'result'],
  ['progressToken an object', call({ _meta: { progressToken: {} } }), 'result'],
  ['an extra member of the root', { ...call({}), extra: 1, trace: {} }, 'result'],
  ['no jsonrpc', { id: 7, method: 'tools/list' }, -32600],
  ['jsonrpc 1.0', { jsonrpc: '1.0', id: 7, method: 'tools/list' }, -32600],
  ['no method', request({ params: {} }), -32600],
  ['method a number', request({ method: 5 }), -32600],
  ['an unknown method', request({ method: 'tools/nothing' }), -32601],
  ['no name of a tool', request({ method: 'tools/call', params: {} }), -32602],
  ['no name of a prompt', request({ method: 'prompts/get', params: null }), -32602],
  ['an unknown prompt', request({ method: 'prompts/get', params: { name: 'nothing' } }), -32602],
  ['an unknown resource', request({ method: 'resources/read', params: { uri: 'mist://nothing' } }), -32602],
  ['no uri', request({ method: 'resources/read' }), -32602],
  ['a completion of nothing', request({ method: 'completion/complete', params: {} }), -32602],
  [
    'a completion of a strange thing',
    request({ method: 'completion/complete', params: { ref: {}, argument: {} } }),
    -32602,
  ],
  [
    'an argument of a prompt that is a number',
    request({ method: 'prompts/get', params: { name: 'find', arguments: { what: 5 } } }),
    'result',
  ],
  [
    'an argument of a prompt that is a list',
    request({ method: 'prompts/get', params: { name: 'find', arguments: { what: [] } } }),
    -32602,
  ],
  [
    'a completion with a context of the wrong form',
    request({
      method: 'completion/complete',
      params: { ref: { type: 'ref/prompt', name: 'find' }, argument: { name: 'what', value: '' }, context: 5 },
    }),
    -32602,
  ],
  [
    'a completion whose value and context are null',
    request({
      method: 'completion/complete',
      params: { ref: { type: 'ref/prompt', name: 'find' }, argument: { name: 'what', value: null }, context: null },
    }),
    'result',
  ],
  ['a batch', [request({ method: 'ping' })], -32600],
  ['id null', { jsonrpc: '2.0', id: null, method: 'tools/list' }, -32600],
  ['id 1.5', { jsonrpc: '2.0', id: 1.5, method: 'tools/list' }, -32600],
  ['id an object', { jsonrpc: '2.0', id: {}, method: 'tools/list' }, -32600],
  ['a number', '5', -32600],
  [
    'a notification with parameters that are a number',
    { jsonrpc: '2.0', method: 'notifications/x', params: 5 },
    -32600,
  ],
];

const OPENINGS: readonly Row[] = [
  ['no clientInfo', request({ method: 'initialize', params: { ...params, clientInfo: undefined } }), -32602],
  [
    'no version of the client',
    request({ method: 'initialize', params: { ...params, clientInfo: { name: 'x' } } }),
    -32602,
  ],
  ['no protocolVersion', request({ method: 'initialize', params: { ...params, protocolVersion: undefined } }), -32602],
  ['no params', request({ method: 'initialize' }), -32602],
  ['no capabilities', request({ method: 'initialize', params: { ...params, capabilities: undefined } }), 'result'],
  [
    'an empty list of capabilities',
    request({ method: 'initialize', params: { ...params, capabilities: [] } }),
    'result',
  ],
  [
    'capabilities that are null or an empty list',
    request({
      method: 'initialize',
      params: { ...params, capabilities: { roots: { listChanged: null }, sampling: null, elicitation: [] } },
    }),
    'result',
  ],
  [
    'a title of the client that is null',
    request({ method: 'initialize', params: { ...params, clientInfo: { name: 'x', version: '1', title: null } } }),
    'result',
  ],
  [
    'capabilities of the wrong form',
    request({ method: 'initialize', params: { ...params, capabilities: { elicitation: 5 } } }),
    -32602,
  ],
  [
    'an unknown revision',
    request({ method: 'initialize', params: { ...params, protocolVersion: '1999-01-01' } }),
    'result',
  ],
];

const textOf = (frame: object | string): string => (typeof frame === 'string' ? frame : JSON.stringify(frame));

/** The id that the answer to a frame has. */
function idOf(frame: object | string): unknown {
  const id = typeof frame === 'string' || !('id' in frame) ? null : frame.id;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

/** Checks an answer; one sentence, never a validator's list. */
function check(answer: unknown, frame: object | string, expected: 'result' | number): void {
  expect(answer).toMatchObject({ jsonrpc: '2.0', id: idOf(frame) });
  if (expected === 'result') expect(answer).toHaveProperty('result');
  else {
    expect(answer).toMatchObject({ error: { code: expected, message: expect.stringMatching(/^[^\n]{5,300}$/) } });
    expect(JSON.stringify(answer)).not.toMatch(/invalid_type|expected|Zod|\\n|request: /);
  }
}

/** How often is looked for an answer, and for how long, in milliseconds; also before the first test. */
const WAIT = { timeout: 90_000, interval: 5 };

describe('over stdio', () => {
  let server: ServerProcess;
  let isOpen = false;
  /** Sends a line and waits for the answer after those before it. */
  async function exchange(line: string): Promise<Message | Message[]> {
    const seen = server.stdout().split('\n').length;
    server.child.stdin.write(`${line}\n`);
    await vi.waitFor(() => expect(server.stdout().split('\n').length).toBeGreaterThan(seen), WAIT);
    const last: unknown = JSON.parse(server.stdout().trim().split('\n').at(-1) ?? '');
    return Object(last);
  }

  const begin = async (version = '2025-11-25'): Promise<void> => {
    server = startServer(['--demo']);
    await server.said('is ready');
    await exchange(
      JSON.stringify(request({ id: 1, method: 'initialize', params: { ...params, protocolVersion: version } })),
    );
    server.send({ method: 'notifications/initialized' });
    isOpen = true;
  };
  beforeAll(() => begin());
  afterAll(() => {
    server.child.kill('SIGKILL');
  });

  it.each(ROWS)('%s is answered', async (_, frame, expected) => {
    check(await exchange(textOf(frame)), frame, expected);
  });

  it('a line that is no JSON gets one line of the log and no answer; the next is answered', async () => {
    const before = server.stderr().length;
    for (const line of ['{"jsonrpc":', 'hello', '[[['.repeat(300)]) server.child.stdin.write(`${line}\n`);
    check(await exchange(textOf(call({}))), call({}), 'result');
    const lines = server.stderr().slice(before).trim().split('\n');
    expect(lines.filter((line) => line.includes('is not JSON'))).toHaveLength(3);
  });

  it('a byte-order mark, CRLF, blank lines and a last line without its end are read', async () => {
    expect(isOpen).toBe(true);
    const fresh = startServer(['--demo']);
    const opening = JSON.stringify(request({ id: 1, method: 'initialize', params }));
    fresh.child.stdin.write(`\uFEFF${opening}\r\n\r\n\n  \n`);
    expect(await fresh.answer(1)).toHaveProperty('result');
    fresh.child.stdin.end(`${JSON.stringify(request({ id: 2, method: 'tools/list' }))}\r\n${JSON.stringify(call({}))}`);
    expect(await fresh.exit).toEqual({ code: 0, signal: null });
    expect(
      messages(fresh.stdout())
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([1, 2, 7]);
  });

  it.each(OPENINGS)('an opening with %s is answered', async (_, frame, expected) => {
    const fresh = startServer(['--demo']);
    fresh.child.stdin.write(`${textOf(frame)}\n`);
    check(await fresh.answer(7), frame, expected);
    fresh.child.kill('SIGKILL');
  });

  it('a batch of 2025-03-26 is answered as one', async () => {
    server.child.kill('SIGKILL');
    await begin('2025-03-26');
    const batch = [
      request({ id: 'a', method: 'ping' }),
      { jsonrpc: '2.0', method: 'notifications/x' },
      { id: 3 },
      call({}),
    ];
    const answers = await exchange(JSON.stringify(batch));
    expect(answers).toHaveLength(3);
    expect(answers).toContainEqual(expect.objectContaining({ id: 'a', result: {} }));
    expect(answers).toContainEqual(
      expect.objectContaining({ id: 3, error: expect.objectContaining({ code: -32600 }) }),
    );
    expect(answers).toContainEqual(expect.objectContaining({ id: 7, result: expect.anything() }));
    expect(await exchange('[]')).toMatchObject({ id: null, error: { code: -32600 } });
  });

  it('a batch that is read together with the opening of 2025-03-26 is answered as one', async () => {
    const fresh = startServer(['--demo']);
    const opening = request({ id: 1, method: 'initialize', params: { ...params, protocolVersion: '2025-03-26' } });
    fresh.child.stdin.end(
      `${JSON.stringify(opening)}\n${JSON.stringify([request({ method: 'ping' }), { ...call({}), id: 8 }])}`,
    );
    await fresh.exit;
    const [first, batch] = fresh.stdout().trim().split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({ id: 1, result: { protocolVersion: '2025-03-26' } });
    expect(JSON.parse(batch ?? '')).toHaveLength(2);
  });
});

describe('over HTTP', () => {
  let stage: HttpStage;
  let bearer: Record<string, string>;
  let session: Record<string, string>;

  const open = async (protocolVersion = '2025-11-25'): Promise<Record<string, string>> => {
    const body = JSON.stringify(request({ method: 'initialize', params: { ...params, protocolVersion } }));
    const { headers } = await ask(stage.url, { headers: bearer, body });
    return { ...bearer, 'Mcp-Session-Id': String(headers['mcp-session-id']) };
  };
  beforeAll(async () => {
    stage = await openHttpStage();
    bearer = { Authorization: `Bearer ${stage.cloud.tokens.read}` };
    session = await open();
  });
  afterAll(() => stage.close());

  it.each(ROWS)('%s is answered', async (_, frame, expected) => {
    const { json, status } = await ask(stage.url, { headers: session, body: textOf(frame) });
    check(json, frame, expected);
    expect(status).toBe(expected === -32600 ? 400 : 200);
  });

  it.each(OPENINGS)('an opening with %s is answered', async (_, frame, expected) => {
    check((await ask(stage.url, { headers: bearer, body: textOf(frame) })).json, frame, expected);
  });

  it('a body that is no JSON gets 400 and -32700; a byte-order mark before it is no fault', async () => {
    for (const body of ['{"jsonrpc":', 'hello', '', '[[['.repeat(300)]) {
      const { status, json } = await ask(stage.url, { headers: session, body });
      expect(status).toBe(400);
      expect(json).toMatchObject({ id: null, error: { code: -32700 } });
    }
    const { json } = await ask(stage.url, { headers: session, body: `\uFEFF\r\n${textOf(call({}))}\r\n` });
    check(json, call({}), 'result');
  });

  it('a batch of 2025-03-26 is answered as one', async () => {
    const headers = await open('2025-03-26');
    const batch = [
      request({ id: 'a', method: 'ping' }),
      { jsonrpc: '2.0', method: 'notifications/x' },
      { id: 3 },
      call({}),
    ];
    const { json } = await ask(stage.url, { headers, body: JSON.stringify(batch) });
    expect(json).toHaveLength(3);
    expect(json).toContainEqual(expect.objectContaining({ id: 'a', result: {} }));
    expect(json).toContainEqual(expect.objectContaining({ id: 3, error: expect.objectContaining({ code: -32600 }) }));
    expect(json).toContainEqual(expect.objectContaining({ id: 7, result: expect.anything() }));
  });

  it('initialize with the id of a session that is gone begins a new one', async () => {
    const headers = { ...bearer, 'Mcp-Session-Id': 'gone' };
    const body = JSON.stringify(request({ method: 'initialize', params }));
    const answer = await ask(stage.url, { headers, body });
    expect(answer.status).toBe(200);
    expect(answer.headers['mcp-session-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  const modern = {
    'MCP-Protocol-Version': '2026-07-28',
    'Mcp-Method': 'tools/call',
    'Mcp-Name': 'mist_get_self',
  };
  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['application/*;q=0.5', 'application/json'],
    ['text/event-stream', 'text/event-stream'],
    ['application/json;q=0, text/*', 'text/event-stream'],
    ['application/json, text/event-stream', 'application/json'],
  ])('Accept: %s is answered with %s, in both eras', async (accept, type) => {
    const headers: Record<string, string> = accept === undefined ? {} : { Accept: accept };
    for (const sent of [
      { headers: session, meta: { progressToken: 1 } },
      { headers: { ...bearer, ...modern }, meta: { ...envelope, progressToken: 1 } },
    ]) {
      const body = textOf(call({ _meta: sent.meta }));
      const answer = await plainAsk(stage.url, { ...sent.headers, ...headers }, body);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.type).toContain(type);
      expect(answer.text).toContain('read@lakeside.example');
    }
  });
});

/** Sends with these headers alone; a client library would add an Accept of its own. */
async function plainAsk(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number; type: string; text: string }> {
  const { request: send } = await import('node:http');
  return new Promise((resolve, reject) => {
    const sent = send(
      url,
      { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, type: String(answer.headers['content-type']), text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
