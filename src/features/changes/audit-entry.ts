import { randomBytes } from 'node:crypto';
import { InputError } from '../../core/errors/input-error.ts';
import { isRecord } from '../../core/json.ts';
import type { ToolContext } from '../../tool/context.ts';
import { ElicitationRequired } from '../../tool/elicitation-required.ts';
import { redact } from '../../tool/redact.ts';
import { reasonOf } from './reason.ts';

/** How an attempt ended: `decision` is the person's, `outcome` what happened to the object. */
export interface Ending {
  readonly decision?: string;
  readonly outcome: string;
  readonly reason?: string;
}

type Recorder = Pick<ToolContext, 'record'>;

/** Ties the lines of an attempt together; its digest may come again when the same is done another time. */
const ID_BYTES = 6;

/**
 * One attempt to change something, on its way to the record: a line when the question goes out, one right before
 * anything is sent, and one when the attempt ends. A line `sending` without an end tells that the server died meanwhile.
 * Secrets are masked whatever answers show.
 */
export class AuditEntry {
  readonly #context: Recorder;
  readonly #facts: Record<string, unknown>;
  #ended = false;

  constructor(context: Recorder, facts: Readonly<Record<string, unknown>>) {
    this.#context = context;
    this.#facts = { ...facts };
  }

  /** Adds what is known by now. */
  note(facts: Readonly<Record<string, unknown>>): void {
    Object.assign(this.#facts, facts);
  }

  /**
   * Puts on record that the change is about to be sent. Call it after every check and right before sending.
   *
   * @throws InputError when that cannot be done: no change may be made that the record does not know
   */
  begin(): void {
    this.note({ attempt: randomBytes(ID_BYTES).toString('hex') });
    if (!this.#write({ outcome: 'sending' })) throw unrecorded('nothing was sent');
  }

  /**
   * Puts on record how the attempt ended; once. What happened is told to the caller even when the record cannot be
   * written, so this never throws.
   *
   * @returns whether it is on record
   */
  end(ending: Ending): boolean {
    if (this.#ended) return true;
    this.#ended = true;
    return this.#write(ending);
  }

  /**
   * Ends by an exception: the question that goes out, a refusal, or a failure.
   *
   * @throws InputError when a question cannot be put on record: it must not be asked then
   */
  fail(error: unknown): void {
    if (error instanceof ElicitationRequired) {
      if (this.end({ decision: 'asked', outcome: 'waiting' })) return;
      throw unrecorded('nothing was asked and nothing was sent');
    }
    this.end({ outcome: error instanceof InputError ? 'refused' : 'failed', reason: reasonOf(error) });
  }

  #write(ending: Ending): boolean {
    const masked = redact({ ...this.#facts, ...ending });
    try {
      this.#context.record(isRecord(masked) ? { ...masked } : { ...ending });
      return true;
    } catch {
      // The log says why; the caller of this says what that means for the change.
      return false;
    }
  }
}

const unrecorded = (consequence: string): InputError =>
  new InputError(
    `The record of changes cannot be written, so ${consequence}.`,
    'Ask whoever runs mistmcp: its log has the reason.',
  );

/** What an answer says where its ending could not be put on record. */
export const recordNote = (recorded: boolean): object =>
  recorded ? {} : { record_note: 'The record of changes could not be written; the operator has to know.' };

/**
 * Runs an attempt to change something so that it is on record however it ends.
 *
 * @param facts what is known of it from the start
 */
export async function withAuditEntry<T>(
  context: Recorder,
  facts: Readonly<Record<string, unknown>>,
  attempt: (entry: AuditEntry) => Promise<T>,
): Promise<T> {
  const entry = new AuditEntry(context, facts);
  try {
    return await attempt(entry);
  } catch (error) {
    entry.fail(error);
    throw error;
  }
}
