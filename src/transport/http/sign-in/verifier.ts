import { createHash } from 'node:crypto';
import { type AuthInfo, OAuthError, OAuthErrorCode, type OAuthTokenVerifier } from '@modelcontextprotocol/server';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { SignInConfig } from '../../../config/sign-in.ts';
import { isRecord } from '../../../core/json.ts';
import type { Caller } from './caller.ts';
import { isProviders, KeysUnavailable, type ProviderKeys } from './provider-keys.ts';

/** What signs with a key that only the provider has. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** Clocks differ, in seconds. */
const TOLERANCE = 60;

/** Tokens that were found good and are remembered; beyond that the oldest are verified anew. */
const REMEMBERED = 10_000;

/** A longer text is no token that a provider gives. */
const MOST_LETTERS = 16_384;

const HEADER_TYPES = /^(?:application\/)?(?:jwt|at\+jwt)$/i;

/** Claims that only ID tokens have: they say who somebody is to one application, and open nothing. */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash'];

interface VerifiedToken {
  readonly info: AuthInfo;
  readonly caller: Caller;
}

/** A token that claims a key of the provider and was not signed with it: no client comes to have one by mistake. */
export class ForgedToken extends OAuthError {}

const forged = (message: string): ForgedToken => new ForgedToken(OAuthErrorCode.InvalidToken, message);

const invalid = (message: string): OAuthError => new OAuthError(OAuthErrorCode.InvalidToken, message);

/**
 * Tells tokens that the provider signed for this server from all others. One that was found good is known by its digest
 * until it expires; how a bad one is wrong is told without any of its content.
 */
export class TokenVerifier implements OAuthTokenVerifier {
  readonly #config: SignInConfig;
  readonly #keys: Pick<ProviderKeys, 'find'>;
  readonly #verified = new Map<string, VerifiedToken>();

  constructor(config: SignInConfig, keys: Pick<ProviderKeys, 'find'>) {
    this.#config = config;
    this.#keys = keys;
  }

  /** @throws OAuthError `invalid_token`; KeysUnavailable while it cannot be found out */
  async verifyAccessToken(token: string): Promise<AuthInfo> {
    return (await this.#verify(token)).info;
  }

  /** Whether a token was found good before, so that it costs next to nothing. */
  knows(token: string): boolean {
    return this.#verified.has(digestOf(token));
  }

  /** Who a token is of that was just found good. @throws as `verifyAccessToken` */
  async callerOf(token: string): Promise<Caller> {
    return (await this.#verify(token)).caller;
  }

  async #verify(token: string): Promise<VerifiedToken> {
    const digest = digestOf(token);
    const known = this.#verified.get(digest);
    if (known && (known.info.expiresAt ?? 0) > Date.now() / 1000) return known;
    this.#verified.delete(digest);
    const payload = await this.#payloadOf(token);
    const verified = this.#read(payload, digest);
    this.#verified.set(digest, verified);
    const [oldest] = this.#verified.keys();
    if (this.#verified.size > REMEMBERED && oldest !== undefined) this.#verified.delete(oldest);
    return verified;
  }

  async #payloadOf(token: string): Promise<JWTPayload> {
    if (token.length > MOST_LETTERS) throw invalid('The token is too long.');
    const { issuer, audiences } = this.#config;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#keys.find, {
        ...{ issuer, audience: [...audiences], algorithms: ALGORITHMS },
        clockTolerance: TOLERANCE,
        requiredClaims: ['exp', 'sub', 'iss', 'aud'],
      });
      const { typ } = protectedHeader;
      if (typ !== undefined && !HEADER_TYPES.test(typ)) throw invalid('The token is of another type.');
      return payload;
    } catch (error) {
      throw reasonOf(error);
    }
  }

  #read(payload: JWTPayload, digest: string): VerifiedToken {
    const isIdToken = ID_TOKEN_CLAIMS.some((claim) => payload[claim] !== undefined);
    // Keycloak writes there what it is; only `Bearer` is meant to be sent as one.
    if (isIdToken || (payload.typ !== undefined && payload.typ !== 'Bearer')) {
      throw invalid('This is no access token (an ID token, or one of another use).');
    }
    if (payload.cnf !== undefined) throw invalid('The token is bound to a key and is no bearer token.');
    const scopes = this.#scopesOf(payload);
    if (scopes.length === 0) throw invalid('The token has neither a scope nor a permission.');
    const caller: Caller = {
      issuer: this.#config.issuer,
      // A number would be another person here than the same digits in the access file.
      subject: typeof payload.sub === 'string' ? payload.sub : '',
      name: text(payload.preferred_username) ?? text(payload.name) ?? text(payload.email),
      client: ['azp', 'client_id', 'cid', 'appid'].map((name) => text(payload[name])).find(Boolean) ?? 'unknown',
      groups: groupsIn(claimAt(payload, this.#config.groupsClaim), this.#config.groupsClaim),
      scopes,
    };
    if (caller.subject === '') throw invalid('The token names nobody.');
    return {
      caller,
      info: {
        token: digest,
        clientId: caller.client,
        scopes: [...scopes],
        expiresAt: (payload.exp ?? 0) + TOLERANCE,
        resource: new URL(this.#config.publicUrl),
      },
    };
  }

  /** Scopes and permissions together; a provider may leave out the address that a scope begins with. */
  #scopesOf(payload: JWTPayload): readonly string[] {
    const { readScope, writeScope } = this.#config;
    // Entra puts an application's roles into ID tokens as well: only what an application got for itself counts.
    const roles = payload.idtyp === 'app' ? words(payload.roles) : [];
    const scopes = [...words(payload.scope), ...words(payload.scp), ...words(payload.permissions), ...roles];
    const has = (scope: string): boolean => scopes.includes(scope) || scopes.includes(scope.split('/').at(-1) ?? scope);
    const full = [readScope, writeScope].filter((scope) => scope !== undefined).filter(has);
    // Who may change may read.
    const implied = readScope !== undefined && writeScope !== undefined && has(writeScope) ? [readScope] : [];
    return [...new Set([...scopes, ...full, ...implied])];
  }
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** What is said of a token that cannot be used. */
function reasonOf(error: unknown): unknown {
  if (error instanceof OAuthError || error instanceof KeysUnavailable) return error;
  if (error instanceof errors.JWTExpired) return invalid('The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return invalid(`The token is not for this server: its claim ${error.claim} does not fit.`);
  }
  if (isProviders(error)) return new KeysUnavailable('The keys of the provider cannot be had.');
  // A text that is no token, or one of another provider, takes no computing and is the mistake of a client's setup.
  const isForged = error instanceof errors.JWSSignatureVerificationFailed;
  return (isForged ? forged : invalid)('The token is none that the provider signed.');
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;

/** Words of a text or a list. */
function words(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '');
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

/** Claims whose text is several words (RFC 6749). */
const SCOPE_CLAIMS = ['scope', 'scp'];

/** Groups in a claim. A text is one group whatever blanks are in its name: parts of it would be groups of others. */
function groupsIn(value: unknown, path: readonly string[]): readonly string[] {
  const isScope = path.length === 1 && SCOPE_CLAIMS.includes(path[0] ?? '');
  return typeof value === 'string' && value !== '' && !isScope ? [value] : words(value);
}

/** The claim that a path leads to; a claim may have a dot in its name, too. */
function claimAt(payload: JWTPayload, path: readonly string[]): unknown {
  const whole = payload[path.join('.')];
  if (whole !== undefined) return whole;
  return path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), payload);
}
