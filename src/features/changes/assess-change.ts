import type { LookupContext, ToolContext } from '../../tool/context.ts';
import type { Assessment, ObjectChange } from '../effects/index.ts';
import type { SendResult, Verification } from './confirm-and-send.ts';
import { isObject } from './json.ts';
import { keepAssessment, keptAssessment } from './kept-assessments.ts';
import type { PreparedChange } from './prepare.ts';
import { readingOnce } from './reading-once.ts';
import type { Request } from './request.ts';
import type { Target } from './target.ts';

/** What was looked at around a change, to be judged. */
export interface AssessedChange {
  readonly request: Pick<Request, 'found'>;
  readonly target: Target;
  readonly prepared: Pick<PreparedChange, 'plan'>;
}

/** A change as the judgment of effects takes it. */
export const objectChange = ({ request, target, prepared }: AssessedChange): ObjectChange => ({
  family: request.found.name,
  id: target.id,
  org_id: target.scope.org_id,
  site_id: target.scope.site_id,
  before: target.current,
  after: prepared.plan?.result,
});

/**
 * Judges what a change does to the network, from what is configured and what is live. When the call comes back with the
 * person's answer, it is what the person saw.
 *
 * @throws MistError when the call was cancelled, and for nothing else
 */
export async function assessChange(
  context: Pick<ToolContext, keyof LookupContext | 'isAnswered' | 'desk'>,
  change: AssessedChange,
): Promise<Assessment> {
  const changed = objectChange(change);
  const asked = context.isAnswered ? keptAssessment(context, changed) : undefined;
  if (asked) return asked;
  const { assess, effectOf } = await import('../effects/index.ts');
  const assessment = await assess(context, changed, effectOf);
  keepAssessment(context, changed, assessment);
  return assessment;
}

/** When the cloud made a change, in seconds since 1970 by its own clock where its answer says so. */
function changedAt({ clock }: Pick<ToolContext, 'clock'>, sent: SendResult): number {
  const body = 'answer' in sent ? sent.answer.body : undefined;
  const time = isObject(body) ? body.modified_time : undefined;
  return typeof time === 'number' ? Math.floor(time) : Math.floor(clock.now() / 1000) - CLOCKS_DIFFER_SECONDS;
}

/** The clock of this machine may be ahead of the cloud's. */
const CLOCKS_DIFFER_SECONDS = 5;

/**
 * Looks at what a change that was sent did to the network.
 *
 * @returns undefined where nothing that forwards traffic was to change
 */
export async function lookAfterChange(
  context: ToolContext,
  assessment: Assessment,
  sent: SendResult,
  { outcome }: Verification,
): Promise<object | undefined> {
  const { afterData, lookAfter, notLooked } = await import('../effects/index.ts');
  if (outcome === 'not_applied') return undefined;
  if (outcome !== 'applied') return afterData(notLooked('Whether the change was made is not known.'));
  const { clock, signal, progress } = context;
  const look = await lookAfter(context, assessment, { clock, signal, progress, since: changedAt(context, sent) });
  return look && afterData(look);
}

/** A call that has the site of the object at hand, as the one has that judged the change: both stay in the same bounds. */
async function withSite(context: ToolContext, { target }: AssessedChange): Promise<ToolContext> {
  const reading = readingOnce(context);
  const { site_id } = target.scope;
  if (site_id !== undefined)
    await reading.send('GET /api/v1/sites/{site_id}', { path: { site_id } }).catch(() => undefined);
  return reading;
}

/**
 * What a yes to the change is bound to beside the object: the decision, and what the change does by what is configured
 * right now, each layer with the time of its last change. Live facts are not read again.
 *
 * @param before what was judged
 * @throws MistError when the call was cancelled
 */
export async function boundNow(
  context: ToolContext,
  change: AssessedChange,
  before: Assessment,
): Promise<Assessment['bound']> {
  if (!before.effect || before.effect.looked.requests === 0) return before.bound;
  const { effectDigest, effectOf } = await import('../effects/index.ts');
  return {
    ...before.bound,
    effect: effectDigest(await effectOf(await withSite(context, change), objectChange(change))),
  };
}
