/** Words that programs and people write in the place of a secret that they do not show, our own among them. */
const WORDS =
  /^[([<{]*(?:(?:another |the )?secret|redacted|hidden|masked|unchanged|not shown|same as before|removed by mistmcp)[)\]>}]*$/i;
/** The words that are also somebody's secret where no brackets are around them. */
const BARE = /^(?:secret|masked)$/i;
const BULLETS = /^[•●∙·*＊✱]{3,}$/u;

/** Whether a text only stands for a secret: written, it would become the secret itself. */
export function isPlaceholder(text: string): boolean {
  const word = text.trim();
  if (BULLETS.test(word) || word.startsWith('•••')) return true;
  return WORDS.test(word) && !BARE.test(word);
}
