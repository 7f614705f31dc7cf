/** What other features may use of this one. */
export { afterData, notLooked } from './after/after-look.ts';
export { lookAfter } from './after/look-after.ts';
export { type Bounds, EFFECT_BOUNDS } from './bounds.ts';
export {
  type CommandVerdict,
  commandLines,
  judgePortsDown,
  judgeRestart,
  readDevices,
  readPorts,
} from './commands.ts';
export { effectOf } from './effect.ts';
export type { Effect, EffectGroup, ObjectChange, SiteEffect } from './model.ts';
export { assess, effectDigest } from './verdict/assess.ts';
export { assessPlan, type PlanAssessment, type StepAssessment } from './verdict/assess-plan.ts';
export type { Assessment } from './verdict/assessment.ts';
export { verdictData, verdictLine, verdictLines } from './verdict/say.ts';
