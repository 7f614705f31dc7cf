import { type DemoCloud, startDemoCloud } from '../../../simulator/cloud.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { ObjectChange } from '../../../src/features/effects/model.ts';
import { parseCloud } from '../../../src/mist/clouds.ts';
import { createSession } from '../../../src/mist/session.ts';
import type { LookupContext } from '../../../src/tool/context.ts';

/** A simulated cloud and a call's way to it. */
export interface EffectStage {
  readonly cloud: DemoCloud;
  readonly context: LookupContext;
  /** Paths of the requests so far. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Starts a simulated cloud; nothing of a server stands between it and the code under test. */
export async function openEffectStage(): Promise<EffectStage> {
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
