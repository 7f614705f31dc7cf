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
  /** What the shared memory of uses was when it asked; see `SharedUses`. */
  readonly memory?: string | undefined;
}

/** Where replicas note together which confirmations were used. */
export interface SharedUses {
  /**
   * Stands for a memory that has forgotten nothing: it is another one after a restart or a loss.
   *
   * @throws Error when it cannot be asked now
   */
  memory(): Promise<string>;
  /**
   * Notes a use, once for all replicas.
   *
   * @param memory what it was when the question went out
   * @returns `first` for the first use ever, `used` for any other, `forgotten` where nobody can know any more
   * @throws Error when it cannot be noted now
   */
  use(id: string, memory: string, seconds: number): Promise<'first' | 'used' | 'forgotten'>;
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

const usedBefore = (): InputError =>
  new InputError('This confirmation was used before; nothing was sent.', 'Call again to be asked again.');

/** Closed: a use that nobody could note might come twice. */
const notNoted = (asked: boolean): InputError =>
  new InputError(
    asked
      ? 'That this confirmation is used up cannot be recorded for all replicas now, so nothing was sent.'
      : 'Confirmations cannot be recorded for all replicas now, so nobody was asked and nothing was sent.',
    'Call again in a moment; tell whoever runs this server if it stays so.',
  );

/**
 * Where a person's yes is asked for and checked: signed, for ten minutes, to exactly one change, good once. One desk
 * serves a process; replicas that share a key accept each other's states, but for what could be done twice with them. Where
 * they note uses together, they accept all, and none while that cannot be noted.
 */
export class ConsentDesk {
  #codecs: readonly RequestStateCodec<State>[] | undefined;
  #shared: SharedUses | undefined;
  readonly #seconds: number;
  /** A restart is another desk: it has forgotten what was used. */
  readonly #id = randomUUID();
  /** Ids of states that were answered, with the time until which they must be remembered. */
  readonly #used = new Map<string, number>();

  /**
   * @param keys at least 32 bytes each: the first signs, all are taken; a random one where there is none, so that a
   *   restart forgets every open question
   * @param seconds how long a yes is good for after the question went out
   */
  constructor(keys: readonly string[] = [], seconds: number = MINUTES * 60) {
    this.#seconds = seconds;
    if (keys.length > 0) this.#codecs = keys.map((key) => this.#codecOf(key));
  }

  /** Notes uses where all replicas see them, from now on. */
  share(uses: SharedUses): void {
    this.#shared = uses;
  }

  #codecOf(key: Uint8Array | string): RequestStateCodec<State> {
    return createRequestStateCodec<State>({ key, ttlSeconds: this.#seconds });
  }

  /** A random key is made for the first question: Node's cryptography takes time to load, and most runs ask nothing. */
  #states(): readonly RequestStateCodec<State>[] {
    this.#codecs ??= [this.#codecOf(randomBytes(32))];
    return this.#codecs;
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
    await this.#use(state, question);
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
    const [codec] = this.#states();
    if (!codec) throw new Error('there is no key for confirmations');
    const state = { id: randomUUID(), tool, principal, session, digest, desk: this.#id };
    const memory = await this.#memory();
    const requestState = await codec.mint(memory === undefined ? state : { ...state, memory }, context);
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
    const read = this.#states().map((codec) => codec.verify(raw, context).catch(() => undefined));
    const state: unknown = (await Promise.all(read)).find((one) => one !== undefined);
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

  async #memory(): Promise<string | undefined> {
    return this.#shared?.memory().catch(() => {
      throw notNoted(false);
    });
  }

  /** Notes that an answer is used, before anything comes of it. @throws InputError for one that may have been used */
  async #use({ id, desk, memory }: State, question: Question): Promise<void> {
    if (this.#used.has(id)) throw usedBefore();
    if (!this.#shared && question.guarded !== true && desk !== this.#id) {
      throw new InputError(
        'Only the process that asked takes this confirmation, so that nothing is done twice; that was another one, or it has restarted. Nothing was sent.',
        'Call again to be asked again.',
      );
    }
    this.#remember(id);
    const use = await this.#shared?.use(id, memory ?? '', this.#seconds).catch(() => {
      throw notNoted(true);
    });
    if (use === 'used') throw usedBefore();
    if (use !== 'forgotten') return;
    throw new InputError(
      'What replicas had noted of confirmations was lost since you were asked, so this one is not taken and nothing was sent.',
      'Call again to be asked again.',
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
