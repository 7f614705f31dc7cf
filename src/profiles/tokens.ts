import type { Profile } from '../config/profile.ts';
import { readProfileToken } from '../config/profile-token.ts';
import { digestOf } from '../core/digest.ts';
import { MistError } from '../core/errors/mist-error.ts';
import { isRecord } from '../core/json.ts';
import { TurnQueue } from '../core/turn-queue.ts';
import { CallBudget } from '../mist/http/rate-limit/call-budget.ts';

/** A token that Mist has accepted. */
export interface ProvenToken {
  readonly token: string;
  /** What Mist said of it: the answer to `GET /api/v1/self`. */
  readonly self: unknown;
  /** What was sent for it, by everybody together. */
  readonly budget: CallBudget;
  /** Where requests of everybody who uses it wait their turn. */
  readonly queue: TurnQueue;
}

/** How tokens are found and proven. */
export interface ProfileTokensSource {
  /** Asks Mist who holds the token. @throws MistError */
  check(profile: Profile, token: string): Promise<unknown>;
  /** Counts what is sent for a token; by itself alone unless told. */
  budget?(profile: Profile, token: string): CallBudget;
  /** Reads a token in the place of `readProfileToken`. */
  readonly read?: (profile: Profile) => Promise<string>;
  /** Requests at once for one person by one token. */
  readonly atOnce: number;
  /** How long what Mist said of a token is taken for true, in milliseconds; five minutes unless told. */
  readonly proofMs?: number | undefined;
}

interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** A profile cannot be used now: the operator's matter, never that of whoever asks. */
export class ProfileUnavailable extends Error {
  override readonly name = 'ProfileUnavailable';
  /** The same for people who do not run the server: they learn of no file or variable of it. */
  readonly outward: string;

  constructor(message: string, outward: string = message) {
    super(message);
    this.outward = outward;
  }
}

/** People of one profile together, as a multiple of what one of them may have at once. */
const TOGETHER = 4;
/** Roles and organizations of a token change at Mist while it stays the same. */
const PROOF_MS = 5 * 60_000;
/** What failed is not tried again by every request. */
const AGAIN_MS = 10_000;

interface TokenState {
  readonly profile: Profile;
  readonly queue: TurnQueue;
  /** The token that was read last, accepted or not. */
  read?: string;
  proven?: ProvenToken;
  /** When Mist was asked last about the token that is proven, epoch milliseconds. */
  askedAt: number;
  /** Why it may be accepted no more, as it was told. */
  doubt?: string | undefined;
  proving?: Promise<ProvenToken> | undefined;
  failure?: { readonly at: number; readonly error: ProfileUnavailable } | undefined;
  /** What was told of a token that cannot be used, so that it is told once. */
  told?: string | undefined;
}

/** The Mist tokens of profiles. A token counts once Mist has accepted it; until then the one before it does. */
export class ProfileTokens {
  readonly #source: ProfileTokensSource;
  readonly #log: Log;
  readonly #states = new Map<string, TokenState>();

  constructor(source: ProfileTokensSource, log: Log) {
    this.#source = source;
    this.#log = log;
  }

