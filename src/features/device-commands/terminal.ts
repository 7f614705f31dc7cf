/** Sizes of the terminal that is imitated; what lies beyond is dropped. */
const ROWS = 200;
const COLUMNS = 500;

/** Control sequences of a terminal: CSI with its parameters, OSC, character sets, two-letter escapes. */
const SEQUENCE = new RegExp(
  [
    '\\u001b\\[([0-9;?<=>!]{0,40})[ -/]{0,4}([@-~])',
    '\\u001b\\][^\\u0007\\u001b]{0,1000}(?:\\u0007|\\u001b\\\\)?',
    '\\u001b[()*+][A-Za-z0-9]',
    '\\u001b[ -/]{0,4}[0-~]?',
    '\\u009b([0-9;?]{0,40})([@-~])',
  ].join('|'),
  'g',
);

/** Letters that say nothing: controls, and marks that turn the direction of a text or hide. */
const SILENT = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A line as it reads after its overwriting: a carriage return goes back to the start, a backspace one letter. */
function overwritten(line: string): string {
  if (!/[\r\b]/.test(line)) return line;
  const letters: string[] = [];
  let at = 0;
  for (const letter of line) {
    if (letter === '\r') at = 0;
    else if (letter === '\b') at = Math.max(0, at - 1);
    else letters[at++] = letter;
  }
  return letters.join('');
}

/** Output without the codes of a terminal: as it reads once it stands there. Lines end with `\n`. */
export function plainText(raw: string): string {
  const lines = raw.replace(SEQUENCE, '').split('\n');
  const shown = lines.map((line) => overwritten(line).replaceAll('\t', '        ').replace(SILENT, '').trimEnd());
  return shown.join('\n').replace(/^\n+/, '').trimEnd();
}

/** What stands on a terminal. */
class Screen {
  #lines: string[] = [];
  #row = 0;
  #column = 0;
  /** How many lines were written since the screen was last begun. */
  reached = 0;

  text(): string {
    return plainText(this.#lines.map((line) => line ?? '').join('\n'));
  }

  write(text: string): void {
    for (const letter of text) {
      if (letter === '\n') this.#row += 1;
      // Output of a device sends both; where it sends only the line feed, a new line is meant as well.
      if (letter === '\r' || letter === '\n') this.#column = 0;
      else if (letter === '\b') this.#column = Math.max(0, this.#column - 1);
      else if (letter === '\t') this.#column += 8 - (this.#column % 8);
      else if (letter >= ' ') this.#put(letter);
    }
  }

  #put(letter: string): void {
    if (this.#row < ROWS && this.#column < COLUMNS) {
      this.reached = Math.max(this.reached, this.#row + 1);
      const line = (this.#lines[this.#row] ?? '').padEnd(this.#column);
      while (this.#lines.length <= this.#row) this.#lines.push('');
      this.#lines[this.#row] = line.slice(0, this.#column) + letter + line.slice(this.#column + 1);
    }
    this.#column += 1;
  }

  move(final: string, parameters: readonly number[]): void {
    const [first = 0, second = 0] = parameters;
    const by = Math.max(1, first);
    if (final === 'A') this.#row = Math.max(0, this.#row - by);
    if (final === 'B' || final === 'E') this.#row += by;
    if (final === 'C') this.#column += by;
    if (final === 'D') this.#column = Math.max(0, this.#column - by);
    if (final === 'G') this.#column = by - 1;
    if (final === 'd') this.#row = by - 1;
    if (final === 'H' || final === 'f') {
      this.#row = by - 1;
      this.#column = Math.max(1, second) - 1;
    }
    if (final === 'J') this.#erase(first);
    if (final === 'K') this.#eraseLine(first);
  }

  #erase(what: number): void {
    if (what >= 2) this.#lines = [];
    else if (what === 0) {
      this.#lines.length = Math.min(this.#lines.length, this.#row + 1);
      this.#eraseLine(0);
    }
  }

  #eraseLine(what: number): void {
    const line = this.#lines[this.#row];
    if (line === undefined) return;
    if (what === 0) this.#lines[this.#row] = line.slice(0, this.#column);
    if (what === 1) this.#lines[this.#row] = ' '.repeat(this.#column) + line.slice(this.#column);
    if (what === 2) this.#lines[this.#row] = '';
  }
}

const isRedraw = (final: string, parameters: readonly number[]): boolean =>
  (final === 'J' && (parameters[0] ?? 0) >= 2) || (final === 'H' && parameters.every((number) => number <= 1));

/** Lines with which a screen begins, where it is drawn again without codes of a terminal. */
const HEAD = /^(?:last pid:|top - |.*\bSeconds: \d+)/m;

/**
 * The last whole screen of output that draws the same screen again and again. A screen that was being drawn when the
 * output ended is left for the one before it.
 */
export function lastScreen(raw: string): string {
  const screen = new Screen();
  let before = '';
  let at = 0;
  let redraws = 0;
  for (const match of raw.matchAll(SEQUENCE)) {
    screen.write(raw.slice(at, match.index));
    at = match.index + match[0].length;
    const final = match[2] ?? match[4];
    if (final === undefined) continue;
    const parameters = (match[1] ?? match[3] ?? '').split(';').map(Number);
    if (isRedraw(final, parameters)) {
      redraws += 1;
      const lines = before === '' ? 0 : before.split('\n').length;
      if (screen.reached >= lines) before = screen.text() || before;
      screen.reached = 0;
    }
    screen.move(final, parameters);
  }
  if (redraws === 0) return lastBlock(plainText(raw));
  screen.write(raw.slice(at));
  return screen.reached >= before.split('\n').length || before === '' ? screen.text() : before;
}

/** The same for screens that are told apart by their first line only. */
function lastBlock(text: string): string {
  const starts = [...text.matchAll(new RegExp(HEAD.source, 'gm'))].map(({ index }) => index);
  const [last, before] = starts.reverse();
  if (last === undefined || before === undefined) return text;
  const [newest, whole] = [text.slice(last).trimEnd(), text.slice(before, last).trimEnd()];
  return newest.split('\n').length >= whole.split('\n').length ? newest : whole;
}
