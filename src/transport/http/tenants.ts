import { createHash } from 'node:crypto';
import { HttpRefusal } from './refusal.ts';
import type { Tenant } from './tenant.ts';

/** What tenants are told apart by. */
export interface Principal {
  readonly token: string;
  readonly cloud: { readonly api: string };
}

/** Bounds of what is kept. */
export interface TenantBounds {
  readonly max: number;
  readonly idleMs: number;
  /** Requests of one tenant under way at once. */
  readonly calls: number;
}

/**
 * The tenants that were here lately, found by the digest of token and cloud. Those not in use are forgotten after a
 * while, or, when there are too many, the longest idle first: what comes after is another tenant with empty caches.
 */
export class Tenants<P extends Principal> {
  readonly #open: (principal: P) => Tenant;
  readonly #bounds: TenantBounds;
  /** The longest unused first. */
  readonly #kept = new Map<string, Tenant>();

  constructor(open: (principal: P) => Tenant, bounds: TenantBounds) {
    this.#open = open;
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#kept.size;
  }

  /**
   * Runs the work for a tenant, which is in use until it ends.
   *
   * @param counts whether it is one of the calls that a tenant has a number of
   * @throws HttpRefusal 429 when this tenant has too much under way, 503 when there are too many tenants at work
   */
  async with(principal: P, counts: boolean, work: (tenant: Tenant) => Promise<void>): Promise<void> {
    const tenant = this.#find(principal);
    if (counts && tenant.calls >= this.#bounds.calls) {
      throw new HttpRefusal(429, `This token has ${tenant.calls} requests under way here; wait for some of them.`, {
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
    for (const { session } of this.#kept.values()) {
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

  #find(principal: P): Tenant {
    const key = createHash('sha256').update(`${principal.token}\n${principal.cloud.api}`).digest('base64');
    const tenant = this.#kept.get(key) ?? this.#add(principal);
    // Last in the order of the map is last used.
    this.#kept.delete(key);
    this.#kept.set(key, tenant);
    return tenant;
  }

  #add(principal: P): Tenant {
    if (this.#kept.size >= this.#bounds.max) this.#makeRoom();
    return this.#open(principal);
  }

  #makeRoom(): void {
    const unused = [...this.#kept].find(([, { holds }]) => holds === 0);
    if (unused) this.#drop(...unused);
    else
      throw new HttpRefusal(503, 'This server has as many tokens at work as it can hold; try again in a minute.', {
        headers: { 'Retry-After': '60' },
      });
  }

  #drop(key: string, tenant: Tenant): void {
    this.#kept.delete(key);
    void tenant.session.client.close();
  }
}
