import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';

/** Why something did not work, in a few words; the words of errors that were not made for people stay inside. */
export function reasonOf(error: unknown): string {
  if (error instanceof MistError || error instanceof InputError) return error.what.replace(/\.$/, '');
  return 'the server failed on its own account';
}
