import { resolveCloud, openSession as sessionOf } from '../bootstrap.ts';
import type { Config } from '../config/config.ts';
import type { ClientLog } from '../mist/http/client.ts';
import type { Session } from '../mist/session.ts';

/** A session that a command opened, and how it ends. */
export interface OpenSession {
  readonly config: Config;
  readonly session: Session;
  close(): Promise<void>;
}

/**
 * Opens the session that the settings lead to. Nothing is sent yet.
 *
 * @throws ConfigError when the token cannot be one; it is not shown
 */
export async function openSession(settings: Config, log?: ClientLog): Promise<OpenSession> {
  const { config, close } = await resolveCloud(settings);
  try {
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