  /** Takes over the profiles of a file; those that are what they were keep their tokens. */
  follow(profiles: ReadonlyMap<string, Profile>): void {
    for (const name of [...this.#states.keys()].filter((one) => !profiles.has(one))) this.#states.delete(name);
    for (const [name, profile] of profiles) {
      const before = this.#states.get(name)?.profile;
      const same =
        before?.cloud.api === profile.cloud.api && JSON.stringify(before.token) === JSON.stringify(profile.token);
      if (same) continue;
      const { atOnce } = this.#source;
      this.#states.set(name, { profile, queue: new TurnQueue(atOnce, atOnce * TOGETHER), askedAt: 0 });
    }
  }

  /** The token of a profile. @throws ProfileUnavailable */
  async of(name: string): Promise<ProvenToken> {
    const state = this.#states.get(name);
    if (!state) throw new ProfileUnavailable(`The profile ${name} is not there any more.`);
    if (state.proven) {
      void this.#proveAgain(state, state.proven);
      return state.proven;
    }
    if (state.failure && Date.now() - state.failure.at < AGAIN_MS) throw state.failure.error;
    return this.#prove(state);
  }

  /** Reads all tokens again, and proves those that are new. */
  async look(): Promise<void> {
    await Promise.all([...this.#states.values()].map((state) => this.#renew(state)));
  }

  /** Mist refused the token of a profile: a new one may be there already. */
  async refused(name: string): Promise<void> {
    const state = this.#states.get(name);
    if (state?.proven) await this.#renew(state);
  }

  /** The line with every token taken out of it. */
  scrub(line: string): string {
    const tokens = [...this.#states.values()]
      .flatMap(({ read, proven }) => [read, proven?.token])
      .filter((token) => token !== undefined);
    return tokens.reduce((clean, token) => clean.replaceAll(token, '[token]'), line);
  }

  async #renew(state: TokenState): Promise<void> {
    await this.#prove(state).catch((error: unknown) => {
      if (state.told === String(error)) return;
      state.told = String(error);
      const kept = state.proven ? 'the one before it counts' : 'nobody can use the profile';
      this.#log.warn(`A Mist token cannot be used; ${kept}`, { profile: state.profile.name, error: String(error) });
    });
  }

  #prove(state: TokenState): Promise<ProvenToken> {
    state.proving ??= this.#find(state).finally(() => {
      state.proving = undefined;
    });
    return state.proving;
  }

  async #find(state: TokenState): Promise<ProvenToken> {
    const { profile, queue } = state;
    try {
      const token = await (this.#source.read ?? readProfileToken)(profile);
      state.read = token;
      const { proven } = state;
      if (token === proven?.token) {
        if (state.told !== undefined) this.#log.info('The Mist token is as it was before', { profile: profile.name });
        state.told = undefined;
        return this.#proveAgain(state, proven);
      }
      state.askedAt = Date.now();
      const self = await this.#source.check(profile, token);
      if (proven) this.#log.info('A new Mist token is in use', { profile: profile.name });
      state.proven = { token, self, budget: this.#source.budget?.(profile, token) ?? new CallBudget(), queue };
      state.doubt = undefined;
      state.failure = undefined;
      state.told = undefined;
      return state.proven;
    } catch (error) {
      const isPlace = !(error instanceof MistError);
      const unavailable = new ProfileUnavailable(
        whyOf(profile, error),
        ...(isPlace ? [`The Mist token of the profile ${profile.name} cannot be read.`] : []),
      );
      state.failure = { at: Date.now(), error: unavailable };
      throw unavailable;
    }
  }

  /** Asks Mist now and then what a token may do that it has accepted. One that is refused fails call by call. */
  async #proveAgain(state: TokenState, proven: ProvenToken): Promise<ProvenToken> {
    const { profile } = state;
    const { proofMs = PROOF_MS } = this.#source;
    if (Date.now() - state.askedAt < proofMs) return proven;
    state.askedAt = Date.now();
    let self: unknown;
    try {
      self = await this.#source.check(profile, proven.token);
    } catch (error) {
      const doubt = whyOf(profile, error);
      if (doubt !== state.doubt)
        this.#log.warn('A Mist token in use is in doubt', { profile: profile.name, error: doubt });
      state.doubt = doubt;
      return proven;
    }
    if (state.doubt !== undefined) this.#log.info('Mist accepts the token again', { profile: profile.name });
    state.doubt = undefined;
    if (rightsIn(self) === rightsIn(proven.self)) return proven;
    this.#log.info('A Mist token has other rights than before', { profile: profile.name });
    state.proven = { ...proven, self };
    return state.proven;
  }
}

/** Stands for what a token may do, by what Mist says of it. */
export const rightsIn = (self: unknown): string => digestOf(isRecord(self) ? (self.privileges ?? null) : null);

function whyOf({ name }: Profile, error: unknown): string {
  if (!(error instanceof MistError))
    return error instanceof Error ? error.message : `Profile "${name}" cannot be used.`;
  return error.kind === 'unauthorized' || error.kind === 'forbidden'
    ? `Mist does not accept the token of the profile ${name}.`
    : `Mist cannot be asked about the token of the profile ${name} now: ${error.what}`;
}
