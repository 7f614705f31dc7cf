import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import type { MistAnswer } from '../../mist/http/client.ts';
import { operation } from '../../mist/spec/operations.ts';
import { worded } from '../../mist/worded.ts';
import { differenceData } from '../changes/answer.ts';
import { Attempt } from '../changes/audit-entry.ts';
import type { ChangeCall } from '../changes/change-context.ts';
import { isObject } from '../changes/json.ts';
import { fillMasks } from '../changes/masks.ts';
import { planUpdate } from '../changes/plan.ts';
import { inTurn } from '../changes/queue.ts';
import { withoutEcho } from '../changes/strip-secrets.ts';
import { isUnclear } from '../changes/verify.ts';
import { checkBody } from './body.ts';
import { type Counterpart, counterpartOf } from './counterpart.ts';
import { type Invocation, targetOf } from './invocation.ts';
import { type Found, outcomeOf } from './outcome.ts';
import { changesOf, digestFor, type Matter, questionOf } from './question.ts';

/** What came of a write. */
export interface Written {
  readonly outcome: 'sent' | 'not_sent' | 'unchanged' | 'applied' | 'not_applied' | 'unknown';
  readonly data: Readonly<Record<string, unknown>>;
  /** What the cloud answered, where it did. */
  readonly answer?: MistAnswer;
}

/** @throws InputError naming everything that is wrong with a body */
export function requireBody({ route, body }: Invocation, counterpart: Counterpart = {}): readonly string[] {
  const { problems, count, warnings } = checkBody(route, body, counterpart.current);
  if (count === 0) return warnings;
  throw new InputError(
    worded(problems, count),
    `Nothing was sent. mist_search_api with query=${operation(route).id} shows the body.`,
  );
}

/**
 * Calls an operation that changes something: read what is there, check, ask the person, send once, see what became of
 * it, record. While the person is asked the call ends by an exception and runs again from its top with the answer.
 *
 * @throws InputError or MistError when nothing was changed
 */
export async function write(call: ChangeCall, invocation: Invocation): Promise<Written> {
  const attempt = new Attempt(call, { operation: operation(invocation.route).id, ...targetOf(invocation) });
  try {
    return await run(call, invocation, attempt);
  } catch (error) {
    attempt.fail(error);
    throw error;
  }
}

async function run(call: ChangeCall, given: Invocation, attempt: Attempt): Promise<Written> {
  // Of an update only the object itself tells whether a read-back is given: it alone may carry what the cloud sets.
  if (!given.route.startsWith('PUT ')) requireBody(given);
  const counterpart = await counterpartOf(call, given);
  const { current } = counterpart;
  const warnings = requireBody(given, counterpart);
  const body = isObject(given.body) ? fillMasks(given.body, current, call.mask) : given.body;
  const invocation: Invocation = { ...given, body };
  const plan =
    current && given.route.startsWith('PUT ') && isObject(body) ? planUpdate(current, body, 'replace') : undefined;
  const matter: Matter = { invocation, counterpart, plan, warnings };
  const wording = { names: new Map<string, string>(), most: 200, mask: (value: unknown) => call.mask(value) };
  const shown = differenceData(changesOf(matter), { ...wording, single: plan === undefined });
  const told = { difference: shown, ...(warnings.length > 0 ? { warnings } : {}) };
  attempt.note({ query: call.mask(invocation.query), difference: shown });
  if (plan?.roots.length === 0) {
    attempt.end({ outcome: 'unchanged' });
    return { outcome: 'unchanged', data: { note: 'It is already so: nothing was sent.' } };
  }
  const { digest, ...question } = await questionOf(call, matter);
  attempt.note({ digest });
  const { answer } = await call.confirm(question);
  attempt.note({ decision: answer });
  if (answer === 'declined' || answer === 'cancelled') {
    attempt.end({ decision: answer, outcome: 'not sent' });
    const note = `The person ${answer === 'declined' ? 'said no' : 'closed the question'}: nothing was sent, and nothing changed.`;
    return { outcome: 'not_sent', data: { decision: answer, note } };
  }
  if (answer !== 'accepted' && answer !== 'bypassed')
    throw new InputError(
      answer === 'mistyped'
        ? `The text typed is not ${JSON.stringify(question.typed)}, so nothing was sent.`
        : 'There was no answer to the question, so nothing was sent.',
      'Call again to be asked again.',
    );
  return inTurn(`${call.session.cloud.api} ${targetOf(invocation).path}`, async () => {
    await checkAgain(call, matter, digest);
    attempt.begin();
    const found = await send(call, matter);
    const recorded = attempt.endSent({ outcome: found.outcome, ...(found.note ? { reason: found.note } : {}) });
    const { outcome, verified, note, answer: said } = found;
    return {
      outcome,
      data: {
        ...told,
        ...(verified ? { verified } : {}),
        ...(note ? { note } : {}),
        ...(recorded ? {} : { record_note: 'The record of changes could not be written; the operator has to know.' }),
      },
      ...(said ? { answer: said } : {}),
    };
  });
}

/** Reads once more right before the write: what someone else did since must not be written over. */
async function checkAgain(call: ChangeCall, matter: Matter, digest: string): Promise<void> {
  if (call.signal.aborted)
    throw new MistError('cancelled', 'The call was cancelled before anything was sent.', 'Ask again if still wanted.');
  if (!matter.counterpart.current) return;
  const counterpart = await counterpartOf(call, matter.invocation);
  if (digestFor(call, { ...matter, counterpart }) === digest) return;
  throw new InputError(
    'What it is about was changed by someone else meanwhile, so nothing was sent.',
    'Call again to see and confirm the new difference.',
  );
}

/** Sends the write, once. The client's going away does not end it: half a write is worse than one nobody waits for. */
async function send(call: ChangeCall, matter: Matter): Promise<Found> {
  const { route, path, query, body } = matter.invocation;
  call.progress('Sending the change');
  const request = { route, path, query, ...(body === undefined ? {} : { body }) };
  try {
    const answer = await call.session.client.send(request);
    return await outcomeOf(call, matter, { answer });
  } catch (thrown) {
    const error =
      thrown instanceof MistError ? withoutEcho(thrown, isObject(body) ? body : undefined, call.mask) : thrown;
    if (isUnclear(error)) return outcomeOf(call, matter, { failure: error });
    throw error;
  }
}
