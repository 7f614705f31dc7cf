import { MistError } from '../../core/errors/mist-error.ts';
import type { Session } from '../../mist/session.ts';
import { principalOf } from '../../mist/token.ts';
import type { Credentials } from './credentials.ts';
import { overloaded } from './loop-delay.ts';
import { HttpRefusal } from './refusal.ts';
import type { Tenant } from './tenant.ts';
import { isRefusal, PROOF_BOUNDS, type ProofBounds, TokenProofs } from './token-proofs.ts';

/** What tenants are told apart by. */
export type TenantCredentials = Pick<Credentials, 'token' | 'cloud'>;

/** Bounds of what is kept. */
export interface TenantBounds {
  readonly max: number;
  readonly idleMs: number;
  /** Requests of one tenant under way at once. */
  readonly calls: number;
  /** How long a proof is good before it is renewed beside the next request, in milliseconds. */
  readonly proofMs: number;
  readonly proofs?: ProofBounds;
}

/** A token that Mist has accepted, and what it said about it. */
export interface Proof {
  readonly session: Session;
  /** The answer to `GET /api/v1/self`. */
  readonly self: unknown;
}

/** How tenants come to be. */
export interface TenantSource {
  /** Opens the way to Mist for whoever holds a token. Nothing is sent. */
  open(credentials: TenantCredentials): Session;
  /** Asks Mist who holds the token. @throws MistError */
  check(session: Session): Promise<unknown>;
  /** Whether the server has so much to do that it takes nobody new. */
  isOverloaded(): boolean;
  /** What is kept for a token that Mist has accepted. */
  admit(proof: Proof): Tenant;
  /** Told that Mist does not accept a tenant's token anymore; the tenant is forgotten. */
  expelled(tenant: Tenant): void;
}

/** A request as limits see it. */
export interface Arrival {
  readonly address: string;
  /** Whether it is one of the calls that a tenant has a number of. */
  readonly counts: boolean;
}

/** How soon a proof that could not be renewed is tried again, in milliseconds. */
const RENEW_AGAIN_MS = 30_000;

/**
 * The tenants that were here lately, found by the digest of token and cloud. A token becomes one when Mist has accepted
 * it. It stays one while Mist cannot be asked, and until Mist refuses it. Those not in use are forgotten after a while,
 * or, when there are too many, the longest idle first: what comes after is another tenant with empty caches.
 */
export class Tenants {
  readonly #source: TenantSource;
  readonly #bounds: TenantBounds;
  readonly #proofs: TokenProofs<Proof>;
  /** The longest unused first. */
  readonly #kept = new Map<string, Tenant>();
  /** Sessions of tokens that are being checked. */
  readonly #checking = new Set<Session>();

  constructor(source: TenantSource, bounds: TenantBounds) {
    this.#source = source;
    this.#bounds = bounds;
    this.#proofs = new TokenProofs(bounds.proofs ?? PROOF_BOUNDS);
  }

  get size(): number {
    return this.#kept.size;
  }

  /** Requests of tokens that are not proven yet. */
  get waiting(): number {
    return this.#proofs.waiting;
  }

  /**
   * Runs the work for a tenant, which is in use until it ends.
   *
   * @throws HttpRefusal 401, 429 or 503 for a token that is not proven, 429 when this tenant has too much under way, 503
   *   when there are too many tenants at work
   */
  async with(
    credentials: TenantCredentials,
    { address, counts }: Arrival,
    work: (tenant: Tenant) => Promise<void>,
  ): Promise<void> {
    const tenant = await this.#find(credentials, address);
    if (counts && tenant.calls >= this.#bounds.calls) {
      throw new HttpRefusal(429, `This token has ${tenant.calls} requests under way here; wait for some of them.`, {
        reason: 'calls',
        headers: { 'Retry-After': '1' },
      });
    }
    tenant.holds += 1;
    if (counts) tenant.calls += 1;
    try {
      await work(tenant);
    } finally {
      tenant.holds -= 1;
      if (counts) tenant.calls -= 1;
      tenant.lastUsed = Date.now();
    }
  }

  /** Forgets tenants that have been idle for too long. */
  sweep(now: number = Date.now()): void {
    for (const [key, tenant] of this.#kept) {
      if (tenant.holds === 0 && now - tenant.lastUsed >= this.#bounds.idleMs) this.#drop(key, tenant);
    }
  }

  /** The line with every token that is known taken out of it. */
  scrub(line: string): string {
    let clean = line;
    for (const session of [...this.#checking, ...[...this.#kept.values()].map((tenant) => tenant.session)]) {
      if (session.token !== undefined && clean.includes(session.token)) {
        clean = clean.replaceAll(session.token, '[token]');
      }
    }
    return clean;
  }

  async close(): Promise<void> {
    const open = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.allSettled(open.map(({ session }) => session.client.close()));
  }

  async #find(credentials: TenantCredentials, address: string): Promise<Tenant> {
    const key = principalOf(credentials.token, credentials.cloud);
    let tenant = this.#kept.get(key);
    if (tenant) this.#renew(key, tenant);
    else {
      if (this.#source.isOverloaded()) throw overloaded();
      const proof = await this.#proofs.prove(key, address, () => this.#check(credentials));
      // Whoever waited for the same proof may have come first.
      tenant = this.#kept.get(key) ?? this.#add(proof);
    }
    // Last in the order of the map is last used.
    this.#kept.delete(key);
    this.#kept.set(key, tenant);
    return tenant;
  }

  async #check(credentials: TenantCredentials): Promise<Proof> {
    const session = this.#source.open(credentials);
    this.#checking.add(session);
    try {
      return { session, self: await this.#source.check(session) };
    } catch (error) {
      void session.client.close();
      throw error;
    } finally {
      this.#checking.delete(session);
    }
  }

  /** Asks again beside the request, which need not wait: Mist itself refuses a token that has been deleted. */
  #renew(key: string, tenant: Tenant): void {
    const { proofMs } = this.#bounds;
    if (Date.now() - tenant.provenAt < proofMs) return;
    // Others come while this is under way.
    tenant.provenAt = Date.now() - proofMs + RENEW_AGAIN_MS;
    this.#source.check(tenant.session).then(
      () => {
        tenant.provenAt = Date.now();
      },
      (error: unknown) => {
        // A cloud that does not answer says nothing about the token.
        if (!(error instanceof MistError) || !isRefusal(error)) return;
        this.#proofs.refuse(key, error);
        this.#drop(key, tenant);
        this.#source.expelled(tenant);
      },
    );
  }

  #add(proof: Proof): Tenant {
    if (this.#kept.size >= this.#bounds.max) this.#makeRoom();
    return this.#source.admit(proof);
  }

  #makeRoom(): void {
    const unused = [...this.#kept].find(([, { holds }]) => holds === 0);
    if (unused) this.#drop(...unused);
    else
      throw new HttpRefusal(503, 'This server has as many tokens at work as it can hold; try again in a minute.', {
        reason: 'tenants',
        headers: { 'Retry-After': '60' },
      });
  }

  #drop(key: string, tenant: Tenant): void {
    if (this.#kept.get(key) === tenant) this.#kept.delete(key);
    void tenant.session.client.close();
  }
}
