import { digestOf, sealOf } from '../../core/digest.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { MistError, type MistErrorKind } from '../../core/errors/mist-error.ts';
import { KeyedSemaphore } from '../../core/keyed-semaphore.ts';
import type { MistAnswer, MistRequest } from '../../mist/http/client.ts';
import { targetOf } from '../../mist/http/target.ts';
import type { Decision, Question, ToolContext } from '../../tool/context.ts';
import { redact } from '../../tool/redact.ts';
import { type AuditEntry, recordNote } from './audit-entry.ts';
import { isObject } from './json.ts';
import { withoutEcho } from './strip-secrets.ts';

/** What came of sending: an answer, or a failure that leaves open whether the write took effect. */
export type SendResult<A = MistAnswer> = { readonly answer: A } | { readonly failure: MistError };

/** What became of a write; `sent` where nothing can be read that would show it. */
export type Outcome = 'applied' | 'not_applied' | 'unknown' | 'sent';

/** A write that was sent, as far as its effect is known. */
export interface Verification {
  readonly outcome: Outcome;
  /** Whole sentences for the person. */
  readonly notes: readonly string[];
}

/** One write: what the person is asked, what the yes is bound to, how it is sent, and how its effect is found out. */
export interface PendingWrite<A, V extends Verification> {
  /** What the person is asked; left out only for commands that need no confirmation. */
  readonly question?: Omit<Question, 'bound' | 'guarded'> | undefined;
  /** Whether the write itself changes `state`, so that the same yes cannot be used for a second one elsewhere. */
  readonly guarded: boolean;
  /** The request. The yes is bound to it, and it is the only one that `send` can make. */
  readonly request: MistRequest;
  /** What the yes depends on besides the request: the state that the question shows. */
  readonly state: unknown;
  /** The same state, read once more right before the request. Left out where there is nothing yet. */
  readonly readState?: (() => Promise<unknown>) | undefined;
  /** What to say, and to do, when the state is another one by then. */
  readonly explainChange: (now: unknown) => string | { readonly what: string; readonly advice: string };
  /** Makes the request by calling `post`, at most once. */
  readonly send: (post: () => Promise<MistAnswer>) => Promise<A>;
  /** Finds out what became of it. It must not throw: something was sent. */
  readonly verify: (sent: SendResult<A>) => Promise<V>;
  /** Looks at what it did to others, before the end is put on record. It must not throw either. */
  readonly lookAfter?: ((sent: SendResult<A>, verified: V) => Promise<void>) | undefined;
}

/** A write that the person did not want. */
export interface NotSent {
  readonly outcome: 'not_sent';
  readonly decision: string;
  readonly note: string;
}

export type WriteResult<V> =
  | { readonly notSent: NotSent; readonly recordNote: object }
  | { readonly verified: V; readonly failure: object; readonly recordNote: object };

/**
 * What writes to one object waits for whatever else this server writes to it, so that the last look before a write sees
 * the write before. Other processes and the portal are not held up: against those there is that last look alone.
 */
const writers = new KeyedSemaphore(1);

/**
 * The way of every confirmed write: ask, record, look once more, send once, verify, record. While the person is asked
 * the call ends by an exception, which puts the question on record, and runs again from its top with the answer. A
 * write is never sent again, whatever came of it.
 *
 * @throws InputError or MistError when nothing was changed
 */
export async function confirmAndSend<A, V extends Verification>(
  context: ToolContext,
  entry: AuditEntry,
  write: PendingWrite<A, V>,
): Promise<WriteResult<V>> {
  const target = targetOf(write.request);
  const { query = {}, body = null } = write.request;
  // Body and state hold secrets, and the application and the record see the digest.
  const digest = sealOf({ ...target, query, body, state: digestOf(write.state) }, context.session.token ?? '');
  entry.note({ digest });
  if (write.question) {
    const { answer } = await context.confirm({ ...write.question, bound: digest, guarded: write.guarded });
    entry.note({ decision: answer });
    if (answer === 'declined' || answer === 'cancelled') {
      const recorded = entry.end({ decision: answer, outcome: 'not sent' });
      return { notSent: notSent(answer), recordNote: recordNote(recorded) };
    }
    requireYes(answer, write.question);
  }
  const release = await writers.acquire(`${context.session.cloud.api} ${target.path}`, context.signal).catch(() => {
    throw cancelledEarly();
  });
  const { sent, verified } = await sendAndVerify(context, entry, write).finally(release);
  await write.lookAfter?.(sent, verified);
  const reason = verified.notes.length > 0 ? { reason: verified.notes.join(' ') } : {};
  const recorded = entry.end({ outcome: verified.outcome, ...reason });
  return { verified, failure: failureData(sent), recordNote: recordNote(recorded) };
}

