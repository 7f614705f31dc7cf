import { InputError } from '../../src/core/errors/input-error.ts';

/** What a refusal says, problem and advice in one text; a failure when nothing was refused. */
export function refused(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return `${error.what} ${error.advice}`;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The same for what is refused later on. */
export async function refusedLater(run: Promise<unknown>): Promise<string> {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof InputError) return `${error.what} ${error.advice}`;
  throw error ?? new Error('nothing was refused');
}
