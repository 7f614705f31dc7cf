/** What other features may use of this one. */
export { differenceData, verifiedData } from './answer.ts';
export { type AuditEntry, recordNote, withAuditEntry } from './audit-entry.ts';
export type { ChangeInput } from './change-input.ts';
export {
  alikeTo,
  type ChangeStep,
  effectOfStep,
  isIdle,
  prepareStep,
  renewStep,
  type StepResult,
  sendStep,
  stepLines,
  stepNoun,
  stepRequest,
  stepState,
  undoFor,
  unknownPathsOf,
} from './change-step.ts';
export { noFindings, problemsIn } from './check/findings.ts';
export { formsOf } from './check/form.ts';
export { HeldFields } from './check/held-fields.ts';
export { inspect } from './check/walk.ts';
export { confirmAndSend, doubtOf, type SendResult, type Verification } from './confirm-and-send.ts';
export { sensitiveLines } from './confirmation.ts';
export { defaultAt } from './defaults.ts';
export { contentsOf, difference } from './difference.ts';
export { completeLines, differenceLine, differenceLines, fittingLines } from './difference-text.ts';
export { displayName } from './display-text.ts';
export { own, same } from './json.ts';
export { type Keys, keysOf, keysText } from './keys.ts';
export { fillMasks } from './masks.ts';
export { counted, nounOf, pluralOf } from './nouns.ts';
export { isGiven, planUpdate, removedBy } from './plan.ts';
export { PORT_MAPS } from './port-ranges.ts';
export { typedFor } from './question.ts';
export { dangerousFirst, requiresWord, sensitiveKinds } from './sensitive.ts';
export type { Change, Plan } from './types.ts';
export type { Wording } from './value-text.ts';
export { judge, lookTwice, type VerifiedChange } from './verify.ts';
export { cut, quoted, visible } from './visible.ts';
