import { afterAll, beforeAll, expect } from 'vitest';
import { startCloud } from './cloud.ts';
import { type Direct, openDirect } from './direct-stage.ts';

/**
 * A simulated cloud and a server in this process for all tests of a file: opened before the first and closed after the
 * last. The cloud must have seen no request that is not right.
 */
export function useDirect(): Omit<Direct, 'close'> {
  let opened: Direct | undefined;
  const direct = (): Direct => {
    if (!opened) throw new Error('The server is there only while tests run.');
    return opened;
  };
  beforeAll(async () => {
    opened = await openDirect({ cloud: await startCloud() });
  });
  afterAll(async () => {
    const { cloud } = direct();
    await direct().close();
    expect(cloud.violations).toEqual([]);
    await cloud.close();
  });
  return {
    get cloud() {
      return direct().cloud;
    },
    get client() {
      return direct().client;
    },
    get sent() {
      return direct().sent;
    },
    get lines() {
      return direct().lines;
    },
    get questions() {
      return direct().questions;
    },
    get progress() {
      return direct().progress;
    },
    answer: (reply) => direct().answer(reply),
    call: (tool, args) => direct().call(tool, args),
  };
}
