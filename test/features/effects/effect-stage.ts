import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../../simulator/cloud.ts';
import type { Json, Row } from '../../../simulator/json.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { type Assessment, assess, effectOf } from '../../../src/features/effects/index.ts';
import type { ObjectChange } from '../../../src/features/effects/model.ts';
import { parseCloud } from '../../../src/mist/clouds.ts';
import { createSession } from '../../../src/mist/session.ts';
import type { LookupContext } from '../../../src/tool/context.ts';

/** A simulated cloud and a call's way to it. */
interface OpenStage {
  readonly cloud: DemoCloud;
  readonly context: LookupContext;
  /** Paths of the requests so far. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** The same for all tests of a file, where `asked` begins anew with each of them. */
export interface EffectStage extends Omit<OpenStage, 'close'> {
  /** The first row of a table of the simulated world that is meant. */
  first(table: string, isMeant?: (row: Row) => boolean): Row;
  /** What a change comes to. */
  judged(change: ObjectChange): Promise<Assessment>;
}

/** Opens it before the first test of a file and closes it after the last. */
export function useEffectStage(): EffectStage {
  let opened: OpenStage | undefined;
  const open = (): OpenStage => {
    if (!opened) throw new Error('The stage is open only while tests run.');
    return opened;
  };
  beforeAll(async () => {
    opened = await openEffectStage();
  });
  afterAll(() => open().close());
  beforeEach(() => {
    open().asked.length = 0;
  });
  return {
    get cloud() {
      return open().cloud;
    },
    get context() {
      return open().context;
    },
    get asked() {
      return open().asked;
    },
    first(table, isMeant = () => true) {
      const row = open().cloud.world.table(table).find(isMeant);
      if (!row) throw new Error(`the simulated cloud has no such row of ${table}`);
      return row;
    },
    judged: (change) => assess(open().context, change, effectOf),
  };
}

/** Starts a simulated cloud; nothing of a server stands between it and the code under test. */
async function openEffectStage(): Promise<OpenStage> {
  const cloud = await startDemoCloud({ now: () => 1_750_000_000_000 });
  const asked: string[] = [];
  const session = createSession({
    cloud: parseCloud('api.mist.com'),
    token: cloud.tokens.write,
    backoffMs: [],
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      asked.push(pathname + search);
      return globalThis.fetch(new URL(pathname + search, cloud.url), { headers: request.headers });
    },
  });
  const { signal } = new AbortController();
  return {
    ...{ cloud, asked },
    context: {
      ...{ session, signal },
      send: (route, parameters = {}) => session.client.send({ route, ...parameters, signal }),
      // A change reads the site of its object before it is judged.
      isKnown: (route) => route === 'GET /api/v1/sites/{site_id}',
      get: (url) => session.client.get(url, signal),
    },
    async close() {
      await session.client.close();
      await cloud.close();
    },
  };
}

/** An update of an object, by the attributes that become others. */
export const update = (family: string, before: JsonObject, patch: JsonObject): ObjectChange => ({
  ...{ family, before, after: { ...before, ...patch } },
  id: typeof before.id === 'string' ? before.id : undefined,
  org_id: typeof before.org_id === 'string' ? before.org_id : undefined,
  site_id: family.startsWith('site_') && typeof before.site_id === 'string' ? before.site_id : undefined,
});

/** Really makes a change to a row of the simulated world while something is looked at. */
export function made<T>(row: Row, patch: Readonly<Record<string, Json>>, look: () => T): T {
  const before = { ...row };
  Object.assign(row, patch);
  try {
    return look();
  } finally {
    for (const name of Object.keys(row)) if (!Object.hasOwn(before, name)) delete row[name];
    Object.assign(row, before);
  }
}
