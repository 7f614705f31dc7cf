import { CallBudget } from '../../../mist/http/rate-limit/call-budget.ts';
import type { Principal } from '../../../mist/token.ts';
import type { ConsentDesk } from '../../../tool/elicitation.ts';
import type { Engine } from './engine.ts';
import type { SharedCount, SharedCounts } from './shared-counts.ts';
import { SharedSessions } from './shared-sessions.ts';
import { usedConfirmations } from './used-confirmations.ts';

/** What replicas have in common, as far as this one takes part in it. */
export interface Replicas {
  readonly engine?: Engine | undefined;
  /** Counts what is sent to Mist for a token; the calls of other replicas among it, as far as they are known. */
  budget(principal: Principal): CallBudget;
  /** Sessions that any of them goes on with; there where they share a key. */
  readonly sessions?: SharedSessions | undefined;
  /** A number that all add up; without others it is nobody's but this one's. */
  count(kind: string, name: string, seconds: number): SharedCount;
  close(): Promise<void>;
}

/** What taking part is made from. */
export interface ReplicasSetup {
  /** Address of the engine; without one a replica is on its own. */
  readonly redis: string | undefined;
  /** Keys that all replicas have; one at least where there is an engine. */
  readonly keys: readonly string[];
  readonly desk: ConsentDesk;
  readonly log: Parameters<typeof import('./redis-engine.ts')['openRedis']>[1];
}

/** Seconds that calls of an hour are kept: that hour, and clocks that differ. */
const HOUR_SECONDS = 3700;

const ALONE: SharedCount = { add() {}, others: 0 };

/** Takes part in what replicas share. The client of the engine is loaded only where there is one. @throws ConfigError */
export async function openReplicas({ redis, keys, desk, log }: ReplicasSetup): Promise<Replicas> {
  const [key] = keys;
  if (redis === undefined || key === undefined) {
    const sessions = key === undefined ? undefined : new SharedSessions(keys, undefined);
    return { sessions, budget: () => new CallBudget(), count: () => ALONE, close: async () => {} };
  }
  const [{ openRedis }, { SharedCounts: Counts }] = await Promise.all([
    import('./redis-engine.ts'),
    import('./shared-counts.ts'),
  ]);
  const engine = await openRedis(redis, log);
  const counts: SharedCounts = new Counts(engine, key);
  desk.share(usedConfirmations(engine));
  return {
    engine,
    sessions: new SharedSessions(keys, engine),
    budget: (principal) => new CallBudget(Date.now, (hour) => counts.of('calls', `${principal} ${hour}`, HOUR_SECONDS)),
    count: (kind, name, seconds) => counts.of(kind, name, seconds),
    async close() {
      counts.close();
      await counts.tell();
      await engine.close();
    },
  };
}
