import { isRecord } from '../core/json.ts';
import type { ToolDescription } from './description.ts';
import { redact } from './redact.ts';
import { type CleanOptions, clean } from './sanitize.ts';

/** How an answer is made fit to leave the server. */
export interface Presenting extends CleanOptions {
  /** Secrets are shown. */
  readonly reveal: boolean;
}

/** Characters that one text of a list or a report may have. */
const LONGEST = 4000;
/** Objects that may be written back, schemas and output of commands keep theirs whole: characters to a token, and room. */
const LONGEST_TO_TOKENS = 8;

/** Characters that one text in an answer of a tool may have. */
export const longestText = ({ operations }: Pick<ToolDescription, 'operations'>, maxTokens: number): number =>
  Object.keys(operations).length > 0 ? LONGEST : maxTokens * LONGEST_TO_TOKENS;

const HIDDEN = 'Control characters, or characters that cannot be seen, were left out';
const CUT = 'the end of long texts was left out';

/**
 * What leaves the server of an answer: its texts cleaned, its secrets masked. Cleaning comes first, since a character
 * that nobody sees inside a word would hide the secret behind it from the masking too.
 *
 * @returns a copy that says under `cleaned` which texts are not as the cloud has them, for whoever writes them back; or
 *   the very same value when there is nothing to do
 */
export function presentable(data: unknown, { reveal, ...options }: Presenting): unknown {
  const { value, removed, cut, at } = clean(data, options);
  const masked = redact(value, { reveal });
  if (removed + cut === 0) return masked;
  const what = [...(removed > 0 ? [HIDDEN] : []), ...(cut > 0 ? [CUT] : [])].join('; ');
  const note = `${what}. These texts are not as the cloud has them: do not write them back.`;
  return { ...(isRecord(masked) ? masked : { result: masked }), cleaned: { texts: removed + cut, at, note } };
}
