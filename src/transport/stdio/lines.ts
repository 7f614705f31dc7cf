/** Largest line, in bytes: what an assistant sends is far below it. */
export const MAX_LINE = 10 * 1024 * 1024;

const LINE_FEED = 0x0a;

/** Thrown for a line that does not end within its bounds; what follows it cannot be found. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/** Cuts a stream of bytes into its lines; the work is linear in what comes, however small the pieces are. */
export class Lines {
  #pieces: Buffer[] = [];
  #size = 0;

  /** The lines that a piece completes, without their ends. @throws LineTooLong */
  add(piece: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, from)) {
      this.#hold(piece.subarray(from, end));
      lines.push(this.rest());
      from = end + 1;
    }
    this.#hold(piece.subarray(from));
    return lines;
  }

  /** What came after the last line's end, which then counts as a line of its own. */
  rest(): Buffer {
    const [first = Buffer.alloc(0), ...more] = this.#pieces;
    const line = more.length === 0 ? first : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#size = 0;
    return line;
  }

  #hold(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#size += piece.length;
    if (this.#size > MAX_LINE) throw new LineTooLong(`A line is longer than ${MAX_LINE} bytes.`);
    this.#pieces.push(piece);
  }
}
