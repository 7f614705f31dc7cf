import { digestOf } from '../../core/digest.ts';
import type { SensitiveKind } from '../../mist/sensitive.ts';
import type { Question } from '../../tool/context.ts';
import { type Assessment, verdictLine, verdictLines } from '../effects/index.ts';
import { type ChangeContext, guardedState, wordingOf } from './change-context.ts';
import { confirmationText, otherLines, QUESTION_LINES, type VerdictText } from './confirmation.ts';
import { differenceLines } from './difference-text.ts';
import { nounOf } from './nouns.ts';
import { requiresWord, sensitiveKinds } from './sensitive.ts';
import { askedBefore, stateChanges } from './state.ts';
import type { Change, JsonObject } from './types.ts';
import { visible } from './visible.ts';

/** The state that the question shows: of the object, and of what else the person decides by. */
export function shownState(
  change: ChangeContext,
  object: JsonObject | undefined,
  judged: Assessment['bound'] | undefined = change.assessment?.bound,
): JsonObject {
  const { request, prepared } = change;
  const { uses } = prepared.impact;
  return {
    object: object ? guardedState(change, object) : {},
    uses: request.action === 'delete' ? uses.map(({ noun, names }) => [noun, names.length]) : [],
    namesakes: prepared.namesakes ?? null,
    verdict: judged ?? null,
  };
}

/** The question to the person about a change. */
export function questionOf(change: ChangeContext): Omit<Question, 'bound'> {
  const { context, input, request, target, prepared, name } = change;
  const { found, action } = request;
  const { changes, impact, warnings } = prepared;
  const state = target.current ? guardedState(change, target.current) : {};
  const before = askedBefore(context, `${context.session.principal} ${digestOf(input)}`, state);
  const changed = before ? stateChanges(before, state) : [];
  const { kinds, isWebhook, typed } = sensitivity(change);
  const message = confirmationText(
    {
      ...{ action, noun: nounOf(found.name), family: found.name, name },
      ...{ id: target.id, org: target.org, site: target.site },
      ...{ mode: prepared.plan?.mode ?? '', changes, impact, warnings },
      forced: isForced(request, prepared),
      ...{ sensitive: kinds, isWebhook, verdict: verdictContent(change) },
    },
    wordingOf(change, 120),
  );
  const decision = change.assessment?.verdict.decision;
  return {
    message,
    ...(decision === 'UNSAFE' || decision === 'UNKNOWN'
      ? { personOnly: `The verdict on this change is ${decision}` }
      : {}),
    ...(typed || decision === 'UNSAFE' ? { typed: typedFor(name, action === 'delete' ? 'delete' : 'change') } : {}),
    ...(changed.length > 0 ? { changed: changedText(change, changed) } : {}),
  };
}

/** Whether an object is deleted although it is in use, or nobody knows. */
const isForced = ({ action, force }: ChangeContext['request'], { impact }: ChangeContext['prepared']): boolean =>
  action === 'delete' && force && impact.uses.length + impact.unknown.length > 0;

/** Lines that a question has beside verdict, differences and impact; a deletion that is forced says so besides. */
const FRAME_LINES = 9;
const FORCED_LINES = 2;

/** The verdict as the question shows it, in what room the rest leaves. */
function verdictContent({ assessment, prepared, request, target }: ChangeContext): VerdictText | undefined {
  if (!assessment) return undefined;
  const { verdict, effect } = assessment;
  const frame = FRAME_LINES + (target.site === undefined ? 0 : 1) + (isForced(request, prepared) ? FORCED_LINES : 0);
  const room = QUESTION_LINES - frame - otherLines({ ...prepared, action: request.action });
  return { line: verdictLine(verdict), lines: verdictLines(verdict, effect, room) };
}

/**
 * What of a change is sensitive, and whether a word has to be typed for it.
 *
 * @throws InputError for what the operator's policy refuses
 */
export function sensitivity({ context, request, prepared }: Pick<ChangeContext, 'context' | 'request' | 'prepared'>): {
  readonly kinds: readonly SensitiveKind[];
  readonly isWebhook: boolean;
  readonly typed: boolean;
} {
  const isWebhook = request.found.name.endsWith('_webhooks');
  const { changes } = prepared;
  const kinds: readonly SensitiveKind[] =
    request.action === 'delete' ? ['deletions'] : sensitiveKinds(changes, isWebhook);
  return { kinds, isWebhook, typed: requiresWord(kinds, context.policy.changePolicy, changes, isWebhook) };
}

/** Words with single plain spaces between them: other blanks cannot be told apart by eye. */
const TYPABLE = /^\S+(?: \S+)*$/;

/** What has to be typed: the name, or a word where there is none that can be typed. */
export const typedFor = (name: string | undefined, word: 'delete' | 'change'): string =>
  name !== undefined && name.length <= 64 && visible(name) === name && TYPABLE.test(name) ? name : word;

/** What became of the object meanwhile, and what to do. */
export function changedText(change: ChangeContext, changes: readonly Change[]): string {
  const lines = differenceLines(changes.slice(0, 8), wordingOf(change, 80));
  const more = changes.length > 8 ? `; and ${changes.length - 8} more` : '';
  return `Since it was read it became: ${lines.join('; ')}${more}. Nothing was sent: call again to see and confirm the new difference.`;
}
