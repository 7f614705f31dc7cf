import { randomBytes } from 'node:crypto';
import { InputError } from '../../core/errors/input-error.ts';
import type { ChangeCall } from './change-context.ts';
import { reasonOf } from './reason.ts';

/** What became of an attempt: `decision` is the person's, `outcome` what happened to the object. */
export interface Ending {
  readonly decision?: string;
  readonly outcome: string;
  readonly reason?: string;
}

/** The part of a call that an attempt needs. */
type Recorder = Pick<ChangeCall, 'mask' | 'record'>;

/** Ties the two lines of an attempt together; its digest may come again when the same is done another time. */
const ID_BYTES = 6;

/**
 * One attempt to change something, on its way to the record: a line when the question goes out, one right before
 * anything is sent, and one when the attempt ends. A line `sending` without an end tells that the server died meanwhile.
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

  /**
   * Puts on record that the change is about to be sent. Call it after every check and right before sending.
   *
   * @throws InputError when it cannot be put on record: no change may be made that the record does not know
   */
  begin(): void {
    this.note({ attempt: randomBytes(ID_BYTES).toString('hex') });
    try {
      this.#record({ outcome: 'sending' });
    } catch {
      throw unrecorded('nothing was sent');
    }
  }

  /** Puts the attempt on record with how it ended; once. */
  end(ending: Ending): void {
    if (this.#written) return;
    this.#written = true;
    this.#record(ending);
  }

  #record(ending: Ending): void {
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
   * @throws InputError when the question cannot be put on record: what would follow it could not be either
   */
  fail(error: unknown): void {
    if (error instanceof Error && error.name === 'ElicitationRequired') {
      if (this.endSent({ decision: 'asked', outcome: 'waiting' })) return;
      throw unrecorded('nothing was asked and nothing was sent');
    }
    const outcome = error instanceof Error && error.name === 'InputError' ? 'refused' : 'failed';
    this.endSent({ outcome, reason: reasonOf(error) });
  }
}

const unrecorded = (so: string): InputError =>
  new InputError(
    `The record of changes cannot be written, so ${so}.`,
    'The operator of mistmcp finds the reason in its log.',
  );
