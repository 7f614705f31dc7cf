/**
 * A text in lines that end between words.
 *
 * @param width characters of a line, the indent included; a longer word has a line of its own
 * @param indent stands before every line
 */
export function wrapText(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length + longer.length > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((one) => indent + one).join('\n');
}
