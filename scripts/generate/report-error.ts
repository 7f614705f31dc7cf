import { SpecError } from './spec.ts';

const isUsageError = (error: unknown): error is Error =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('ERR_PARSE_ARGS_');

/**
 * Ends a command that a person ran: what is wrong with the document or the command line is one sentence for them, a
 * stack is only for our own mistakes.
 *
 * @param command as it is run, such as `generate`
 */
export function complain(command: string, error: unknown): void {
  const expected = error instanceof SpecError || isUsageError(error);
  console.error(expected ? `${command}: ${error.message}` : error);
  process.exitCode = 1;
}
