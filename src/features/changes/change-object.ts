import { targetOf } from '../../mist/http/target.ts';
import type { ToolContext } from '../../tool/context.ts';
import { verdictData } from '../effects/index.ts';
import { undoOfChange, verifiedFacts, verifyChange } from './after-sending.ts';
import { bodyData, differenceData, modeData, preparedData, undoData, verifiedData } from './answer.ts';
import { assessChange, boundNow, lookAfterChange } from './assess-change.ts';
import { type AuditEntry, recordNote, withAuditEntry } from './audit-entry.ts';
import { type ChangeContext, guardedState, headOf, wordingOf, writeOf } from './change-context.ts';
import type { ChangeInput } from './change-input.ts';
import { confirmAndSend } from './confirm-and-send.ts';
import { displayName } from './display-text.ts';
import { labeled } from './impact.ts';
import { impactLines } from './impact-text.ts';
import { isObject } from './json.ts';
import { withKeptPayload } from './kept-payload.ts';
import { nounOf } from './nouns.ts';
import { prepareChange } from './prepare.ts';
import { changedText, questionOf, sensitivity, shownState } from './question.ts';
import { readingOnce } from './reading-once.ts';
import { requestOf } from './request-of.ts';
import { stateChanges } from './state.ts';
import { readObject, readTarget } from './target.ts';

/**
 * Changes one configuration object: check, read, plan, impact, and then as every confirmed write.
 *
 * @throws InputError or MistError when nothing was changed
 */
export function changeObject(context: ToolContext, input: ChangeInput): Promise<object> {
  const { action_type, object_type, object_id, dry_run } = input;
  const facts = {
    ...{ action: action_type, object_type: object_type.slice(0, 60), object: { id: object_id?.slice(0, 60) } },
    ...(dry_run ? { dry_run: true } : {}),
  };
  return withAuditEntry(context, facts, async (entry) => {
    const change = await prepare(context, input, entry);
    if (change.prepared.plan?.roots.length === 0) return unchanged(change);
    return change.request.dryRun ? dryRun(change) : confirmed(change);
  });
}

async function prepare(context: ToolContext, given: ChangeInput, entry: AuditEntry): Promise<ChangeContext> {
  const reading = readingOnce(context);
  const input = withKeptPayload(context, given);
  const request = await requestOf(reading, input);
  const { found } = request;
  context.progress(`Reading the ${nounOf(found.name)}`);
  const target = await readTarget(reading, request);
  const { id, org, site, current, scope } = target;
  entry.note({ object: { id, name: displayName(labeled(found, current)) }, ...scope, org, site });
  const planned = await prepareChange(reading, request, target);
  const name = displayName(labeled(found, current, planned.plan?.result));
  const isIdle = planned.plan?.roots.length === 0;
  if (!isIdle) context.progress('Working out what it does to the network');
  const assessment = isIdle ? undefined : await assessChange(reading, { request, target, prepared: planned });
  // A label is read by people: it takes effect at no device.
  const prepared = assessment?.effect?.isLabelOnly
    ? { ...planned, impact: { ...planned.impact, affects: [] } }
    : planned;
  const change: ChangeContext = { context, input, request, target, prepared, assessment, entry, name };
  entry.note({
    object: { id, name },
    ...modeData(request, prepared),
    ...(request.force ? { forced: true } : {}),
    difference: differenceData(prepared.changes, wordingOf(change, 300), 500),
    impact: impactLines(prepared.impact),
    ...assessmentData(change),
  });
  sensitivity(change);
  return change;
}

/** The verdict, for an answer or the record. */
const assessmentData = ({ assessment }: ChangeContext): object =>
  assessment ? { verdict: verdictData(assessment.verdict, assessment.effect) } : {};

function unchanged(change: ChangeContext): object {
  const { warnings } = change.prepared;
  return {
    outcome: 'unchanged',
    ...headOf(change),
    note: 'The object is already as the payload wants it: nothing was sent.',
    ...(warnings.length > 0 ? { warnings } : {}),
    ...recordNote(change.entry.end({ outcome: 'unchanged' })),
  };
}

function dryRun(change: ChangeContext): object {
  const recorded = change.entry.end({ decision: 'not asked', outcome: 'dry run' });
  return {
    outcome: 'dry_run',
    ...headOf(change),
    ...assessmentData(change),
    ...preparedData(change.prepared, wordingOf(change, 200)),
    would_send: { ...targetOf(writeOf(change)), ...bodyData(change.context, change.prepared.plan?.body) },
    note: 'Nothing was sent. The same call without dry_run asks the person and then does it.',
    ...recordNote(recorded),
  };
}

async function confirmed(change: ChangeContext): Promise<object> {
  const { context, target, prepared, entry, assessment } = change;
  const { current } = target;
  let after: object | undefined;
  const result = await confirmAndSend(context, entry, {
    question: questionOf(change),
    request: writeOf(change),
    guarded: current !== undefined,
    state: shownState(change, current),
    readState: current && (() => stateNow(change)),
    explainChange(now) {
      const changes = stateChanges(guardedState(change, current ?? {}), objectOf(now));
      return changes.length > 0 ? changedText(change, changes) : LAYERS_CHANGED;
    },
    send(post) {
      context.progress('Sending the change');
      return post();
    },
    async verify(sent) {
      context.progress('Reading it back');
      const verified = await verifyChange(context, change, sent);
      entry.note(verifiedFacts(context, change, verified, change.name));
      return verified;
    },
    async lookAfter(sent, verified) {
      if (assessment) after = await lookAfterChange(context, assessment, sent, verified);
      if (after) entry.note({ after });
    },
  });
  if ('notSent' in result) {
    const { outcome, ...rest } = result.notSent;
    return { outcome, ...headOf(change), ...rest, ...result.recordNote };
  }
  const { verified } = result;
  return {
    ...headOf(change),
    ...verifiedData(verified, wordingOf(change, 200)),
    ...result.failure,
    ...assessmentData(change),
    ...(after ? { after } : {}),
    ...preparedData(prepared, wordingOf(change, 200)),
    ...(verified.outcome === 'not_applied' ? {} : undoData(context, undoOfChange(context, change, verified.id))),
    ...result.recordNote,
  };
}

/** The state that the question shows, as it is right before the write: the object, and what decides what it does. */
async function stateNow(change: ChangeContext): Promise<unknown> {
  const { context, request, target, assessment } = change;
  const object = await readObject(context, request, target.path);
  return shownState(change, object, assessment && (await boundNow(context, change, assessment)));
}

/** The object is as it was, and yet the change does something else. */
const LAYERS_CHANGED = {
  what: 'What decides on the effect of the change was changed after it was read, so nothing was sent.',
  advice:
    'A template, setting or device became another, or who uses the object. Call again to see and confirm what the change does now.',
};

const objectOf = (state: unknown) => (isObject(state) && isObject(state.object) ? state.object : {});
