import { cleanText } from '../core/clean-text.ts';
import { type JobCall, runHeavyJob } from '../core/heavy-job.ts';
import { isHeavier } from '../core/json-weight.ts';
import { withoutToken } from '../core/mask.ts';
import { maskJob } from './mask-job.ts';
import { redact } from './redact.ts';

/** Characters of a value from which on it is masked in another thread: a tenth of a second where others would wait. */
export const LARGE = 256 * 1024;

/** How a call takes the secrets out of what the cloud says, as far as the operator wants that. */
export interface Masking {
  /**
   * A value with its secrets masked. Before anything of it is picked or cut: a secret is known by what stands around it.
   */
  readonly mask: (value: unknown) => unknown;
  /** The same of a value that may be very large. @throws OverBudget */
  readonly maskLarge: (value: unknown) => Promise<unknown>;
  /** The same of a text, which leaves out the token as well. */
  readonly maskText: (text: string) => string;
}

/** What a call masks values and texts with. */
export function maskingFor(token: string | undefined, reveal: boolean, call: JobCall): Masking {
  const mask = (value: unknown): unknown => redact(value, { reveal });
  return {
    mask,
    maskLarge: async (value) => (reveal || !isHeavier(value, LARGE) ? mask(value) : runHeavyJob(maskJob, value, call)),
    maskText: (text) => withoutToken(String(redact(cleanText(text), { reveal })), token),
  };
}
