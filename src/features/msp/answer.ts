import type { JsonObject } from '../../core/json.ts';
import type { ToolContext } from '../../tool/context.ts';
import { shapeRows } from '../../tool/shape-rows.ts';
import { listShaping } from '../../tool/shaping.ts';

/** What an answer of rows says besides them. */
export interface AnswerFrame {
  /** Whether the rows are all there are, each as a whole. */
  readonly complete: boolean;
  readonly more?: JsonObject;
  readonly notes?: readonly string[];
}

/** Rows as far as they fit, the rest under a handle. */
export async function rowsAnswer(
  context: ToolContext,
  rows: readonly JsonObject[],
  { complete, more = {}, notes = [] }: AnswerFrame,
): Promise<object> {
  const { shown } = await shapeRows(rows, { ...listShaping(context, { fields: ['*'] }) });
  const isCut = shown.length < rows.length;
  const held = isCut && context.results.offered ? await context.results.keep({ rows }) : undefined;
  const sentences = [
    ...notes,
    isCut ? `Cut to ${shown.length} whole rows to keep the answer small.` : '',
    held ? `mist_query_result with this handle and skip=${shown.length} goes on.` : '',
  ].filter(Boolean);
  return {
    results: shown,
    total: rows.length,
    returned: shown.length,
    has_more: isCut,
    complete: complete ? 'yes' : 'no',
    ...more,
    ...(held ? { handle: held.id } : {}),
    ...(sentences.length > 0 ? { note: sentences.join(' ') } : {}),
  };
}
