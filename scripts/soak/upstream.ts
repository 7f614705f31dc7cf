import type { TokenName } from '../../simulator/caller.ts';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import type { Json } from '../../simulator/json.ts';
import { answer } from '../../simulator/pipeline.ts';
import type { RecordedRequest } from '../../simulator/record.ts';
import { allHandlers } from '../../simulator/routes/index.ts';

/** The simulated cloud with a clock that stands still, and what it saw of writes. */
export interface Upstream {
  readonly cloud: DemoCloud;
  /** Every request that was no GET and named one of the markers, by marker, as method and path. */
  readonly writes: ReadonlyMap<string, readonly string[]>;
  /** How many requests came, writes included. */
  readonly requests: () => number;
  /** Puts a GET straight to the cloud's state: no network, no fault. */
  ask(path: string, token: TokenName): { readonly status: number; readonly body: Json | undefined };
  close(): Promise<void>;
}

/** Texts that stand in the writes of a run and nowhere else. */
export const MARKER = /soak-\d+-[a-z]+-\d+/g;

/** Requests that are kept to be looked at. */
const KEPT = 1000;

export async function openUpstream(): Promise<Upstream> {
  const born = Date.now();
  const writes = new Map<string, string[]>();
  let requests = 0;
  const onRequest = ({ method, path, body }: RecordedRequest): void => {
    requests += 1;
    if (method === 'GET') return;
    for (const [marker] of body.matchAll(MARKER))
      writes.set(marker, [...(writes.get(marker) ?? []), `${method} ${path}`]);
    if (method === 'DELETE') writes.set(path, [...(writes.get(path) ?? []), `${method} ${path}`]);
  };
  const cloud = await startDemoCloud({ seed: 1, now: () => born, keep: KEPT, onRequest });
  const handlers = allHandlers();
  return {
    cloud,
    writes,
    requests: () => requests,
    ask(path, token) {
      const { pathname, searchParams } = new URL(path, cloud.url);
      const incoming = {
        ...{ method: 'GET', pathname, search: searchParams, contentType: undefined, text: '' },
        authorization: `Token ${cloud.tokens[token]}`,
      };
      const state = {
        ...{ world: cloud.world, tokens: cloud.tokens, handlers, now: Math.floor(born / 1000) },
        used: () => 0,
        violate: () => {},
      };
      const { status, body } = answer(state, incoming);
      return { status, body };
    },
    close: () => cloud.close(),
  };
}
