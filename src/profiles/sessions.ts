import type { Config } from '../config/config.ts';
import type { Profile } from '../config/profile.ts';
import { InputError } from '../core/errors/input-error.ts';
import { MistError } from '../core/errors/mist-error.ts';
import { seesMore } from '../mist/access-rights.ts';
import type { ClientLog } from '../mist/http/client.ts';
import { AT_ONCE } from '../mist/http/rate-limit/governed-client.ts';
import { writeRole } from '../mist/role.ts';
import { createSession, type Session } from '../mist/session.ts';
import type { ProfileChoice } from '../server-setup.ts';
import { choiceOf, type OpenProfile, type ProfileOption } from './choice.ts';
import { directoryOf } from './directory.ts';
import { profileSession } from './narrowing.ts';
import { tokenOf } from './operator.ts';
import { ProfileTokens, ProfileUnavailable, type ProvenToken } from './tokens.ts';

/** What is told of profiles while they are used. */
interface ProfileLog extends ClientLog {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Several profiles on stdio. Each has a session of its own, made when it is first asked for. */
export class ProfileSessions {
  readonly choice: ProfileChoice;
  /** Stands for no profile, and asks Mist nothing. */
  readonly session: Session;
  readonly #config: Config;
  readonly #log: ProfileLog;
  readonly #tokens: ProfileTokens;
  readonly #made = new Map<string, { readonly proven: ProvenToken; readonly open: OpenProfile }>();

  constructor(config: Config, profiles: readonly Profile[], log: ProfileLog) {
    this.#config = config;
    this.#log = log;
    this.#tokens = new ProfileTokens(
      { check: (profile, token) => this.#check(profile, token), read: tokenOf(config), atOnce: AT_ONCE },
      log,
    );
    this.#tokens.follow(new Map(profiles.map((profile) => [profile.name, profile])));
    this.choice = choiceOf(profiles.map((profile) => this.#option(profile)));
    this.session = createSession({ cloud: config.cloud, principal: 'no profile', timeoutMs: this.#timeoutMs });
  }

  /** The line with every token taken out of it. */
  scrub(line: string): string {
    return this.#tokens.scrub(line);
  }

  /** Ends the ways to Mist. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#made.values()].map(({ open }) => open.session.client.close()));
  }

  get #timeoutMs(): number {
    return this.#config.timeoutSeconds * 1000;
  }

  #option(profile: Profile): ProfileOption {
    const { name, orgs } = profile;
    return {
      ...{ name, orgs },
      open: () => this.#open(profile),
      directory: async () => directoryOf((await this.#open(profile)).session),
    };
  }

  async #open(profile: Profile): Promise<OpenProfile> {
    const { name } = profile;
    const proven = await this.#tokens.of(name).catch((error: unknown) => {
      if (!(error instanceof ProfileUnavailable)) throw error;
      throw new InputError(error.message, `Check it with mistmcp profile test ${name}; other profiles can be used.`);
    });
    const made = this.#made.get(name);
    if (made?.proven === proven) return made.open;
    const { token, self, budget, queue } = proven;
    const readonly = profile.readonly || !writeRole(self).may;
    const session = createSession({
      ...profileSession({ ...profile, readonly }, seesMore(self, profile.orgs), () => void this.#tokens.refused(name)),
      ...{ token, budget, queue, proxy: this.#config.proxy, timeoutMs: this.#timeoutMs, log: this.#log },
    });
    const open = { session, readonly };
    this.#made.set(name, { proven, open });
    return open;
  }

  async #check({ cloud }: Profile, token: string): Promise<unknown> {
    const { proxy } = this.#config;
    const session = createSession({ cloud, token, proxy, timeoutMs: this.#timeoutMs, log: this.#log });
    const signal = AbortSignal.timeout(this.#timeoutMs);
    try {
      return (await session.client.send({ route: 'GET /api/v1/self', signal })).body;
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new MistError('timeout', `${cloud.name} did not answer in time.`, 'Try again in a moment.');
    } finally {
      await session.client.close();
    }
  }
}
