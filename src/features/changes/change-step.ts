import type { Family } from '../../mist/families.ts';
import type { SensitiveKind } from '../../mist/sensitive.ts';
import type { ToolContext } from '../../tool/context.ts';
import type { ObjectChange } from '../effects/index.ts';
import { undoOfChange, verifiedFacts, verifyChange } from './after-sending.ts';
import { objectChange } from './assess-change.ts';
import type { AuditEntry } from './audit-entry.ts';
import { guardedState, wordingOf, writeOf } from './change-context.ts';
import type { ChangeInput } from './change-input.ts';
import { confirmAndSend } from './confirm-and-send.ts';
import { completeLines, differenceLines } from './difference-text.ts';
import { displayName } from './display-text.ts';
import { labeled } from './impact.ts';
import { nounOf } from './nouns.ts';
import { type PreparedChange, planChange, prepareChange } from './prepare.ts';
import { sensitivity } from './question.ts';
import { compareReadBack } from './read-back.ts';
import { type Request, requestOf } from './request-of.ts';
import { dangerousFirst } from './sensitive.ts';
import { readObject, readTarget, type Target } from './target.ts';
import type { JsonObject } from './types.ts';
import type { Undo } from './undo.ts';
import type { VerifiedChange } from './verify.ts';

/** One of several changes, checked and planned; nothing was sent. */
export interface ChangeStep {
  readonly request: Request;
  readonly target: Target;
  readonly prepared: PreparedChange;
  /** What people call the object. */
  readonly name: string | undefined;
  /** What of it opens the network to somebody. */
  readonly sensitive: readonly SensitiveKind[];
  /** Whether the operator wants a word typed for it. */
  readonly typed: boolean;
}

/**
 * Checks one change and looks up what it touches, as a change by itself.
 *
 * @param context its reads may show earlier changes of the same set as made
 * @throws InputError or MistError where the change cannot be made
 */
export async function prepareStep(context: ToolContext, input: ChangeInput): Promise<ChangeStep> {
  const request = await requestOf(context, input);
  const target = await readTarget(context, request);
  const prepared = await prepareChange(context, request, target);
  const { kinds, typed } = sensitivity({ context, request, prepared });
  const name = displayName(labeled(request.found, target.current, prepared.plan?.result));
  return { request, target, prepared, name, sensitive: kinds, typed };
}

/**
 * The same change on the object as it is now: only what is sent is made anew, since it was checked before.
 *
 * @param input the arguments with every id that has become known
 */
export async function renewStep(context: ToolContext, step: ChangeStep, input: ChangeInput): Promise<ChangeStep> {
  const request = await requestOf(context, input);
  const target = await readTarget(context, request);
  const plan = request.action === 'delete' ? undefined : (await planChange(request, target)).plan;
  return { ...step, request, target, prepared: { ...step.prepared, plan } };
}

/** Whether the object is already as the change wants it. */
export const isIdle = ({ prepared }: ChangeStep): boolean => prepared.plan?.roots.length === 0;

/** What the object is called in words, with its kind: `network template`. */
export const stepNoun = ({ request }: ChangeStep): string => nounOf(request.found.name);

/** The change as the judgment of effects takes it. */
export const effectOfStep = (step: ChangeStep): ObjectChange => objectChange(step);

/**
 * Differences in full, those that open the network first.
 *
 * @throws InputError where they are too long to be shown
 */
export function stepLines(step: ChangeStep): readonly string[] {
  const { request, prepared } = step;
  const isWebhook = request.found.name.endsWith('_webhooks');
  const wording = wordingOf(step, request.action === 'update' ? 120 : 600);
  const changes = dangerousFirst(prepared.changes, isWebhook);
  if (request.action === 'delete') return differenceLines(changes.slice(0, MOST_LOST), { ...wording, single: true });
  return completeLines(changes, { ...wording, single: request.action === 'create' });
}

/** Lines that tell what a deletion loses; nothing of it is sent. */
const MOST_LOST = 12;

/** What must not have changed until it is sent; empty for a new object. */
export const stepState = (step: ChangeStep): JsonObject =>
  step.target.current ? guardedState(step, step.target.current) : {};

/** The request as it would be sent. */
export const stepRequest = writeOf;

/** Objects of a list that are as a new one would be: they were there before. */
export function alikeTo({ request, prepared }: ChangeStep, rows: readonly JsonObject[]): readonly JsonObject[] {
  const { plan } = prepared;
  const { label } = request.found;
  if (!plan) return [];
  return rows.filter(
    (row) =>
      row[label] === plan.body[label] && (request.found.brief || compareReadBack(plan, row).differing.length === 0),
  );
}

/** What came of a step: the object as it was read back, where it was. */
export interface StepResult extends VerifiedChange {
  readonly undo: Undo | undefined;
}

/**
 * Sends one change of several, once: the object is read again first and must be as it was planned for. The yes was
 * given to the whole set.
 *
 * @param beforeSending puts on record that it is about to be sent, with what would take it back
 * @throws InputError or MistError where nothing was changed
 */
export async function sendStep(
  context: ToolContext,
  entry: AuditEntry,
  step: ChangeStep,
  beforeSending: (undo: Undo | undefined) => void,
): Promise<StepResult> {
  const { request, target } = step;
  const { current } = target;
  const result = await confirmAndSend(context, entry, {
    request: writeOf(step),
    guarded: current !== undefined,
    state: stepState(step),
    readState: current && (async () => guardedState(step, await readObject(context, request, target.path))),
    explainChange: () => 'Make the plan again to see what it would do now.',
    send(post) {
      beforeSending(request.action === 'create' ? undefined : undoFor(step, target.id));
      return post();
    },
    async verify(sent) {
      const verified = await verifyChange(context, step, sent);
      entry.note(verifiedFacts(MASKED, step, verified, step.name));
      return verified;
    },
  });
  if ('notSent' in result) throw new Error('a step without a question was not sent');
  const { verified } = result;
  return { ...verified, undo: undoFor(step, verified.id) };
}

/** The arguments that take a change back, its secrets masked; undefined where nothing can. */
export const undoFor = (step: ChangeStep, id: string | undefined): Undo | undefined => undoOfChange(MASKED, step, id);

/** What a set leaves behind lies in files: no secret gets there, whatever answers show. */
const MASKED = { policy: { revealSecrets: false } };

/** Paths of a payload that the specification does not know, so that an object can be made as it once was. */
export async function unknownPathsOf(found: Family, payload: JsonObject): Promise<readonly string[]> {
  const { doubtfulPaths } = await import('./check/check.ts');
  return doubtfulPaths(found, payload);
}
