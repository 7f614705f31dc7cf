import { createHash, randomUUID } from 'node:crypto';
import type { SharedUses } from '../../../tool/elicitation.ts';
import { type Command, type Engine, EngineAway, PREFIX } from './engine.ts';

/** Made by whoever comes first; gone with everything else that an engine has lost. */
const BORN = `${PREFIX}born`;

/** The engine is asked for its memory too, since one that drops keys must not be used. */
const WHICH: readonly Command[] = [
  ['info', 'memory'],
  ['info', 'server'],
  ['get', BORN],
];

/**
 * Notes in the engine which confirmations were used. A replica that is promoted, an engine that has started again and one
 * that was emptied are other memories: what was asked before is taken by none of them.
 */
export function usedConfirmations(engine: Engine): SharedUses {
  return {
    async memory() {
      const [, , info, born] = await engine.run([['set', BORN, randomUUID(), 'NX'], ...WHICH]);
      return memoryOf(info, born);
    },
    async use(id, memory, seconds) {
      const key = `${PREFIX}used:${id}`;
      const [, info, born, set] = await engine.run([...WHICH, ['set', key, 1, 'EX', Math.ceil(seconds), 'NX']]);
      if (memoryOf(info, born) !== memory) return 'forgotten';
      return set === 'OK' ? 'first' : 'used';
    },
  };
}

/** @throws EngineAway for an engine that does not say which it is */
function memoryOf(info: unknown, born: unknown): string {
  const run = typeof info === 'string' ? /^run_id:(\w+)/m.exec(info)?.[1] : undefined;
  if (run === undefined) throw new EngineAway('The engine does not say which it is.', true);
  return createHash('sha256')
    .update(`${run} ${String(born)}`)
    .digest('base64url')
    .slice(0, 22);
}
