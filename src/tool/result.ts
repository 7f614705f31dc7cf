import type { CallToolResult } from '@modelcontextprotocol/server';
import { MistError } from '../mist/errors.ts';
import { Refusal } from '../mist/refusal.ts';
import type { Attachment } from './results.ts';

/** How answers are given: as an object with the same JSON as text, or as text alone. */
export type ResponseFormat = 'json' | 'string';

/**
 * A tool's data as an MCP result. Text and structured content say the same: applications forward one or the other.
 *
 * @param files go with the answer as embedded resources; there is no structured content then, since applications that
 *   forward it drop everything beside it
 */
export function resultOf(data: unknown, format: ResponseFormat, files: readonly Attachment[] = []): CallToolResult {
  const object = typeof data === 'object' && data !== null ? data : { result: data };
  const text = JSON.stringify(object);
  const content: CallToolResult['content'] = [{ type: 'text', text }];
  for (const file of files) content.push({ type: 'resource', resource: { ...file } });
  return format === 'json' && files.length === 0 ? { content, structuredContent: { ...object } } : { content };
}

/**
 * An error as an MCP result: what happened, what the API said, what to do next. Only errors made for people are shown;
 * anything else could carry a URL or a token, so it becomes a general sentence and is logged elsewhere.
 */
export function errorResult(error: unknown): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(wordsOf(error)) }], isError: true };
}

function wordsOf(error: unknown): object {
  if (error instanceof MistError) {
    const { status, detail, retryAfter } = error.more;
    return {
      error: error.what,
      ...(detail ? { api_said: detail } : {}),
      ...(status === undefined ? {} : { status }),
      ...(retryAfter === undefined ? {} : { retry_after_seconds: retryAfter }),
      next_step: error.advice,
    };
  }
  if (error instanceof Refusal) return { error: error.what, next_step: error.advice };
  return {
    error: 'The server failed on its own account, not because of your inputs.',
    next_step: 'Try once more; if it fails again, the operator finds the reason in the log of mistmcp.',
  };
}

/** Whether an error was made to be shown; any other is a defect of ours and belongs in the log. */
export const isForPeople = (error: unknown): boolean => error instanceof MistError || error instanceof Refusal;
