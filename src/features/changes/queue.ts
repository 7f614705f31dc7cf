const tails = new Map<string, Promise<void>>();

/**
 * Runs what writes to one object after whatever else here writes to it, so that the last look before a write sees the
 * write before. Other processes and the portal are not held up: against those there is that last look alone.
 *
 * @param key cloud and path of the object
 */
export function inTurn<T>(key: string, run: () => Promise<T>): Promise<T> {
  const mine = (tails.get(key) ?? Promise.resolve()).then(run);
  const tail = mine.then(
    () => {},
    () => {},
  );
  tails.set(key, tail);
  tail.then(() => {
    if (tails.get(key) === tail) tails.delete(key);
  });
  return mine;
}
