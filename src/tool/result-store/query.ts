import { InputError } from '../../core/errors/input-error.ts';
import { isoTime } from '../../core/time.ts';
import type { ToolContext } from '../context.ts';
import { answerQuestion } from '../rows/question.ts';
import { shapeRows } from '../shape-rows.ts';
import { type Shaping, shapingOf } from '../shaping.ts';
import { type Format, leastTokens, written } from './rows/export.ts';
import type { Held } from './store.ts';

/** What is asked of rows under a handle. */
export interface HeldQuery {
  readonly handle?: string | undefined;
  readonly where?: string | undefined;
  readonly group_by?: string | undefined;
  readonly sort?: string | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly limit: number;
  readonly skip?: number | undefined;
  readonly format?: Format | undefined;
  readonly drop?: boolean | undefined;
}

/** Part of the budget that a file may take; the answer beside it needs some. */
const FILE_SHARE = 0.9;

/**
 * Answers a question about rows under a handle: filter, then count or sort, then show or write to a file.
 *
 * @throws InputError for an unknown handle or column, or a condition that cannot be read
 */
export async function queryHeld(call: ToolContext, query: HeldQuery): Promise<object> {
  const { results } = call;
  if (query.handle === undefined) return listed(call, query);
  const held = results.find(query.handle);
  if (query.drop) {
    results.drop(held.id);
    return { dropped: held.id, rows: held.rows.length };
  }
  const { rows, grouped } = await answerQuestion(held.rows, query, held.columns, call.work);
  const skip = query.skip ?? 0;
  const shaping: Omit<Shaping, 'limit' | 'maxTokens'> = {
    fields: grouped ? undefined : query.fields,
    columns: grouped ? undefined : held.shown,
    keepTimes: held.keepTimes === true,
    ...shapingOf(call),
  };
  if (query.format === undefined) {
    const page = { ...shaping, limit: query.limit, maxTokens: call.policy.maxResponseTokens };
    const { shown, note } = await shapeRows(rows.slice(skip), page);
    return {
      results: shown,
      ...countOf(rows.length, skip, shown.length),
      ...cleanedOf(held),
      ...(note ? { note } : {}),
    };
  }
  const { format } = query;
  const maxTokens = call.policy.maxResponseTokens * FILE_SHARE;
  const { shown, note } = await shapeRows(rows.slice(skip), { ...shaping, limit: undefined, maxTokens }, (row) =>
    leastTokens(row, format),
  );
  const file = written(shown, format, maxTokens);
  const uri = `mistmcp://results/${held.id}/${skip + 1}-${skip + file.rows}.${format}`;
  results.attach({ uri, mimeType: file.mimeType, text: file.text });
  return { file: uri, ...countOf(rows.length, skip, file.rows), ...cleanedOf(held), ...(note ? { note } : {}) };
}

/** Says that some of the kept texts are not as the cloud has them. */
const cleanedOf = ({ cleaned }: Held): object => (cleaned ? { cleaned: { texts: cleaned } } : {});

/** How far an answer goes; what is left begins at `next_skip`. */
const countOf = (total: number, skip: number, returned: number): object => ({
  total,
  returned,
  has_more: skip + returned < total,
  ...(skip + returned < total ? { next_skip: skip + returned } : {}),
});

function listed({ results, profiles }: Pick<ToolContext, 'results' | 'profiles'>, { drop }: HeldQuery): object {
  if (drop) throw new InputError('`drop` needs a `handle`.', 'Call this tool without inputs to list the handles.');
  const handles = results.list().map(({ id, source, rows, expires }) => ({
    ...{ handle: id, source, rows: rows.length, expires: isoTime(expires / 1000) },
  }));
  const notes = [
    ...(handles.length > 0 ? [] : ['No rows are kept. all_pages=true on a list or search keeps all of them.']),
    ...(profiles ? ['Each profile has rows of its own: give `profile` for those; without it, those of reports.'] : []),
  ];
  const note = notes.length > 0 ? { note: notes.join(' ') } : {};
  return { ...(results.replica === undefined ? {} : { replica: results.replica }), handles, ...note };
}
