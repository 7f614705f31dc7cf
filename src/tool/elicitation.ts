import { randomBytes, randomUUID } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type McpServer,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { digestOf } from '../core/digest.ts';
import { InputError } from '../core/errors/input-error.ts';
import type { Principal } from '../mist/token.ts';
import type { Decision, Question } from './context.ts';
import { ElicitationRequired } from './elicitation-required.ts';

/** How long a yes may take, and how long it is good for. */
const MINUTES = 10;
const ANSWER = 'confirm';

/** Who asks, and for which tool. */
export interface Asking {
  readonly tool: string;
  /** A yes to one principal's change is nothing to another's. */
  readonly principal: Principal;
  readonly context: ServerContext;
  readonly server: McpServer;
}

/** What a signed state holds. It can be read by the application, so it carries digests only. */
interface State {
  readonly id: string;
  readonly tool: string;
  readonly principal: string;
  readonly session: string;
  readonly digest: string;
  /** The process that asked. */
  readonly desk: string;
}

const isState = (value: unknown): value is State =>
  typeof value === 'object' && value !== null && 'id' in value && 'digest' in value && 'principal' in value;

/** Whether the application can put a form before the person; an application that only opens pages cannot. */
export function canAsk({ server, context }: Pick<Asking, 'server' | 'context'>): boolean {
  const modern = context.mcpReq.envelope;
  const declared: unknown = modern
    ? Reflect.get(modern, CLIENT_CAPABILITIES_META_KEY)
    : server.server.getClientCapabilities();
  return hasForm(declared);
}

/** Whether declared client capabilities include asking by form: `{}` means forms, `{ url: {} }` alone does not. */
export function hasForm(capabilities: unknown): boolean {
  if (typeof capabilities !== 'object' || capabilities === null || !('elicitation' in capabilities)) return false;
  const { elicitation } = capabilities;
  if (typeof elicitation !== 'object' || elicitation === null) return false;
  return 'form' in elicitation || !('url' in elicitation);
}

/**
 * Where a person's yes is asked for and checked: signed, for ten minutes, to exactly one change, good once. One desk
 * serves a process; replicas that share a key accept each other's states, but for what could be done twice with them.
 */
export class ConsentDesk {
  #codec: RequestStateCodec<State> | undefined;
  readonly #seconds: number;
  /** A restart is another desk: it has forgotten what was used. */
  readonly #id = randomUUID();
  /** Ids of states that were answered, with the time until which they must be remembered. */
  readonly #used = new Map<string, number>();

  /**
   * @param key at least 32 bytes; random when left out, so that a restart forgets every open question
   * @param seconds how long a yes is good for after the question went out
   */
  constructor(key?: Uint8Array | string, seconds: number = MINUTES * 60) {
    this.#seconds = seconds;
    if (key !== undefined) this.#codec = this.#codecOf(key);
  }

  #codecOf(key: Uint8Array | string): RequestStateCodec<State> {
    return createRequestStateCodec<State>({ key, ttlSeconds: this.#seconds });
  }

  /** A random key is made for the first question: Node's cryptography takes time to load, and most runs ask nothing. */
  #states(): RequestStateCodec<State> {
    this.#codec ??= this.#codecOf(randomBytes(32));
    return this.#codec;
  }

  /**
   * Asks the person, or reads the answer when the call comes back with it.
   *
   * @returns the decision; only `accepted` is a yes
   * @throws ElicitationRequired to end this round; InputError when the application cannot ask, or when the answer is not to this change
   */
  async ask(asking: Asking, question: Question): Promise<Decision> {
    const { context } = asking;
    if (!canAsk(asking)) {
      throw new InputError(
        'This application cannot ask you for a confirmation (it offers no elicitation), so nothing was sent.',
        'Use an application that supports MCP elicitation, such as VS Code or Claude Code.',
      );
    }
    const digest = digestOf(question.bound);
    const raw: unknown = context.mcpReq.requestState();
    if (typeof raw !== 'string') throw new ElicitationRequired(await this.#form(asking, question, digest));
    const state = await this.#read(raw, asking);
    if (this.#used.has(state.id)) {
      throw new InputError('This confirmation was used before; nothing was sent.', 'Call again to be asked again.');
    }
    if (question.guarded !== true && state.desk !== this.#id) {
      throw new InputError(
        'Only the process that asked takes this confirmation, so that nothing is done twice; that was another one, or it has restarted. Nothing was sent.',
        'Call again to be asked again.',
      );
    }
    this.#remember(state.id);
    if (state.digest !== digest) {
      throw new InputError(
        'The confirmation was given for something else than what would be sent now, so nothing was sent.',
        question.changed ??
          'The object or the arguments changed meanwhile: call again to see and confirm the new difference.',
      );
    }
    return decide(inputResponse(context.mcpReq.inputResponses, ANSWER), question);
  }

  async #form(asking: Asking, question: Question, digest: string): Promise<InputRequiredResult> {
    const { tool, principal, context } = asking;
    const session = context.sessionId ?? '';
    const requestState = await this.#states().mint(
      { id: randomUUID(), tool, principal, session, digest, desk: this.#id },
      context,
    );
    const confirm = { type: 'boolean', title: question.label ?? 'Yes, do exactly this', default: false } as const;
    const typed = {
      type: 'string',
      title: `Type: ${question.typed}`,
      description: 'To show that this is meant',
    } as const;
    return inputRequired({
      requestState,
      inputRequests: {
        [ANSWER]: inputRequired.elicit({
          message: question.message,
          requestedSchema: {
            type: 'object',
            properties: question.typed === undefined ? { confirm } : { confirm, typed },
            required: question.typed === undefined ? ['confirm'] : ['confirm', 'typed'],
          },
        }),
      },
    });
  }

  async #read(raw: string, { tool, principal, context }: Asking): Promise<State> {
    const state: unknown = await this.#states()
      .verify(raw, context)
      .catch(() => undefined);
    const mine =
      isState(state) &&
      state.tool === tool &&
      state.principal === principal &&
      state.session === (context.sessionId ?? '');
    if (mine) return state;
    throw new InputError(
      'The confirmation has expired, was altered or belongs to someone else; nothing was sent.',
      'Call again without it to be asked again.',
    );
  }

  #remember(id: string): void {
    const now = Date.now();
    for (const [old, until] of this.#used) if (until < now) this.#used.delete(old);
    this.#used.set(id, now + this.#seconds * 1000);
  }
}

function decide(response: ReturnType<typeof inputResponse>, { typed }: Question): Decision {
  if (response.kind !== 'elicit') return { answer: 'missing' };
  if (response.action === 'decline') return { answer: 'declined' };
  if (response.action === 'cancel') return { answer: 'cancelled' };
  const { confirm, typed: text } = response.content ?? {};
  if (confirm !== true) return { answer: 'declined' };
  return typed === undefined || text === typed ? { answer: 'accepted' } : { answer: 'mistyped' };
}
