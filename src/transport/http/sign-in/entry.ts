import type { IncomingMessage } from 'node:http';
import { OAuthError, verifyBearerToken } from '@modelcontextprotocol/server';
import type { SignInConfig } from '../../../config/sign-in.ts';
import { asText, isRecord } from '../../../core/json.ts';
import type { AddressFailures } from '../address-failures.ts';
import { clientAddress } from '../client-address.ts';
import { namesToken, readProfileName, readWishes } from '../credentials.ts';
import { type Admitted, countRequests, type Entry, isCounted } from '../entry.ts';
import { HttpRefusal } from '../refusal.ts';
import { type Caller, recordOf } from './caller.ts';
import type { Challenges } from './challenges.ts';
import type { People } from './people.ts';
import type { PersonLimit } from './person-limit.ts';
import { KeysUnavailable } from './provider-keys.ts';
import { ForgedToken, type TokenVerifier } from './verifier.ts';

/** Tells something of a call by the name of its tool and its arguments as they were given. */
export type CallTest = (tool: string, args: unknown) => boolean;

/** What the entry is made from. */
export interface SignInEntryOptions {
  readonly config: SignInConfig;
  readonly verifier: TokenVerifier;
  readonly challenges: Challenges;
  readonly people: People;
  readonly limit: PersonLimit;
  /** Addresses that forged tokens come from. */
  readonly failures: AddressFailures;
  /** Proxies in front, each of which adds an entry to X-Forwarded-For. */
  readonly proxyHops: number;
  /** Whether a call of a tool takes the scope for changing. */
  readonly changes: CallTest;
}

/** The entry for people who sign in: `/mcp` as a resource server of the company's provider. */
export class SignInEntry implements Entry {
  readonly #options: SignInEntryOptions;

  constructor(options: SignInEntryOptions) {
    this.#options = options;
  }

  async with(
    request: IncomingMessage,
    query: URLSearchParams,
    work: (admitted: Admitted) => Promise<void>,
  ): Promise<void> {
    const { people, config } = this.#options;
    if (namesToken(query)) throw new HttpRefusal(400, 'A token in the URL is refused, since URLs end up in logs.');
    const caller = await this.#callerOf(request);
    if (config.clients.length > 0 && !config.clients.includes(caller.client)) {
      throw new HttpRefusal(403, 'This application may not be used here; the operator names those that may.', {
        reason: 'client',
      });
    }
    this.#options.limit.arrive(caller);
    const { readonly, format } = readWishes(request.headersDistinct, query);
    const wanted = readProfileName(request.headersDistinct, query);
    const claim = config.groupsClaim.join('.');
    await people.with(caller, { wanted, claim, counts: isCounted(request) }, (tenant, profile) => {
      const mayChange = config.writeScope === undefined || caller.scopes.includes(config.writeScope);
      const asks = tenant.mayWrite && !readonly && !mayChange;
      const permit = (body: unknown): void => {
        this.#options.limit.take(caller, countRequests(body));
        if (asks) this.#requireReading(body);
      };
      return work({ tenant, readonly, format, mayChange, permit, caller: recordOf(caller, profile) });
    });
  }

  /** @throws HttpRefusal 401 or 403 with where to sign in and what for, 503 while tokens cannot be checked */
  async #callerOf(request: IncomingMessage): Promise<Caller> {
    const { verifier, challenges, config, failures, proxyHops } = this.#options;
    const header = request.headersDistinct.authorization?.join(', ');
    const token = header?.replace(/^\S+\s+/, '') ?? '';
    const address = clientAddress(request, proxyHops);
    if (token !== '' && !verifier.knows(token)) failures.check(address);
    try {
      await verifyBearerToken(header, {
        verifier,
        requiredScopes: challenges.readScopes,
        resourceMetadataUrl: challenges.metadataUrl,
        expectedResource: new URL(config.publicUrl),
      });
      return await verifier.callerOf(token);
    } catch (error) {
      if (error instanceof ForgedToken) failures.count(address);
      if (error instanceof OAuthError) throw challenges.refusal(error);
      if (!(error instanceof KeysUnavailable)) throw error;
      throw new HttpRefusal(503, `Nobody can sign in now: ${error.message} Try again in a moment.`, {
        reason: 'provider',
        headers: { 'Retry-After': '10' },
      });
    }
  }

  /** @throws HttpRefusal 403 that asks for the scope of changes, before anything is done */
  #requireReading(body: unknown): void {
    const messages: readonly unknown[] = Array.isArray(body) ? body : [body];
    const changes = messages.some((message) => {
      const params = isRecord(message) && message.method === 'tools/call' ? message.params : undefined;
      return isRecord(params) && this.#options.changes(asText(params.name), params.arguments);
    });
    if (changes) throw this.#options.challenges.stepUp();
  }
}
