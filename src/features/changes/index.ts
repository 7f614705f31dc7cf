/** What other features may use of this one. */
export { differenceData, verifiedData } from './answer.ts';
export { type AuditEntry, recordNote, withAuditEntry } from './audit-entry.ts';
export { formsOf } from './check/form.ts';
export { HeldFields } from './check/held-fields.ts';
export { inspect, noFindings, problemsIn } from './check/walk.ts';
export { confirmAndSend, doubtOf, type SendResult, type Verification } from './confirm-and-send.ts';
export { difference } from './difference.ts';
export { fittingLines } from './difference-text.ts';
export { displayName } from './display-text.ts';
export { fillMasks } from './masks.ts';
export { planUpdate, removedBy } from './plan.ts';
export { typedFor } from './question.ts';
export type { Change, Plan } from './types.ts';
export { judge, lookTwice, type VerifiedChange } from './verify.ts';
export { cut, quoted, visible } from './visible.ts';
