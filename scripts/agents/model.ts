import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call of the fixed plan. */
export interface PlannedCall {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A tool as an application sends it to its model. */
export interface SentTool {
  readonly name: string;
  readonly schema: unknown;
}

/** A stand-in for a model on loopback: it plays the plan, one call a turn, and keeps what it was sent. */
export interface FakeModel {
  readonly url: string;
  readonly tools: readonly SentTool[];
  /** Texts of the results that came back, in order. */
  readonly results: readonly string[];
  close(): Promise<void>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  return isRecord(value) ? value : {};
}

/** The events of one message, as the interface of Anthropic streams them. */
function stream(response: ServerResponse, content: Record<string, unknown>, stop: string): void {
  const send = (type: string, data: object): void =>
    void response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  const usage = { input_tokens: 1, output_tokens: 1 };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'fake',
    content: [],
    stop_reason: null,
    usage,
  };
  send('message_start', { message });
  const { input, text, ...block } = content;
  send('content_block_start', {
    index: 0,
    content_block: input === undefined ? { ...block, text: '' } : { ...block, input: {} },
  });
  const delta =
    input === undefined
      ? { type: 'text_delta', text }
      : { type: 'input_json_delta', partial_json: JSON.stringify(input) };
  send('content_block_delta', { index: 0, delta });
  send('content_block_stop', { index: 0 });
  send('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage });
  send('message_stop', {});
  response.end();
}

const textIn = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : listOf(content)
        .map(({ text, type }) => String(text ?? `(${type})`))
        .join('\n');

/** Opens the stand-in for the interface of Anthropic. */
export async function openAnthropicModel(plan: readonly PlannedCall[]): Promise<FakeModel> {
  const tools = new Map<string, SentTool>();
  const results = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    if (!request.url?.startsWith('/v1/messages') || request.url.includes('count_tokens')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"input_tokens":1}');
      return;
    }
    for (const { name, input_schema: schema } of listOf(body.tools))
      tools.set(String(name), { name: String(name), schema });
    const blocks = listOf(body.messages).flatMap(({ content }) => listOf(content));
    for (const { type, tool_use_id: id, content } of blocks) {
      if (type === 'tool_result') results.set(String(id), textIn(content));
    }
    const offered = listOf(body.tools).some(({ name }) => String(name).includes('mistmcp'));
    const next = offered ? plan[results.size] : undefined;
    if (next) {
      const use = {
        type: 'tool_use',
        id: `call_${results.size}`,
        name: `mcp__mistmcp__${next.tool}`,
        input: next.input,
      };
      stream(response, use, 'tool_use');
    } else stream(response, { type: 'text', text: 'done' }, 'end_turn');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? (address satisfies AddressInfo).port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    get tools() {
      return [...tools.values()];
    },
    get results() {
      return [...results.values()];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
