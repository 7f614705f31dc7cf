import type { ServerResponse } from 'node:http';
import { isRecord, type JsonObject } from '../../src/core/json.ts';

/** The objects of a list; none where there is no list. */
const listOf = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** A tool as an application sends it to its model. */
export interface SentTool {
  readonly name: string;
  readonly schema: unknown;
  /** A group that the name stands in, which a call must name too. */
  readonly namespace?: string | undefined;
}

/** What an application asked its model. */
export interface Question {
  readonly tools: readonly SentTool[];
  /** Results of calls so far, by the id of the call, as text; a picture is `(image)`. */
  readonly results: ReadonlyMap<string, string>;
}

/** What the model does next: a call of a tool that was sent, or an end. */
export type Turn = { readonly id: string; readonly tool: SentTool; readonly input: JsonObject } | undefined;

/** One way in which applications talk with models. */
export interface ModelInterface {
  /** The end of the path of a request. */
  readonly path: RegExp;
  read(body: JsonObject): Question;
  answer(response: ServerResponse, turn: Turn): void;
}

const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };

function openStream(response: ServerResponse): (data: JsonObject, event?: string) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  return (data, event) =>
    void response.write(`${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`);
}

/** Text of a result, in whichever parts an application sends it. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(textOf).join('\n');
  if (!isRecord(content)) return '';
  const { type, text, content: within, resource } = content;
  if (typeof text === 'string') return text;
  if (/image/.test(String(type)) || 'image_url' in content || 'inlineData' in content) return '(image)';
  return textOf(within ?? (isRecord(resource) ? resource.text : undefined)) || JSON.stringify(content);
}

/** Anthropic's: Claude Code, Copilot CLI, opencode and Continue. */
const messages: ModelInterface = {
  path: /\/messages$/,
  read(body) {
    const blocks = listOf(body.messages).flatMap(({ content }) => listOf(content));
    const results = blocks.flatMap(({ type, tool_use_id: id, content }) =>
      type === 'tool_result' ? [[String(id), textOf(content)] as const] : [],
    );
    const tools = listOf(body.tools).map(({ name, input_schema: schema }) => ({ name: String(name), schema }));
    return { tools, results: new Map(results) };
  },
  answer(response, turn) {
    const send = openStream(response);
    const event = (type: string, data: JsonObject): void => send({ type, ...data }, type);
    const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'fake', content: [], usage };
    event('message_start', { message: { ...message, stop_reason: null } });
    const block = turn
      ? { type: 'tool_use', id: turn.id, name: turn.tool.name, input: {} }
      : { type: 'text', text: '' };
    const delta = turn
      ? { type: 'input_json_delta', partial_json: JSON.stringify(turn.input) }
      : { type: 'text_delta', text: 'done' };
    event('content_block_start', { index: 0, content_block: block });
    event('content_block_delta', { index: 0, delta });
    event('content_block_stop', { index: 0 });
    event('message_delta', { delta: { stop_reason: turn ? 'tool_use' : 'end_turn', stop_sequence: null }, usage });
    event('message_stop', {});
    response.end();
  },
};

/** OpenAI's newer one: Codex. */
const responses: ModelInterface = {
  path: /\/responses$/,
  read(body) {
    const results = listOf(body.input).flatMap(({ type, call_id: id, output }) =>
      type === 'function_call_output' ? [[String(id), textOf(output)] as const] : [],
    );
    const tools = listOf(body.tools).flatMap(({ type, name, parameters: schema, tools: within }) =>
      type === 'namespace'
        ? listOf(within).map((tool) => ({
            name: String(tool.name),
            schema: tool.parameters,
            namespace: String(name),
          }))
        : [{ name: String(name), schema }],
    );
    return { tools, results: new Map(results) };
  },
  answer(response, turn) {
    const send = openStream(response);
    const base = { id: 'resp_1', object: 'response', usage };
    const content = [{ type: 'output_text', text: 'done', annotations: [] }];
    const item = turn
      ? {
          type: 'function_call',
          id: `fc_${turn.id}`,
          call_id: turn.id,
          name: turn.tool.name,
          ...(turn.tool.namespace === undefined ? {} : { namespace: turn.tool.namespace }),
          arguments: JSON.stringify(turn.input),
        }
      : { type: 'message', id: 'msg_1', role: 'assistant', content };
    const event = (type: string, data: JsonObject): void => send({ type, ...data }, type);
    event('response.created', { response: { ...base, status: 'in_progress', output: [] } });
    event('response.output_item.done', { output_index: 0, item });
    event('response.completed', { response: { ...base, status: 'completed', output: [item] } });
    response.end();
  },
};

/** Google's: Gemini CLI. */
const contents: ModelInterface = {
  path: /:(?:streamGenerateContent|generateContent)$/,
  read(body) {
    const parts = listOf(body.contents).flatMap(({ parts: list }) => listOf(list));
    const results = parts.flatMap(({ functionResponse }, at) => {
      if (!isRecord(functionResponse)) return [];
      // Pictures stand beside the answer, or within it.
      const beside = parts.slice(at + 1).filter((part) => 'inlineData' in part);
      const text = [JSON.stringify(functionResponse.response), ...beside.map(() => '(image)')].join('\n');
      const within = /inlineData/.test(JSON.stringify(functionResponse.parts ?? '')) ? '\n(image)' : '';
      return [[String(functionResponse.id ?? at), `${text}${within}`] as const];
    });
    const tools = listOf(body.tools)
      .flatMap(({ functionDeclarations }) => listOf(functionDeclarations))
      .map(({ name, parametersJsonSchema, parameters }) => ({
        name: String(name),
        schema: parametersJsonSchema ?? parameters,
      }));
    return { tools, results: new Map(results) };
  },
  answer(response, turn) {
    const part = turn ? { functionCall: { id: turn.id, name: turn.tool.name, args: turn.input } } : { text: 'done' };
    const candidate = { content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 };
    const metadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 };
    openStream(response)({ candidates: [candidate], usageMetadata: metadata });
    response.end();
  },
};

export const modelInterfaces: readonly ModelInterface[] = [messages, responses, contents];
