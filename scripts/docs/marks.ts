/**
 * Fills what stands between `<!-- name -->` and `<!-- /name -->`.
 *
 * @throws Error when the text has no such place
 */
export function fill(text: string, name: string, content: string): string {
  const marks = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!marks.test(text)) throw new Error(`There is no place for ${name}`);
  return text.replace(marks, (_, before: string, after: string) => `${before}${content}\n${after}`);
}