async function sendAndVerify<A, V extends Verification>(
  context: ToolContext,
  entry: AuditEntry,
  write: PendingWrite<A, V>,
): Promise<{ readonly sent: SendResult<A>; readonly verified: V }> {
  const sent = await sendOnce(context, entry, write);
  return { sent, verified: await write.verify(sent) };
}

function notSent(decision: 'declined' | 'cancelled'): NotSent {
  const what = decision === 'declined' ? 'said no' : 'closed the question';
  return {
    outcome: 'not_sent',
    decision,
    note: `The person ${what}: nothing was sent, and nothing changed. Do not try again unless the person asks for it.`,
  };
}

function requireYes(answer: Decision['answer'], { typed }: Pick<Question, 'typed'>): void {
  if (answer === 'accepted' || answer === 'bypassed') return;
  throw new InputError(
    answer === 'mistyped'
      ? `The text typed is not ${JSON.stringify(typed)}, so nothing was sent.`
      : 'There was no answer to the question, so nothing was sent.',
    'Call again to be asked again.',
  );
}

const cancelledEarly = (): MistError =>
  new MistError('cancelled', 'The call was cancelled before anything was sent.', 'Ask again if it is still wanted.');

/** The refusal where the state is another one by then. */
function otherState(told: ReturnType<PendingWrite<unknown, Verification>['explainChange']>): InputError {
  const what = 'The object was changed by someone else after it was read, so nothing was sent.';
  return typeof told === 'string' ? new InputError(what, told) : new InputError(told.what, told.advice);
}

/**
 * Sends the write, once. The client's going away does not end it: half a write is worse than one that nobody waits for.
 *
 * @throws MistError where the cloud clearly did not do it, InputError when the state is another one
 */
async function sendOnce<A, V extends Verification>(
  context: ToolContext,
  entry: AuditEntry,
  { request, state, readState, explainChange, send }: PendingWrite<A, V>,
): Promise<SendResult<A>> {
  const progress = { posted: false, answered: false };
  const post = async (): Promise<MistAnswer> => {
    if (progress.posted) throw new Error('A write must be sent once only');
    const now = await readState?.();
    if (readState && digestOf(now) !== digestOf(state)) throw otherState(explainChange(now));
    if (context.signal.aborted) throw cancelledEarly();
    entry.begin();
    progress.posted = true;
    const answer = await context.session.client.send(request);
    progress.answered = true;
    return answer;
  };
  try {
    return { answer: await send(post) };
  } catch (thrown) {
    if (!progress.posted || !(thrown instanceof MistError)) throw thrown;
    const error = withoutEcho(thrown, isObject(request.body) ? request.body : undefined, redact);
    if (progress.answered || isUnclear(error)) return { failure: error };
    throw explainRefused(error);
  }
}

/** After these nobody can say from the answer alone whether a write took effect. */
const UNCLEAR: ReadonlySet<MistErrorKind> = new Set([
  'timeout',
  'network',
  'server',
  'not_json',
  'too_large',
  'cancelled',
  'redirect',
]);

/** Statuses after which it is known: 501 says that the cloud cannot do it, 408 that the request came in part. */
const CLEAR = 501;
const REQUEST_TIMEOUT = 408;

/** Whether a failed write may have taken effect all the same. */
function isUnclear({ kind, more: { status } }: MistError): boolean {
  return status === REQUEST_TIMEOUT || (UNCLEAR.has(kind) && status !== CLEAR);
}

/** The cloud's clear no, with what it means for a change. */
function explainRefused(error: MistError): MistError {
  const role =
    error.kind === 'forbidden'
      ? ' Most likely the role of this token may read this but not change it; mist_get_self shows its role.'
      : '';
  return new MistError(error.kind, `${error.what} Nothing was changed.`, `${error.advice}${role}`, error.more);
}

/** Why it is not known from the answer whether a write took effect; nothing where the cloud said yes. */
export function doubtOf(sent: SendResult<unknown>): readonly string[] {
  if (!('failure' in sent)) return [];
  const { what, more } = sent.failure;
  const { status, detail } = more;
  if (status === undefined || status < 400)
    return [`The answer to the write was lost (${what.replace(/\.$/, '')}), so it may or may not have been applied.`];
  const words = detail ? ` ("${detail}")` : '';
  return [`The API answered ${status}${words}, so the write may or may not have been applied.`];
}

/** Status and words of an API that failed, for the answer. */
function failureData(sent: SendResult<unknown>): object {
  if (!('failure' in sent)) return {};
  const { status, detail } = sent.failure.more;
  return {
    ...(status === undefined ? {} : { status }),
    ...(detail ? { api_said: detail } : {}),
  };
}

/** A context whose requests do not end when the client goes away: what was sent has to be found out and recorded. */
export function detached(context: ToolContext): ToolContext {
  const { client } = context.session;
  return {
    ...context,
    signal: new AbortController().signal,
    send: (route, parameters) => client.send({ route, ...parameters }),
    get: (url) => client.get(url),
  };
}
