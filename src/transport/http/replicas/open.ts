import type { ConsentDesk } from '../../../tool/elicitation.ts';
import type { Engine } from './engine.ts';
import { usedConfirmations } from './used-confirmations.ts';

/** What replicas have in common, as far as this one takes part in it. */
export interface Replicas {
  readonly engine?: Engine | undefined;
  close(): Promise<void>;
}

/** What taking part is made from. */
export interface ReplicasSetup {
  /** Address of the engine; without one a replica is on its own. */
  readonly redis: string | undefined;
  readonly desk: ConsentDesk;
  readonly log: Parameters<typeof import('./redis-engine.ts')['openRedis']>[1];
}

/** Takes part in what replicas share. The client of the engine is loaded only where there is one. @throws ConfigError */
export async function openReplicas({ redis, desk, log }: ReplicasSetup): Promise<Replicas> {
  if (redis === undefined) return { close: async () => {} };
  const { openRedis } = await import('./redis-engine.ts');
  const engine = await openRedis(redis, log);
  desk.share(usedConfirmations(engine));
  return { engine, close: () => engine.close() };
}
