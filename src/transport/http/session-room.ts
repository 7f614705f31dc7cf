import type { TenantContext } from './tenant.ts';

/** A session, as far as it matters which one makes room. */
interface RoomTaker {
  readonly tenantContext: TenantContext;
  readonly busy: number;
  readonly streams: number;
  readonly lastUsed: number;
}

/**
 * The session that makes room for another: the longest idle of those who hold the most, first of those nobody listens to.
 * Undefined where all are at work.
 */
export function firstToEnd<T extends RoomTaker>(sessions: readonly T[]): T | undefined {
  const held = new Map<string, number>();
  const owner = ({ tenantContext }: RoomTaker): string => tenantContext.tenant.session.principal;
  for (const one of sessions) held.set(owner(one), (held.get(owner(one)) ?? 0) + 1);
  const rank = (one: RoomTaker): number[] => [-(held.get(owner(one)) ?? 0), one.streams, one.lastUsed];
  const [first] = sessions.filter(({ busy }) => busy === 0).sort((a, b) => compare(rank(a), rank(b)));
  return first;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
