import { listOrgs } from '../mist/directory.ts';
import type { Session } from '../mist/session.ts';
import type { ProfileOrgs } from './choice.ts';

/** Nobody waits longer for one profile to say which organizations it has, in milliseconds. */
const DIRECTORY_MS = 15_000;

/** Organizations that a profile leads to, asked with its own token. @throws Error when its cloud does not answer in time */
export function directoryOf(session: Session): Promise<ProfileOrgs> {
  const signal = AbortSignal.timeout(DIRECTORY_MS);
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error(`${session.cloud.name} did not answer in time.`))),
  );
  return Promise.race([listOrgs({ session, signal }), late]);
}
