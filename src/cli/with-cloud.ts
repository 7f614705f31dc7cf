import { MistError } from '../core/errors/mist-error.ts';
import type { LookupContext } from '../tool/context.ts';
import { openSession } from './cloud.ts';
import { EXIT } from './exit-code.ts';
import { lookupContext } from './lookup-context.ts';
import { type Output, oneLine } from './output.ts';
import type { CommandSettings } from './settings.ts';
import { stopOnSignals } from './stop-on-signals.ts';

/** How a command ends that did not come to its end. */
export interface Ending {
  /** What to say of a run that somebody ended. */
  readonly cancelled: string;
  /** Exit code where the API said no. */
  readonly code?: number;
}

/**
 * Runs what a command asks of the cloud by itself, on a session that is closed behind it.
 *
 * @returns the exit code
 * @throws ConfigError as `openSession`; any error but a failed request
 */
export async function withCloud(
  settings: CommandSettings,
  output: Output,
  ending: Ending,
  ask: (context: LookupContext) => Promise<number>,
): Promise<number> {
  const { config, warnings } = settings.load();
  for (const warning of warnings) output.note(`mistmcp: ${warning}`);
  const { session, close } = await openSession(config);
  const stopping = stopOnSignals();
  try {
    return await ask(lookupContext(session, stopping.signal));
  } catch (error) {
    return failed(error, output, ending);
  } finally {
    stopping.end();
    await close();
  }
}

/**
 * A failed request in words, and the exit code for it.
 *
 * @throws any other error
 */
export function failed(error: unknown, output: Output, { cancelled, code = EXIT.saidNo }: Ending): number {
  if (error instanceof DOMException || (error instanceof MistError && error.kind === 'cancelled')) {
    output.note(cancelled);
    return EXIT.interrupted;
  }
  if (!(error instanceof MistError)) throw error;
  output.note(`mistmcp: ${oneLine(`${error.what} ${error.advice}`)}`);
  return error.kind === 'no_token' ? EXIT.unusable : code;
}
