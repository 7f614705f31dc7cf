import { HttpRefusal } from './refusal.ts';
import type { Tenant } from './tenant.ts';

/** Bounds of what is kept. */
export interface PoolBounds {
  readonly max: number;
  readonly idleMs: number;
  /** Requests of one tenant under way at once. */
  readonly calls: number;
}

/**
 * Tenants that were here lately. Those not in use are forgotten after a while, or, when there are too many, the longest
 * idle first: what comes after is another tenant with empty caches.
 */
export class TenantPool {
  readonly #bounds: PoolBounds;
  /** The longest unused first. */
  readonly #kept = new Map<string, Tenant>();

  constructor(bounds: PoolBounds) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#kept.size;
  }

  get tenants(): readonly Tenant[] {
    return [...this.#kept.values()];
  }

  /** Tenants by their keys, as of now: they may be dropped meanwhile. */
  get entries(): readonly (readonly [key: string, tenant: Tenant])[] {
    return [...this.#kept];
  }

  get(key: string): Tenant | undefined {
    return this.#kept.get(key);
  }

  /** Adds what is made when there is room. @throws HttpRefusal 503 when all are at work */
  add(key: string, make: () => Tenant): Tenant {
    if (this.#kept.size >= this.#bounds.max) this.#makeRoom();
    const tenant = make();
    this.#kept.set(key, tenant);
    return tenant;
  }

  /**
   * Runs the work for a tenant, which is in use until it ends.
   *
   * @param counts whether it is one of the calls that a tenant has a number of
   * @throws HttpRefusal 429 when this tenant has too much under way
   */
  async use(key: string, tenant: Tenant, counts: boolean, work: (tenant: Tenant) => Promise<void>): Promise<void> {
    // Last in the order of the map is last used.
    if (this.#kept.delete(key)) this.#kept.set(key, tenant);
    if (counts && tenant.calls >= this.#bounds.calls) {
      throw new HttpRefusal(429, `This token has ${tenant.calls} requests under way here; wait for some of them.`, {
        reason: 'calls',
        headers: { 'Retry-After': '1' },
      });
    }
    tenant.hold();
    if (counts) tenant.calls += 1;
    try {
      await work(tenant);
    } finally {
      if (counts) tenant.calls -= 1;
      tenant.lastUsed = Date.now();
      tenant.release();
    }
  }

  /** Forgets tenants that have been idle for too long. */
  sweep(now: number = Date.now()): void {
    for (const [key, tenant] of this.#kept) {
      if (tenant.holds === 0 && now - tenant.lastUsed >= this.#bounds.idleMs) this.drop(key, tenant);
    }
  }

  /** Forgets a tenant and ends what it has under way. */
  drop(key: string, tenant: Tenant): void {
    if (this.#kept.get(key) === tenant) this.#kept.delete(key);
    void tenant.close();
  }

  /** Makes room for another tenant under the same key; what this one has under way comes to its end. */
  replace(key: string, tenant: Tenant): void {
    if (this.#kept.get(key) === tenant) this.#kept.delete(key);
    tenant.closeUnused();
  }

  async close(): Promise<void> {
    const open = this.tenants;
    this.#kept.clear();
    await Promise.allSettled(open.map((tenant) => tenant.close()));
  }

  #makeRoom(): void {
    const unused = [...this.#kept].find(([, { holds }]) => holds === 0);
    if (unused) this.drop(...unused);
    else
      throw new HttpRefusal(503, 'This server has as many tokens at work as it can hold; try again in a minute.', {
        reason: 'tenants',
        headers: { 'Retry-After': '60' },
      });
  }
}
