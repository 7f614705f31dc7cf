import { ConfigError } from './error.ts';
import { ProfileProblem } from './profile.ts';

/** Problems that are told at once; the rest shows when those are mended. */
const TOLD = 5;

/** What is wrong with a file, part by part, so that it can be mended in one go. */
export class Problems {
  readonly #sentences: string[];

  constructor(sentences: readonly string[] = []) {
    this.#sentences = [...sentences];
  }

  add(sentence: string): void {
    this.#sentences.push(sentence);
  }

  /** Reads one part; a ProfileProblem is noted, anything else thrown. */
  attempt(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof ProfileProblem)) throw error;
      this.add(error.message);
    }
  }

  /** @throws ConfigError with the first of them, where there are any */
  throwFor(file: string): void {
    if (this.#sentences.length === 0) return;
    throw new ConfigError(`${file} cannot be used: ${this.#sentences.slice(0, TOLD).join(' ')}`);
  }
}
