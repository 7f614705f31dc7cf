import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { bodyData, differenceData, draftData, modeData, settledData, undoData } from './answer.ts';
import { Attempt } from './audit-entry.ts';
import type { ChangeCall, ChangeInput } from './change-context.ts';
import { bodyOf, headOf, rootsOf, target, type Way, wordingOf } from './change-route.ts';
import { openly } from './display-text.ts';
import { labelled } from './impact.ts';
import { impactLines } from './impact-text.ts';
import { nounOf } from './nouns.ts';
import { draftOf } from './prepare.ts';
import { changedText, questionOf } from './question.ts';
import { inTurn } from './queue.ts';
import { readRequest } from './request.ts';
import { stateChanges, stateOf } from './state.ts';
import { locate, readObject } from './target.ts';
import { undoOf } from './undo.ts';
import { type Settled, sendOnce, settleDelete, settleUpdate } from './verify.ts';
import { settleCreate } from './verify-create.ts';

/**
 * Changes one configuration object: check, read, plan, impact, confirm, check again, send once, verify, record. While
 * the person is asked the call ends by an exception and runs again from its top with the answer.
 *
 * @throws InputError or MistError when nothing was changed
 */
export async function changeObject(call: ChangeCall, input: ChangeInput): Promise<object> {
  const { action_type, object_type, object_id, dry_run } = input;
  const attempt = new Attempt(call, {
    ...{ action: action_type, object_type: object_type.slice(0, 60), object: { id: object_id?.slice(0, 60) } },
    ...(dry_run ? { dry_run: true } : {}),
  });
  try {
    return await run(call, input, attempt);
  } catch (error) {
    attempt.fail(error);
    throw error;
  }
}

async function run(call: ChangeCall, input: ChangeInput, attempt: Attempt): Promise<object> {
  const request = readRequest(input);
  const { found } = request;
  call.progress(`Reading the ${nounOf(found.name)}`);
  const located = await locate(call, request);
  const { id, org, site, current, around } = located;
  attempt.note({ object: { id, name: openly(call, labelled(found, current)) }, ...around, org, site });
  const draft = await draftOf(call, request, located);
  const name = openly(call, labelled(found, current, draft.plan?.result));
  const way: Way = { call, input, request, located, draft, attempt, name };
  attempt.note({
    object: { id, name },
    ...modeData(request, draft),
    ...(request.force ? { forced: true } : {}),
    difference: differenceData(draft.changes, wordingOf(way, 300), 500),
    impact: impactLines(draft.impact),
  });
  if (draft.plan?.roots.length === 0) {
    attempt.end({ outcome: 'unchanged' });
    const note = 'The object is already as the payload wants it: nothing was sent.';
    return {
      outcome: 'unchanged',
      ...headOf(way),
      note,
      ...(draft.warnings.length > 0 ? { warnings: draft.warnings } : {}),
    };
  }
  return request.dryRun ? rehearsed(way) : confirmed(way);
}

function rehearsed(way: Way): object {
  way.attempt.end({ decision: 'not asked', outcome: 'dry run' });
  return {
    outcome: 'dry_run',
    ...headOf(way),
    ...draftData(way.draft, wordingOf(way, 200)),
    would_send: { ...target(way), ...bodyData(way.call, bodyOf(way)) },
    note: 'Nothing was sent. The same call without dry_run asks the person and then does it.',
  };
}

async function confirmed(way: Way): Promise<object> {
  const { call, attempt } = way;
  const { digest, ...question } = questionOf(way);
  attempt.note({ digest });
  const { answer } = await call.confirm(question);
  attempt.note({ decision: answer });
  if (answer === 'declined' || answer === 'cancelled') {
    attempt.end({ decision: answer, outcome: 'not sent' });
    const note = `The person ${answer === 'declined' ? 'said no' : 'closed the question'}: nothing was sent, and nothing changed.`;
    return { outcome: 'not_sent', decision: answer, ...headOf(way), note };
  }
  if (answer !== 'accepted' && answer !== 'bypassed') {
    throw new InputError(
      answer === 'mistyped'
        ? `The text typed is not ${JSON.stringify(question.typed)}, so nothing was sent.`
        : 'There was no answer to the question, so nothing was sent.',
      'Call again to be asked again.',
    );
  }
  return inTurn(`${call.session.cloud.api} ${target(way).path}`, async () => {
    await checkAgain(way);
    return sent(way);
  });
}

/** Reads the object once more: what someone else did since must not be written over. */
async function checkAgain(way: Way): Promise<void> {
  const { call, request, located } = way;
  if (!located.current) return;
  const { found } = request;
  const roots = rootsOf(way);
  const now = await readObject(call, request, located.path);
  const changes = stateChanges(stateOf(found, located.current, roots), stateOf(found, now, roots));
  if (changes.length === 0) return;
  throw new InputError(
    'The object was changed by someone else after it was read, so nothing was sent.',
    changedText(way, changes),
  );
}

async function sent(way: Way): Promise<object> {
  const { call, request, located, draft, attempt } = way;
  const { action, found } = request;
  if (call.signal.aborted)
    throw new MistError(
      'cancelled',
      'The call was cancelled before anything was sent.',
      'Ask again if it is still wanted.',
    );
  attempt.begin();
  call.progress('Sending the change');
  const outcome = await sendOnce(call, request, located.path, bodyOf(way)).catch((error: unknown) => {
    throw explainRefused(error);
  });
  call.progress('Reading it back');
  const settled = await settle(way, outcome);
  const undo =
    settled.outcome === 'not_applied'
      ? undefined
      : undoOf(call, found, action, { ...located, id: located.id ?? settled.id }, draft.plan);
  attempt.note({ object: { id: located.id ?? settled.id, name: way.name }, ...(undo ? { undo: undo.arguments } : {}) });
  const ending = { outcome: settled.outcome, ...(settled.notes.length > 0 ? { reason: settled.notes.join(' ') } : {}) };
  const recorded = attempt.endSent(ending);
  return {
    ...headOf(way),
    ...settledData(settled, wordingOf(way, 200)),
    ...draftData(draft, wordingOf(way, 200)),
    ...(settled.outcome === 'not_applied' ? {} : undoData(call, undo)),
    ...(recorded ? {} : { record_note: 'The record of changes could not be written; the operator has to know.' }),
  };
}

function settle(way: Way, outcome: Awaited<ReturnType<typeof sendOnce>>): Promise<Settled> {
  const { call, request, located, draft } = way;
  if (!draft.plan) return settleDelete(call, request, located, outcome);
  return request.action === 'create'
    ? settleCreate(call, request, located, draft.plan, outcome, draft.known)
    : settleUpdate(call, request, located, draft.plan, outcome);
}

/** The cloud's clear no, with what it means for a change. */
function explainRefused(error: unknown): unknown {
  if (!(error instanceof MistError)) return error;
  const role =
    error.kind === 'forbidden'
      ? ' Most likely the role of this token may read this but not change it; mist_get_self shows its role.'
      : '';
  return new MistError(error.kind, `${error.what} Nothing was changed.`, `${error.advice}${role}`, error.more);
}
