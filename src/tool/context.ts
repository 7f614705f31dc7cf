import type { WallClock } from '../core/clock.ts';
import type { Work } from '../core/work.ts';
import type { MistAnswer, QueryValue } from '../mist/http/client.ts';
import type { ChangePolicy } from '../mist/sensitive.ts';
import type { Session } from '../mist/session.ts';
import type { Route } from '../mist/spec/routes.ts';
import type { ToolDescription } from './description.ts';
import type { AllPagesRequest } from './list-inputs.ts';
import type { Masking } from './masking.ts';
import type { Results } from './result-store/results.ts';

/** What the operator decided, as far as tools need to know. */
export interface Policy {
  /** Whether tools that change something are offered at all. */
  readonly writeTools: boolean;
  /** Name of the profile of the call, where that is why nothing may be changed. */
  readonly readonlyProfile?: string | undefined;
  /** Show secrets in answers instead of masking them. */
  readonly revealSecrets: boolean;
  /** Tokens an answer may take before whole rows are left for the next page. */
  readonly maxResponseTokens: number;
  /** What it takes to make sensitive changes. */
  readonly changePolicy: ChangePolicy;
  /** Folder for the journals of plans; absent where nothing may be written to a disk, as over HTTP. */
  readonly runFolder?: string | undefined;
}

/** A profile that a call may ask with, for what is asked across profiles. */
export interface ProfileAccess {
  readonly name: string;
  /** Its session. @throws InputError where it cannot be used now */
  session(): Promise<Session>;
}

/** One tool call under way: who asks, what is allowed, and the way to the cloud. */
export interface ToolContext<R extends Route = Route> extends Masking {
  readonly session: Session;
  readonly policy: Policy;
  /** The tools that the server has enabled, in the order of the README. */
  readonly tools: readonly ToolDescription[];
  /** Aborted when the client cancels or goes away. */
  readonly signal: AbortSignal;
  /** What the time is, and how to wait. */
  readonly clock: WallClock;
  /** There where the caller has several profiles, of which the session is one, or nobody's in what asks all of them. */
  readonly profiles?: readonly ProfileAccess[] | undefined;
  /** Name of the input that told one of them, which is not the tool's own. */
  readonly profileInput?: string | undefined;
  /** Rows that stay in the server. */
  readonly results: Results;
  /** Its computing, which is bounded and done in slices. */
  readonly work: Work;
  /** There when all pages of a list are wanted. */
  readonly walk?: AllPagesRequest | undefined;
  /** Sends one request on a route that the tool has declared. */
  send(route: R, parameters?: CallParameters): Promise<MistAnswer>;
  /** Whether the answer to a GET is at hand, so that asking for it costs no request; nothing is where this is absent. */
  isKnown?(route: R, parameters?: CallParameters): boolean;
  /** Sends a continuation, a server-relative URL. */
  get(url: string): Promise<MistAnswer>;
  /** Whoever asks the person; what is kept for open questions belongs to it. */
  readonly desk: object;
  /** Whether the call comes back with the answer to a question that it asked. */
  readonly isAnswered: boolean;
  /** Whether a question would reach a person, or need not be asked. */
  readonly canConfirm: boolean;
  /**
   * Asks the person for a yes to exactly one thing. While the question is open the call ends by an exception and runs
   * again from its top when the answer is there: nothing may have been changed before.
   *
   * @throws InputError when the application cannot ask, or the answer was not to this
   */
  confirm(question: Question): Promise<Decision>;
  /** Tells the application how far the call is, where it wants to know. */
  progress(message: string): void;
  /** Puts an attempt to change something on record; secrets must be masked already. */
  record(entry: Readonly<Record<string, unknown>>): void;
}

/** The members of a call that a look-up takes. */
export type LookupContext = Pick<ToolContext, 'session' | 'signal' | 'send' | 'get' | 'isKnown'>;

/** A question to the person. */
export interface Question {
  /** What would happen, whole and readable: where, what, from which value to which. */
  readonly message: string;
  /** What the yes is bound to, such as method, path and body; nothing else may be done with it. */
  readonly bound: unknown;
  /**
   * Whether doing it makes the yes void, since what it is bound to is another state then. Without that a yes could be used
   * once at each replica and after each restart, so only the process that asked takes it.
   */
  readonly guarded?: boolean;
  /** What the box says that must be ticked. */
  readonly label?: string;
  /** A text that has to be typed, for what cannot be undone. */
  readonly typed?: string;
  /** Why a person has to answer, where the operator has switched questions off: the beginning of a sentence. */
  readonly personOnly?: string;
  /** What to say when the answer was to another state of things. */
  readonly changed?: string;
}

/** What the person decided; `bypassed` where the operator has switched questions off. */
export interface Decision {
  readonly answer: 'accepted' | 'bypassed' | 'declined' | 'cancelled' | 'mistyped' | 'missing';
}

/** Values for a route's parameters, ready to be sent. */
export interface CallParameters {
  path?: Record<string, string>;
  query?: Record<string, QueryValue>;
  body?: unknown;
}
