import { Refusal } from '../refusal.ts';
import type { ChangeCall } from './change-call.ts';
import { reasonOf } from './reason.ts';

/** What became of an attempt: `decision` is the person's, `outcome` what happened to the object. */
export interface Ending {
  readonly decision?: string;
  readonly outcome: string;
  readonly reason?: string;
}

/** The part of a call that an attempt needs. */
type Recorder = Pick<ChangeCall, 'mask' | 'record'>;

/**
 * One attempt to change something, on its way to the record. It is written once for each run of the call: when the
 * question goes out, and when the attempt ends.
 */
export class Attempt {
  readonly #call: Recorder;
  readonly #entry: Record<string, unknown>;
  #written = false;

  constructor(call: Recorder, start: Readonly<Record<string, unknown>>) {
    this.#call = call;
    this.#entry = { ...start };
  }

  /** Adds what is known by now. */
  note(facts: Readonly<Record<string, unknown>>): void {
    Object.assign(this.#entry, facts);
  }

  /** Puts the attempt on record with how it ended; once. */
  end(ending: Ending): void {
    if (this.#written) return;
    this.#written = true;
    const masked = this.#call.mask({ ...this.#entry, ...ending });
    this.#call.record(typeof masked === 'object' && masked !== null ? { ...masked } : { ...ending });
  }

  /**
   * Ends where something may have been sent: what happened has to be told even when the record cannot be written.
   *
   * @returns whether it is on record
   */
  endSent(ending: Ending): boolean {
    try {
      this.end(ending);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Ends by an exception: the question that goes out, a refusal, or a failure.
   *
   * @throws Refusal when the question cannot be put on record: what would follow it could not be either
   */
  fail(error: unknown): void {
    if (error instanceof Error && error.name === 'Asked') {
      if (this.endSent({ decision: 'asked', outcome: 'waiting' })) return;
      throw new Refusal(
        'The record of changes cannot be written, so nothing was asked and nothing was sent.',
        'The operator of mistmcp finds the reason in its log.',
      );
    }
    const outcome = error instanceof Error && error.name === 'Refusal' ? 'refused' : 'failed';
    this.endSent({ outcome, reason: reasonOf(error) });
  }
}
