import type { ToolContext } from '../../tool/context.ts';
import type { PlannedChange } from './change-context.ts';
import type { SendResult } from './confirm-and-send.ts';
import type { JsonObject } from './types.ts';
import { type Undo, undoOf } from './undo.ts';
import { type VerifiedChange, verifyDelete, verifyUpdate } from './verify.ts';
import { verifyCreate } from './verify-create.ts';

/** Finds out what became of a change that was sent. */
export function verifyChange(
  context: ToolContext,
  { request, target, prepared }: PlannedChange,
  sent: SendResult,
): Promise<VerifiedChange> {
  const { plan, known } = prepared;
  if (!plan) return verifyDelete(context, request, target, sent);
  return request.action === 'create'
    ? verifyCreate(context, request, target, plan, sent, known)
    : verifyUpdate(context, request, target, plan, sent);
}

/**
 * The arguments that take a change back; undefined where nothing can.
 *
 * @param teller whose policy says whether secrets are shown
 * @param id of the object that was made, where it had none
 */
export const undoOfChange = (
  teller: Parameters<typeof undoOf>[0],
  { request, target, prepared }: PlannedChange,
  id: string | undefined,
): Undo | undefined =>
  undoOf(
    ...([teller, request.found, request.action, { ...target, id: target.id ?? id }] as const),
    ...([prepared.plan, prepared.undo, prepared.impact.uses] as const),
  );

/** What a record holds of a change that was sent: the object, and the way back unless it was not made. */
export function verifiedFacts(
  teller: Parameters<typeof undoOf>[0],
  change: PlannedChange,
  verified: VerifiedChange,
  name: string | undefined,
): JsonObject {
  const undo = verified.outcome === 'not_applied' ? undefined : undoOfChange(teller, change, verified.id);
  return {
    object: { id: change.target.id ?? verified.id, name },
    ...(undo ? { undo: undo.arguments } : {}),
  };
}
