import type { ToolAnswer } from './connection.ts';

/**
 * How a command ends. Done; the API or a person said no; nothing was sent because of the input or a setting; Ctrl+C, as
 * shells count it.
 */
export const EXIT = { done: 0, saidNo: 1, unusable: 2, interrupted: 130 } as const;

/** Errors before anything was sent: an input, a setting, a missing token. */
const UNSENT = new Set(['refusal', 'refused', 'no_token']);

/** Outcomes of a change that was not made, or of which nobody knows. */
const NOT_DONE = new Set<unknown>(['not_sent', 'not_applied', 'unknown']);

/**
 * The exit code of a tool's answer.
 *
 * @param kind the word for its error, where it is one
 */
export function exitCodeOf({ isError, data }: ToolAnswer, kind: string | undefined): number {
  if (isError) return kind !== undefined && UNSENT.has(kind) ? EXIT.unusable : EXIT.saidNo;
  return NOT_DONE.has(data.outcome) ? EXIT.saidNo : EXIT.done;
}
