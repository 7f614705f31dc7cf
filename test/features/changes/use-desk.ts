import { afterAll, beforeAll, expect } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import { startCloud } from '../../harness/cloud.ts';
import { type DeskStage, openDesk } from '../../harness/rounds.ts';

/** A simulated cloud and a server whose questions a test answers round by round, for all tests of a file. */
export interface Desk {
  readonly cloud: DemoCloud;
  readonly stage: DeskStage;
  /** Id of an object of the simulated world. */
  id(table: string, name: string): string;
}

/** Opens it before the first test and closes it after the last; the cloud must have seen no request that is not right. */
export function useDesk(): Desk {
  let opened: { readonly cloud: DemoCloud; readonly stage: DeskStage } | undefined;
  const open = () => {
    if (!opened) throw new Error('The desk is open only while tests run.');
    return opened;
  };
  beforeAll(async () => {
    const cloud = await startCloud();
    opened = { cloud, stage: await openDesk({ cloud }) };
  });
  afterAll(async () => {
    const { cloud, stage } = open();
    expect(cloud.violations).toEqual([]);
    await stage.close();
    await cloud.close();
  });
  return {
    get cloud() {
      return open().cloud;
    },
    get stage() {
      return open().stage;
    },
    id: (table, name) => open().cloud.world.id(table, name),
  };
}
