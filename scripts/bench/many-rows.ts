import { createServer, type Server } from 'node:http';

/** The organization that the many rows belong to. */
export const MANY_ORG = '1d1a0000-0000-4000-8000-000000000001';
export const MANY_PATH = `/api/v1/orgs/${MANY_ORG}/devices/events/search`;

/** One device event with secrets in it, as they do turn up in texts and nested objects. */
export const manyRow = (index: number): Record<string, unknown> => ({
  type: index % 2 === 0 ? 'AP_CONNECTED' : 'SW_PORT_UP',
  mac: (0x5c5b35000000 + index).toString(16),
  org_id: MANY_ORG,
  site_id: `1d1a0000-0000-4000-9000-${String(index % 7).padStart(12, '0')}`,
  timestamp: 1_780_000_000 + index,
  text: `event ${index}`,
  psk: `topsecret${index}`,
  nested: { auth: { password: `hidden${index}` } },
});

/** A cloud with one list, in pages of 1,000 at most. */
export function manyRows(total: number): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://cloud');
    const reply = (body: object): void => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    if (url.pathname === '/api/v1/self') {
      return reply({ privileges: [{ scope: 'org', role: 'read', org_id: MANY_ORG, name: 'Many' }] });
    }
    if (url.pathname === '/api/v1/self/usage') return reply({ requests: 10, request_limit: 5000 });
    if (url.pathname !== MANY_PATH) return reply({});
    const from = Number(url.searchParams.get('search_after') ?? 0);
    const to = Math.min(from + Math.min(Number(url.searchParams.get('limit') ?? 100), 1000), total);
    const results = Array.from({ length: to - from }, (_, index) => manyRow(from + index));
    url.searchParams.set('search_after', String(to));
    const next = to < total ? { next: url.pathname + url.search } : {};
    return reply({ results, limit: 1000, start: 1_780_000_000, end: 1_780_100_000, total, ...next });
  });
}
