import { resolveCloud, resolveTokens, openSession as sessionOf } from '../bootstrap.ts';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/error.ts';
import type { ClientLog } from '../mist/http/client.ts';
import type { Session } from '../mist/session.ts';

/** A session that a command opened, and how it ends. */
export interface OpenSession {
  readonly config: Config;
  readonly session: Session;
  close(): Promise<void>;
}

/** There are several profiles, and a command that asks with one token was not told which. */
export class SeveralProfiles extends ConfigError {
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    super(`There are several profiles: name one with --mist-profile, of ${names.join(', ')}.`);
    this.names = names;
  }
}

/**
 * Opens the session that the settings lead to. Nothing is sent yet.
 *
 * @throws ConfigError when the token cannot be one; it is not shown. SeveralProfiles when none of several was chosen
 */
export async function openSession(settings: Config, log?: ClientLog): Promise<OpenSession> {
  const { config: resolved, close } = await resolveCloud(settings);
  try {
    const tokens = await resolveTokens(resolved);
    if (tokens.kind === 'several') throw new SeveralProfiles(tokens.profiles.map(({ name }) => name));
    const { config } = tokens;
    const session = await sessionOf(config, log);
    return {
      config,
      session,
      async close() {
        await Promise.allSettled([session.client.close(), close()]);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
