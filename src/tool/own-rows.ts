import type { Work } from '../core/work.ts';
import { answerQuestion, columnsIn, type RowQuestion } from './rows/question.ts';

/** Rows that answer what was asked of all of them. */
export interface AnsweredRows {
  readonly rows: readonly unknown[];
  /** Whether they are counts of groups, not rows of the list. */
  readonly grouped: boolean;
}

/**
 * What is asked of rows that a tool has made or gathered itself, secrets masked; all of them where nothing is asked.
 *
 * @throws InputError for a column that no row has, or a condition that cannot be read
 */
export async function answeredRows(
  rows: readonly unknown[],
  question: RowQuestion | undefined,
  work: Work,
): Promise<AnsweredRows> {
  if (question === undefined || rows.length === 0) return { rows, grouped: false };
  return answerQuestion(rows, question, columnsIn(rows), work);
}
