import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { isRecord } from '../../../core/json.ts';

/** How the provider is asked. */
export type ProviderFetch = (request: Request) => Promise<Response>;

/** The keys of the provider cannot be had now; a token cannot be told from a forged one. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

const TIMEOUT_MS = 5000;
/** After a failure nobody asks again for so long, however many wait. */
const AGAIN_MS = 10_000;
const MOST_BYTES = 262_144;
/** While the provider cannot be asked, its keys of so long ago are still taken: a key may have been withdrawn since. */
const LAST_KEYS_MS = 3_600_000;

/**
 * The signing keys of an OpenID Connect provider: where they are it says itself, in the document that its name leads to.
 * Nothing is asked before the first token comes, so that a provider that is down keeps no server from starting.
 */
export class ProviderKeys {
  readonly #issuer: string;
  readonly #fetch: ProviderFetch;
  #getKey: JWTVerifyGetKey | undefined;
  #looking: Promise<JWTVerifyGetKey> | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(issuer: string, fetch: ProviderFetch = globalThis.fetch) {
    this.#issuer = issuer;
    this.#fetch = fetch;
  }

  /** Finds the key for a token, as jose wants it. @throws KeysUnavailable */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const getKey = this.#getKey ?? (await this.#look());
    return getKey(header, token);
  };

  async #look(): Promise<JWTVerifyGetKey> {
    if (Date.now() - this.#failedAt < AGAIN_MS) throw new KeysUnavailable('The provider did not answer a moment ago.');
    this.#looking ??= this.#discover().finally(() => {
      this.#looking = undefined;
    });
    try {
      this.#getKey = await this.#looking;
      return this.#getKey;
    } catch (error) {
      this.#failedAt = Date.now();
      throw error instanceof KeysUnavailable ? error : new KeysUnavailable('The provider does not answer.');
    }
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const address = `${this.#issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const response = await this.#ask(new Request(address, { signal: AbortSignal.timeout(TIMEOUT_MS) }));
    const text = response.ok ? await response.text() : '';
    const document: unknown = text.length > 0 && text.length <= MOST_BYTES ? JSON.parse(text) : undefined;
    if (!isRecord(document)) throw new KeysUnavailable(`The provider answered with status ${response.status}.`);
    if (document.issuer !== this.#issuer) {
      throw new KeysUnavailable('The provider calls itself otherwise than --oidc-issuer, letter by letter.');
    }
    const { jwks_uri: keys } = document;
    const url = typeof keys === 'string' && URL.canParse(keys) ? new URL(keys) : undefined;
    const isLocal = url !== undefined && url.origin === new URL(this.#issuer).origin;
    if (!url || (url.protocol !== 'https:' && !isLocal)) throw new KeysUnavailable('The provider names no keys.');
    return withLastKeys(
      createRemoteJWKSet(url, {
        timeoutDuration: TIMEOUT_MS,
        [customFetch]: (address, options) => this.#ask(new Request(address, options)),
      }),
    );
  }

  /** A redirect would let somebody else name the keys. */
  #ask(request: Request): Promise<Response> {
    return this.#fetch(new Request(request, { redirect: 'manual' }));
  }
}

/** Whether an error says that the provider could not be asked, and nothing of the token. */
export const isProviders = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  !(error instanceof errors.JOSEError) ||
  error.code === 'ERR_JOSE_GENERIC';

/** Goes on with the keys that were known last for as long as the provider cannot be asked for those of now. */
function withLastKeys(remote: ReturnType<typeof createRemoteJWKSet>): JWTVerifyGetKey {
  let goodAt = Number.NEGATIVE_INFINITY;
  let away: { readonly at: number; readonly last: JWTVerifyGetKey } | undefined;
  const among = async (last: JWTVerifyGetKey, ...asked: Parameters<JWTVerifyGetKey>) => {
    try {
      return await last(...asked);
    } catch (error) {
      // The provider may have a new key that nobody here has seen.
      throw error instanceof errors.JWKSNoMatchingKey
        ? new KeysUnavailable('The provider cannot be asked for its keys of now.')
        : error;
    }
  };
  return async (...asked) => {
    const now = Date.now();
    const mayGoOn = now - goodAt < LAST_KEYS_MS;
    if (away && mayGoOn && now - away.at < AGAIN_MS) return among(away.last, ...asked);
    try {
      const key = await remote(...asked);
      if (remote.fresh) goodAt = now;
      return key;
    } catch (error) {
      const keys = mayGoOn && isProviders(error) ? remote.jwks() : undefined;
      if (!keys) throw error;
      away = { at: now, last: createLocalJWKSet(keys) };
      return among(away.last, ...asked);
    }
  };
}
