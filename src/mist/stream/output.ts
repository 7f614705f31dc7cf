import { deferred } from '../../core/deferred.ts';
import { type Frame, readFrame } from './frame.ts';
import { type Limits, MAX_EARLY, MAX_OUTPUT, SETTLE_MS } from './limits.ts';

/** What ended a command's output. */
export type EndedBy = 'marker' | 'idle' | 'limit' | 'cancelled' | 'closed';

/** The end of a command's output. */
export interface End {
  readonly by: EndedBy;
  /** What a connection's loss was about, or `size` for more output than is kept. */
  readonly why?: string;
  /** The other side closed a stream that was for this command alone, and said that it was done. */
  readonly clean?: boolean;
}

/** How a command's output is gathered. */
export interface Gathering {
  readonly limits: Limits;
  /** A line that ends the output. */
  readonly ends?: RegExp | undefined;
  /** The output repeats itself, so the last of it is what counts. */
  readonly repeats?: boolean | undefined;
  /** Called with each piece of output as it comes. */
  readonly piece?: ((text: string) => void) | undefined;
}

/** How much of the output's end is looked at for the line that ends it, in characters. */
const TAIL = 4000;

/**
 * Gathers the output of one command: only what its own session says, also what came before the session was known.
 */
export class Output {
  readonly #gathering: Gathering;
  readonly #end = deferred<End>();
  #overall: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;
  #early: Frame[] = [];
  #earlySize = 0;
  #lost: End | undefined;
  #session: string | undefined;
  #begun = false;
  #over = false;
  #text = '';
  /** Output of before the session was known was too much to keep. */
  overflowed = false;

  constructor(gathering: Gathering) {
    this.#gathering = gathering;
  }

  /** Output so far, as it came. */
  get text(): string {
    return this.#text;
  }

  /** Kept when the output ends; it never fails. */
  get end(): Promise<End> {
    return this.#end.promise;
  }

  /**
   * The command was answered: from now on time counts, and what was kept is looked through.
   *
   * @param session whose output it is; undefined where the stream is for this command alone and was given no name
   */
  begin(session: string | undefined): void {
    const { firstMs, overallMs } = this.#gathering.limits;
    this.#session = session;
    this.#begun = true;
    this.#wait(firstMs, 'limit');
    this.#overall = setTimeout(() => this.finish({ by: 'limit' }), overallMs);
    const early = this.#early;
    this.#early = [];
    for (const frame of early) this.frame(frame);
    if (this.#lost) this.finish(this.#lost);
  }

  /** A message of the channel. */
  frame(frame: Frame): void {
    if (this.#over) return;
    if (!this.#begun) this.#keep(frame);
    else if (this.#session === undefined || frame.session === this.#session) {
      this.#add(frame.raw);
      if (frame.finished) this.finish({ by: 'marker' });
    }
  }

  /** A message of a stream that is for this command alone: in an envelope, or as the terminal would get it. */
  message(text: string): void {
    if (this.#over) return;
    const frame = readFrame(text);
    const enveloped =
      frame && (frame.session !== undefined || frame.event !== '' || frame.raw !== '' || frame.finished);
    if (enveloped) this.frame({ ...frame, session: frame.session ?? this.#session });
    else this.#add(text);
  }

  /** The connection ended. */
  lost(why: string, clean = false): void {
    const end: End = { by: 'closed', why, clean };
    if (this.#begun) this.finish(end);
    else this.#lost = end;
  }

  /** Ends the gathering; only the first end counts. */
  finish(end: End): void {
    if (this.#over) return;
    this.#over = true;
    this.#early = [];
    clearTimeout(this.#silence);
    clearTimeout(this.#overall);
    this.#end.resolve(end);
  }

  #keep(frame: Frame): void {
    if (frame.raw === '' && !frame.finished) return;
    this.#early.push(frame);
    this.#earlySize += frame.raw.length;
    while (this.#earlySize > MAX_EARLY) {
      this.#earlySize -= this.#early.shift()?.raw.length ?? this.#earlySize;
      this.overflowed = true;
    }
  }

  #wait(ms: number, by: EndedBy): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.finish({ by }), ms);
  }

  #add(raw: string): void {
    if (raw === '') return;
    const { limits, ends, repeats, piece } = this.#gathering;
    this.#text += raw;
    piece?.(raw);
    if (this.#text.length > MAX_OUTPUT) {
      this.#text = repeats ? this.#text.slice(-MAX_OUTPUT / 2) : this.#text.slice(0, MAX_OUTPUT);
      if (!repeats) this.finish({ by: 'limit', why: 'size' });
    }
    if (this.#over) return;
    if (ends?.test(this.#text.slice(-TAIL))) this.#wait(Math.min(SETTLE_MS, limits.idleMs), 'marker');
    else this.#wait(limits.idleMs, 'idle');
  }
}
