import { InMemoryTransport, type JSONRPCMessage, type McpServerFactory } from '@modelcontextprotocol/server';
import { isRecord, type JsonObject } from '../core/json.ts';
import { version } from '../core/version.ts';
import type { ElicitationHandler } from './terminal-elicitation.ts';

/** The newest revision in which a server asks its application; a connection like this one is made for it. */
const REVISION = '2025-11-25';

/** What a tool answered, as the protocol gives it. */
export interface ToolAnswer {
  readonly isError: boolean;
  /** The answer's object. */
  readonly data: JsonObject;
  /** Files and pictures beside it. */
  readonly extras: readonly JsonObject[];
}

/** What a caller brings along. */
export interface ClientHandlers {
  /** Who is asked before something changes; without anybody the server hears that nobody can be asked. */
  readonly elicitation?: ElicitationHandler | undefined;
  /** Told how far a call is. */
  readonly progress?: (message: string) => void;
}

/** A tool call that the server refused as such, with its words. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
}

interface Waiting {
  resolve(result: JsonObject): void;
  reject(error: Error): void;
}

/**
 * An MCP client in the process of its server: the calls run through the very pipeline that applications use. It knows
 * the few messages that this takes; the SDK's own client would make the bundle larger by a quarter.
 */
export class Connection {
  readonly #wire: InMemoryTransport;
  readonly #handlers: ClientHandlers;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  private constructor(wire: InMemoryTransport, handlers: ClientHandlers) {
    this.#wire = wire;
    this.#handlers = handlers;
    wire.onmessage = (message) => void this.#receive(message);
  }

  /** Connects to a server of the factory. */
  static async open(factory: McpServerFactory, handlers: ClientHandlers): Promise<Connection> {
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    const server = await factory({ era: 'legacy' });
    await server.connect(theirs);
    const connection = new Connection(ours, handlers);
    await ours.start();
    await connection.#request('initialize', {
      protocolVersion: REVISION,
      capabilities: handlers.elicitation ? { elicitation: { form: {} } } : {},
      clientInfo: { name: 'mistmcp call', version },
    });
    await ours.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return connection;
  }

  /**
   * Calls a tool.
   *
   * @param signal ends the call, and its requests to the cloud
   * @throws CallRefused when the server has no such tool
   */
  async call(name: string, args: JsonObject, signal?: AbortSignal): Promise<ToolAnswer> {
    const id = this.#last + 1;
    const stop = (): void => {
      const params = { requestId: id, reason: 'The person gave up' };
      void this.#wire.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
      this.#waiting.get(id)?.reject(new CallRefused('Cancelled.'));
    };
    signal?.addEventListener('abort', stop);
    try {
      const _meta = { progressToken: id };
      return answered(await this.#request('tools/call', { name, arguments: args, _meta }));
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  #request(method: string, params: JsonObject): Promise<JsonObject> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#wire.send({ jsonrpc: '2.0', id, method, params }).catch(reject);
    });
  }

  async #receive(message: JSONRPCMessage): Promise<void> {
    if (!('method' in message)) return this.#settle(message);
    const params: unknown = message.params;
    if ('id' in message) {
      const { id } = message;
      await this.#wire.send({ jsonrpc: '2.0', id, ...(await this.#answerTo(message.method, params)) });
    } else if (message.method === 'notifications/progress' && isRecord(params)) {
      if (typeof params.message === 'string') this.#handlers.progress?.(params.message);
    }
  }

  async #answerTo(method: string, params: unknown) {
    const { elicitation } = this.#handlers;
    if (method === 'ping') return { result: {} };
    if (method === 'elicitation/create' && elicitation) return { result: { ...(await elicitation.ask(params)) } };
    return { error: { code: -32601, message: 'Not understood' } };
  }

  #settle(message: JSONRPCMessage): void {
    if (!('id' in message) || 'method' in message) return;
    const waiting = this.#waiting.get(Number(message.id));
    this.#waiting.delete(Number(message.id));
    if ('error' in message) waiting?.reject(new CallRefused(message.error.message));
    else waiting?.resolve(message.result);
  }
}

/** Text and structured content say the same, and the text is always there. */
function answered({ content, isError }: JsonObject): ToolAnswer {
  const items = Array.isArray(content) ? content.filter(isRecord) : [];
  const [first, ...extras] = items;
  const data: unknown = first?.type === 'text' ? JSON.parse(String(first.text)) : {};
  return { isError: isError === true, data: isRecord(data) ? data : { result: data }, extras };
}
