import type { TokenName } from '../../simulator/caller.ts';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import type { Json } from '../../simulator/json.ts';
import { answer } from '../../simulator/pipeline.ts';
import type { RecordedRequest } from '../../simulator/record.ts';
import { allHandlers } from '../../simulator/routes/index.ts';
import { MAIN_ORG } from '../../simulator/world/world.ts';

/** The simulated cloud with a clock that stands still, and what it saw of writes. */
export interface Upstream {
  readonly cloud: DemoCloud;
  /** Every request that was no GET and named one of the markers, by marker, as method and path. */
  readonly writes: ReadonlyMap<string, readonly string[]>;
  /** Writes to a site of the run's own, by its name, as method, path and body. */
  writesAt(site: string): readonly string[];
  /** How many requests came, writes included. */
  readonly requests: () => number;
  /** Puts a GET straight to the cloud's state: no network, no fault. */
  ask(path: string, token: TokenName): { readonly status: number; readonly body: Json | undefined };
  close(): Promise<void>;
}

/** Texts that stand in the writes of a run and nowhere else. */
export const MARKER = /soak-\d+-[a-z]+-\d+/g;

/** Requests that are kept to be looked at, and after which the cloud begins an hour anew: its clock stands still. */
const KEPT = 1000;

/** Puts sites into the world that a run changes as it likes: no question is about them. */
function addSites({ world }: DemoCloud, names: readonly string[]): void {
  const times = { created_time: 1_700_000_000, modified_time: 1_700_000_000 };
  for (const name of names) {
    world.add('sites', name, { org: MAIN_ORG }, { name, country_code: 'DE', timezone: 'Europe/Berlin', ...times });
    world.add('site_settings', name, { org: MAIN_ORG, site: name }, { vars: { other: 'stays' }, ...times });
  }
  world.touch();
}

/** @param sites names of sites that there are besides */
export async function openUpstream(sites: readonly string[] = []): Promise<Upstream> {
  const born = Date.now();
  const writes = new Map<string, string[]>();
  const bySite = new Map<string, string[]>();
  let requests = 0;
  const onRequest = ({ method, path, body }: RecordedRequest): void => {
    requests += 1;
    if (requests % KEPT === 0) cloud.newHour();
    if (method === 'GET') return;
    bySite.get(/^\/api\/v1\/sites\/([^/]+)/.exec(path)?.[1] ?? '')?.push(`${method} ${path} ${body}`);
    for (const [marker] of body.matchAll(MARKER))
      writes.set(marker, [...(writes.get(marker) ?? []), `${method} ${path}`]);
    if (method === 'DELETE') writes.set(path, [...(writes.get(path) ?? []), `${method} ${path}`]);
  };
  const cloud = await startDemoCloud({ seed: 1, now: () => born, keep: KEPT, onRequest });
  addSites(cloud, sites);
  for (const name of sites) bySite.set(cloud.world.id('sites', name), []);
  const handlers = allHandlers();
  return {
    cloud,
    writes,
    writesAt: (site) => bySite.get(cloud.world.id('sites', site)) ?? [],
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
