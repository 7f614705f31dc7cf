/**
 * A question that cannot be answered as it was asked: what is wrong with it, and what to ask instead. Both are whole
 * sentences for the person; neither holds a secret or a stack.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
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
