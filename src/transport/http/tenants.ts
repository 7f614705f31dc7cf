import { MistError } from '../../core/errors/mist-error.ts';
import type { Session } from '../../mist/session.ts';
import { principalOf } from '../../mist/token.ts';
import type { Credentials } from './credentials.ts';
import { overloaded } from './loop-delay.ts';
import type { Tenant } from './tenant.ts';
import { type PoolBounds, TenantPool } from './tenant-pool.ts';
import { isRefusal, PROOF_BOUNDS, type ProofBounds, TokenProofs } from './token-proofs.ts';

/** What tenants are told apart by. */
export type TenantCredentials = Pick<Credentials, 'token' | 'cloud'>;

/** Bounds of what is kept. */
export interface TenantBounds extends PoolBounds {
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
 * it. It stays one while Mist cannot be asked, and until Mist refuses it.
 */
export class Tenants {
  readonly #source: TenantSource;
  readonly #bounds: TenantBounds;
  readonly #proofs: TokenProofs<Proof>;
  readonly #pool: TenantPool;
  /** Digests of proven tokens, which their next requests need not wait for; until the next sweep. */
  readonly #keys = new Map<string, string>();
  /** Sessions of tokens that are being checked. */
  readonly #checking = new Set<Session>();

  constructor(source: TenantSource, bounds: TenantBounds) {
    this.#source = source;
    this.#bounds = bounds;
    this.#pool = new TenantPool(bounds);
    this.#proofs = new TokenProofs(bounds.proofs ?? PROOF_BOUNDS);
  }

  get size(): number {
    return this.#pool.size;
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
    const { token, cloud } = credentials;
    const named = `${cloud.api} ${token}`;
    const key = this.#keys.get(named) ?? principalOf(token, cloud);
    const tenant = await this.#find(key, credentials, address);
    this.#keys.set(named, key);
    await this.#pool.use(key, tenant, counts, work);
  }

  /** Forgets tenants that have been idle for too long. */
  sweep(now: number = Date.now()): void {
    this.#keys.clear();
    this.#pool.sweep(now);
  }

  /** The line with every token that is known taken out of it. */
  scrub(line: string): string {
    let clean = line;
    for (const session of [...this.#checking, ...this.#pool.tenants.map((tenant) => tenant.session)]) {
      if (session.token !== undefined && clean.includes(session.token)) {
        clean = clean.replaceAll(session.token, '[token]');
      }
    }
    return clean;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #find(key: string, credentials: TenantCredentials, address: string): Promise<Tenant> {
    const known = this.#pool.get(key);
    if (known) {
      this.#renew(key, known);
      return known;
    }
    if (this.#source.isOverloaded()) throw overloaded();
    const proof = await this.#proofs.prove(key, address, () => this.#check(credentials));
    // Whoever waited for the same proof may have come first.
    return this.#pool.get(key) ?? this.#pool.add(key, () => this.#source.admit(proof));
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
        this.#pool.drop(key, tenant);
        this.#source.expelled(tenant);
      },
    );
  }
}
