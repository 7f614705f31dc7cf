import type { CallToolResult } from '@modelcontextprotocol/server';
import { InputError } from '../core/errors/input-error.ts';
import { MistError } from '../core/errors/mist-error.ts';
import { redact } from './redact.ts';
import type { Attachment } from './result-store/results.ts';
import { clean } from './sanitize.ts';
import { presentDetail } from './sanitize-answer.ts';

/** How answers are given: as an object with the same JSON as text, or as text alone. */
export type ResponseFormat = 'json' | 'string';

/** Characters of an answer to a token of its budget: single rows and objects may be some times larger than all of it. */
const MOST_TO_TOKENS = 40;

const tooLong = (length: number): InputError =>
  new InputError(
    `The answer has ${length} characters, far more than an answer may.`,
    'Ask for less: `fields` names the attributes you need, `limit` the number of rows.',
  );

/** Characters of one sentence of an error; what somebody gave may be repeated in it. */
const LONGEST = 2000;

/**
 * A tool's data as an MCP result. Text and structured content say the same: applications forward one or the other.
 *
 * @param files go with the answer, as embedded resources or, where they are pictures, as images; there is no structured
 *   content then, since applications that forward it drop everything beside it
 * @param maxTokens that answers are kept to
 * @throws InputError when one thing of the answer, which is never cut, is many times larger
 */
export function resultOf(
  data: unknown,
  format: ResponseFormat,
  files: readonly Attachment[] = [],
  maxTokens: number = Number.POSITIVE_INFINITY,
): CallToolResult {
  const object = typeof data === 'object' && data !== null ? data : { result: data };
  const text = JSON.stringify(object);
  if (text.length > maxTokens * MOST_TO_TOKENS) throw tooLong(text.length);
  const content: CallToolResult['content'] = [{ type: 'text', text }];
  for (const file of files) content.push(contentOf(file));
  return format === 'json' && files.length === 0 ? { content, structuredContent: { ...object } } : { content };
}

const contentOf = (file: Attachment): CallToolResult['content'][number] =>
  'image' in file
    ? { type: 'image', data: file.image, mimeType: file.mimeType }
    : { type: 'resource', resource: { ...file } };

/**
 * An error as an MCP result: what happened, what the API said, what to do next. Only errors made for people are shown;
 * anything else could carry a URL or a token, so it becomes a general sentence and is logged elsewhere.
 *
 * @param token taken out wherever it stands
 * @param requestId under which the log has what is not shown
 */
export function errorResult(error: unknown, token?: string, requestId?: string): CallToolResult {
  const words = clean(wordsOf(error, token, requestId), { longest: LONGEST, token }).value;
  return { content: [{ type: 'text', text: JSON.stringify(words) }], isError: true };
}

const masked = (text: string): string => String(redact(text));

/** The words of an error with its secrets masked, each before it is cut. */
function wordsOf(error: unknown, token: string | undefined, requestId: string | undefined): object {
  if (error instanceof MistError) {
    const { status, detail, retryAfter } = error.more;
    return {
      error: masked(error.what),
      ...(detail ? { api_said: presentDetail(detail, token) } : {}),
      ...(status === undefined ? {} : { status }),
      ...(retryAfter === undefined ? {} : { retry_after_seconds: retryAfter }),
      next_step: masked(error.advice),
    };
  }
  if (error instanceof InputError) return { error: masked(error.what), next_step: masked(error.advice) };
  return {
    error: 'The server failed on its own account, not because of your inputs.',
    next_step: `Try once more; if it fails again, the operator finds the reason in the log of mistmcp${where(requestId)}.`,
  };
}

const where = (requestId: string | undefined): string =>
  requestId === undefined ? '' : `, in the lines of request ${requestId}`;

/** Whether an error was made to be shown; any other is a defect of ours and belongs in the log. */
export const isForPeople = (error: unknown): boolean => error instanceof MistError || error instanceof InputError;

/** One word for an error, to be counted by. */
export function kindOfFailure(error: unknown): string {
  if (error instanceof MistError) return error.kind;
  return error instanceof InputError ? 'refusal' : 'defect';
}
