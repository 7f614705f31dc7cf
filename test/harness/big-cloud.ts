import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A cloud with one organization and as many device events as a test wants. */
export interface BigCloud {
  readonly url: string;
  /** Paths with their query, oldest first. */
  readonly requests: string[];
  /** Events there are. */
  total: number;
  /** Whether the cloud says so. */
  saysTotal: boolean;
  /** Answer of the n-th request for events from now on that fails, and its status. */
  fail?: { after: number; status: number };
  /** Requests for events after the n-th from now on are answered when this has ended. */
  hold?: { after: number; until: Promise<void> };
  close(): void;
}

export const ORG = '1d1a0000-0000-4000-8000-000000000001';
const PATH = `/api/v1/orgs/${ORG}/devices/events/search`;
const EVENTS = ['AP_CONNECTED', 'AP_DISCONNECTED', 'SW_PORT_UP', 'GW_REBOOTED'];

const event = (index: number): object => ({
  type: EVENTS[index % EVENTS.length],
  mac: (0x5c5b35000000 + index).toString(16),
  org_id: ORG,
  site_id: `1d1a0000-0000-4000-9000-${String(index % 7).padStart(12, '0')}`,
  timestamp: 1_780_000_000 + index,
  text: index % 10 === 0 ? 'reason "lost, again"' : `event ${index}`,
  psk: `topsecret${index}`,
  nested: { auth: { password: `hidden${index}` } },
});

/** Starts it on loopback; every token may see the organization. */
export async function startBigCloud(total: number): Promise<BigCloud> {
  const requests: string[] = [];
  let failing = 0;
  let held = 0;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://cloud');
    requests.push(request.url ?? '');
    const reply = (status: number, body: object): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    if (url.pathname === '/api/v1/self') {
      return reply(200, { privileges: [{ scope: 'org', role: 'read', org_id: ORG, name: 'Big' }] });
    }
    if (url.pathname === '/api/v1/self/usage') return reply(200, { requests: 4970, request_limit: 5000 });
    if (url.pathname.startsWith('/api/v1/const/')) return reply(200, {});
    if (url.pathname !== PATH) return reply(404, { detail: 'not here' });
    if (big.hold) {
      held += 1;
      if (held > big.hold.after) await big.hold.until;
    }
    if (big.fail) {
      failing += 1;
      if (failing > big.fail.after) return reply(big.fail.status, { detail: 'broken' });
    }
    const limit = Math.min(Number(url.searchParams.get('limit') ?? 100), 1000);
    const from = Number(url.searchParams.get('search_after') ?? 0);
    const to = Math.min(from + limit, big.total);
    const results = Array.from({ length: Math.max(0, to - from) }, (_, index) => event(from + index));
    url.searchParams.set('search_after', String(to));
    const next = to < big.total ? { next: `${url.pathname}?${url.searchParams}` } : {};
    return reply(200, { results, ...(big.saysTotal ? { total: big.total } : {}), limit, ...next });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const big: BigCloud = {
    url: `http://127.0.0.1:${port}`,
    requests,
    total,
    saysTotal: true,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return big;
}

/** Requests for events among those since a moment. */
export const asked = (cloud: BigCloud, since = 0): string[] =>
  cloud.requests.slice(since).filter((url) => url.startsWith(PATH));
