import { estimateTokens } from '../core/tokens.ts';

/**
 * A file of text as an answer: whole lines from its beginning, as far as they fit.
 *
 * @param maxTokens tokens that the text may take
 */
export function presentText(text: string, maxTokens: number): object {
  const lines = text.split('\n');
  let used = 0;
  let kept = 0;
  for (const line of lines) {
    used += estimateTokens(line) + 1;
    if (used > maxTokens) break;
    kept += 1;
  }
  if (kept === lines.length) return { text };
  // A single line that is too long is cut by its characters, which take a quarter of a token at least.
  const shown = kept > 0 ? lines.slice(0, kept).join('\n') : text.slice(0, maxTokens);
  return { text: shown, note: `Cut: ${kept} of ${lines.length} lines are shown. The portal has the whole file.` };
}
