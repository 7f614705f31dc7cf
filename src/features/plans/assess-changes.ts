import type { ToolContext } from '../../tool/context.ts';
import { effectOfStep } from '../changes/index.ts';
import { type Assessment, assess, assessPlan, effectOf } from '../effects/index.ts';
import { isPlaceholder } from './new-objects.ts';
import { newIdOf } from './plan-step.ts';
import type { PreparedChange } from './prepared-plan.ts';

/** Changes up to which the network is judged after each of them as well. */
const MOST_STEPS = 12;

/** What all changes do together, and of few changes what each state in between does. */
export async function assessAll(
  live: ToolContext,
  context: ToolContext,
  changes: readonly PreparedChange[],
): Promise<Assessment | undefined> {
  context.progress('Working out what the plan does to the network');
  const all = changes.filter((one) => !isAtNewSite(one)).map(asEffect);
  const [first] = all;
  if (!first) return undefined;
  if (all.length <= MOST_STEPS) return assessPlan(live, all);
  const assessment = await assess(live, first, () => effectOf(live, all));
  const { verdict } = assessment;
  return { ...assessment, verdict: { ...verdict, notLooked: [...verdict.notLooked, ONLY_END] } };
}

const ONLY_END = `Of more than ${MOST_STEPS} changes the network is judged as all of them leave it, not after each.`;

/** A new object goes by the id that later changes know it by. */
const asEffect = ({ change, number, step }: PreparedChange): ReturnType<typeof effectOfStep> =>
  change.action_type === 'create' ? { ...effectOfStep(step), id: newIdOf(change, number) } : effectOfStep(step);

/** At a site that the plan itself creates nothing works yet that could stop. */
const isAtNewSite = ({ change, step }: PreparedChange): boolean =>
  (change.action_type === 'create' && step.request.found.name === 'org_sites') ||
  isPlaceholder(step.target.path.site_id ?? '');
