import { estimateTokens } from '../../../core/tokens.ts';

/** Tokens that no answer may exceed; the rest up to 6,000 is for its frame and the error of the estimate. */
export const ANSWER_TOKENS = 5_500;

/** A running account of what still fits into an answer. */
export class Budget {
  #left: number;

  constructor(tokens: number) {
    this.#left = tokens;
  }

  /** Spends what a value costs as JSON; spends nothing and says false when it does not fit. */
  take(value: unknown, already = 0): boolean {
    const cost = this.cost(value) - already;
    if (cost > this.#left) return false;
    this.#left -= cost;
    return true;
  }

  /** Spends what a value costs, whether it fits or not. */
  reserve(value: unknown): void {
    this.#left -= this.cost(value);
  }

  /** Whether a number of fields may fit: one costs no less than six tokens, in whatever form. */
  mayTake(fields: number): boolean {
    return fields * 6 <= this.#left;
  }

  cost(value: unknown): number {
    return estimateTokens(JSON.stringify(value)) + 1;
  }
}
