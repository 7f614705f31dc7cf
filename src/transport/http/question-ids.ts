import { randomBytes } from 'node:crypto';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';

/**
 * Ids of the questions that a server asks in a session. The server counts them from nothing, and so does every replica
 * that goes on with the session; the client sees them with something before them that no other server has, so that the
 * answer to one question never passes for the answer to another.
 */
export class QuestionIds {
  readonly #prefix = `${randomBytes(6).toString('hex')}-`;

  /** A message as the client gets it: a question, or that it is withdrawn, under the id that the client knows. */
  named(message: JSONRPCMessage): JSONRPCMessage {
    if (!('method' in message)) return message;
    if ('id' in message) return { ...message, id: `${this.#prefix}${message.id}` };
    const { requestId } = message.params ?? {};
    if (message.method !== 'notifications/cancelled' || requestId === undefined) return message;
    return { ...message, params: { ...message.params, requestId: `${this.#prefix}${String(requestId)}` } };
  }

  /** The server's own number of a question; undefined for the id of any other. */
  numberOf(id: unknown): number | undefined {
    if (typeof id !== 'string' || !id.startsWith(this.#prefix)) return undefined;
    const digits = id.slice(this.#prefix.length);
    return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
  }
}
