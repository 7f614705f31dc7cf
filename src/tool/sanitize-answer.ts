import { cleanText } from '../core/clean-text.ts';
import { isRecord } from '../core/json.ts';
import { cutPlace, withoutToken } from '../core/mask.ts';
import type { ToolDescription } from './description.ts';
import type { Masking } from './masking.ts';
import { redact } from './redact.ts';
import { type CleanOptions, clean } from './sanitize.ts';

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
 * What leaves the server of an answer: secrets masked in the whole of it, then its texts cleaned, then long ones cut,
 * and no token in any.
 *
 * @returns a copy that says under `cleaned` which texts are not as the cloud has them, for whoever writes them back; or
 *   the very same value when there is nothing to do
 */
export async function sanitizeAnswer(
  data: unknown,
  { maskLarge }: Pick<Masking, 'maskLarge'>,
  options: CleanOptions,
): Promise<unknown> {
  const { value, removed, cut, at } = clean(await maskLarge(data), options);
  if (removed + cut === 0) return value;
  const what = [...(removed > 0 ? [HIDDEN] : []), ...(cut > 0 ? [CUT] : [])].join('; ');
  const note = `${what}. These texts are not as the cloud has them: do not write them back.`;
  return { ...(isRecord(value) ? value : { result: value }), cleaned: { texts: removed + cut, at, note } };
}

/** Characters that are passed on of what the API says of an error. */
const LONGEST_DETAIL = 300;

/** What the API says of an error as it may be shown, its secrets masked; also the token, where it repeats that. */
export function presentDetail(detail: string, token: string | undefined): string {
  const shown = withoutToken(cleanText(String(redact(detail))), token);
  if (shown.length <= LONGEST_DETAIL) return shown;
  return `${shown.slice(0, cutPlace(shown, LONGEST_DETAIL - 1))}…`;
}
