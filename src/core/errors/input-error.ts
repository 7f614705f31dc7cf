/**
 * Thrown when a call cannot be answered as it was made: an input is wrong or missing, or the operator's policy does not
 * allow it. It carries what is wrong and what to do instead, both whole sentences for the person, and never holds a
 * secret or a stack.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  /** What is wrong, one sentence. */
  readonly what: string;
  /** What to do instead, one or two sentences. */
  readonly advice: string;

  constructor(what: string, advice: string) {
    super(what);
    this.what = what;
    this.advice = advice;
  }
}
