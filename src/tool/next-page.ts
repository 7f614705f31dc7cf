import { refused } from '../core/errors/mist-error.ts';
import { type IsOwn, parseNext } from '../mist/paging/pages.ts';
import { operation } from '../mist/spec/operations.ts';
import type { ToolContext } from './context.ts';
import { withImpliedFields } from './link-fields.ts';
import { presentList } from './paginate.ts';
import { isListed, rowFormatOf } from './row-format.ts';
import { shapingOf } from './shaping.ts';

/** Rows of a page where its URL names no limit of its own. */
const ROWS = 20;

/**
 * Continues a list exactly where an answer stopped.
 *
 * @param url `next` of that answer
 * @throws MistError of kind `refused` for anything but a list that a tool shows, on the same cloud
 */
export async function presentNext(call: ToolContext, url: string): Promise<object> {
  const { session } = call;
  const isOwn: IsOwn = (bare, signature) => signature !== undefined && signature === session.sign(bare);
  const { route, query, skip = 0, seen, fields, remaining } = parseNext(url, session.cloud, isOwn);
  if (!isListed(call.tools, route)) {
    throw refused(
      'That is not a `next` of this server: no tool answers with that list.',
      'Give `next` exactly as an answer holds it; nothing was sent.',
    );
  }
  const answer = await session.client.get(withImpliedFields(call.tools, route, url, fields), call.signal);
  return presentList(call, answer, {
    ...rowFormatOf(call.tools, route),
    fields,
    limit: query.limit === undefined || operation(route).paging === 'limit' ? ROWS : Number(query.limit),
    skip,
    seen,
    remaining,
    maxTokens: call.policy.maxResponseTokens,
    ...shapingOf(call),
  });
}
