import { estimateTokens } from '../../core/tokens.ts';
import type { ToolContext } from '../../tool/context.ts';
import { differenceLines, groupedLines } from './difference-text.ts';
import { impactData } from './impact-text.ts';
import { isObject } from './json.ts';
import { keepPayload } from './kept-payload.ts';
import type { PreparedChange } from './prepare.ts';
import type { Request } from './request.ts';
import type { Change, JsonObject } from './types.ts';
import type { Undo } from './undo.ts';
import type { Wording } from './value-text.ts';
import type { VerifiedChange } from './verify.ts';

/** Differences that are listed one by one. */
const MOST = 60;
/** Share of an answer that its undo, or a plan's body, may take. */
const SHARE = 0.6;

/** Tool that takes every action back: only it deletes. */
const CHANGE_TOOL = 'mist_change_configuration_objects';

/** Differences as lines for an answer, or for the record. */
export function differenceData(changes: readonly Change[], wording: Wording, most = MOST): readonly string[] {
  return changes.length <= most ? differenceLines(changes, wording) : groupedLines(changes);
}

/** What every answer about a prepared change says. */
export function preparedData(prepared: PreparedChange, wording: Wording): object {
  return {
    difference: differenceData(prepared.changes, wording),
    impact: impactData(prepared.impact),
    ...(prepared.warnings.length > 0 ? { warnings: prepared.warnings } : {}),
  };
}

/** The body of a plan for an answer, as far as it fits. */
export function bodyData({ policy }: Pick<ToolContext, 'policy'>, body: JsonObject | undefined): object {
  if (!body) return {};
  const tokens = estimateTokens(JSON.stringify(body));
  if (tokens <= policy.maxResponseTokens * SHARE) return { body };
  return {
    roots: Object.keys(body).slice(0, MOST),
    body_note: `The body is too large for an answer (some ${tokens} tokens).`,
  };
}

/** The undo of an answer, as far as there is one and it fits. */
export function undoData(context: Pick<ToolContext, 'policy' | 'results'>, undo: Undo | undefined): object {
  if (!undo) return { undo_note: 'There is no way back through this tool.' };
  const tokens = estimateTokens(JSON.stringify(undo.arguments));
  if (tokens <= context.policy.maxResponseTokens * SHARE) return wayBack(undo.arguments, undo.notes);
  const { payload } = undo.arguments;
  const kept = isObject(payload) ? keepPayload(context, payload) : undefined;
  if (kept) return wayBack({ ...undo.arguments, payload: kept }, [...undo.notes, KEPT_NOTE]);
  return {
    undo_note: `The way back is too large for an answer (some ${tokens} tokens); the audit log of the server has it.`,
  };
}

const KEPT_NOTE =
  'The payload is large: the server keeps it under this handle for 15 minutes, and its audit log has it for good.';

const wayBack = (inputs: JsonObject, notes: readonly string[]): object => ({
  undo: inputs,
  undo_with: CHANGE_TOOL,
  ...(notes.length > 0 ? { undo_note: notes.join(' ') } : {}),
});

/** What reads back, for an answer. */
export function verifiedData({ outcome, id, readBack, notes }: VerifiedChange, wording: Wording): object {
  const verified = readBack && {
    confirmed: readBack.confirmed,
    differing: differenceData(readBack.differing, wording),
    ...(readBack.unseen.length > 0 ? { not_shown: readBack.unseen } : {}),
  };
  return {
    outcome,
    ...(id === undefined ? {} : { object_id: id }),
    ...(verified ? { verified } : {}),
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  };
}

/** Which mode a plan was made in, where that says something. */
export const modeData = ({ action }: Request, { plan }: PreparedChange): object =>
  action === 'update' && plan ? { mode: plan.mode } : {};
