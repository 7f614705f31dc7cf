import { type Call, type Handlers, object } from '../call.ts';
import type { Row } from '../json.ts';
import { anywhere, found, lasting, type Rules, search } from '../search.ts';
import { nacEventRows, nacRows } from '../world/nac.ts';

const SECONDS: Readonly<Record<string, number>> = {
  '': 1,
  h: 3600,
  d: 86_400,
  w: 604_800,
  m: 2_592_000,
  y: 31_536_000,
};

/** Whether a certificate runs out within any of some spans from now: `7d`, `1m` for a month, or plain seconds. */
export function expiresWithin(row: Row, text: string, call: Call): boolean {
  const expiry = row.last_cert_expiry;
  return text.split(',').some((span) => {
    const match = /^(\d+)([hdwmy]?)$/.exec(span);
    const seconds = Number(match?.[1]) * (SECONDS[match?.[2] ?? ''] ?? Number.NaN);
    return typeof expiry === 'number' && expiry <= call.now + seconds;
  });
}

const clients: Rules = {
  within: lasting('since', 'timestamp'),
  own: {
    text: anywhere('mac', 'last_username', 'device_mac', 'nas_ip', 'last_ap'),
    cert_expiry_duration: expiresWithin,
  },
};
const events: Rules = { own: { text: anywhere('mac', 'username', 'device_mac', 'ap') } };

/** How many clients have each value of what is counted by. */
function counted(call: Call) {
  const { distinct = 'type' } = call.query;
  const counts = new Map<string, number>();
  for (const row of found(call, nacRows(call.world), { ...clients, own: { ...clients.own, distinct: () => true } })) {
    const value = row[`last_${distinct}`] ?? row[distinct];
    const key = String(Array.isArray(value) ? value[0] : value);
    if (value !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const results = [...counts].map(([value, count]) => ({ [distinct]: value, count }));
  return object({ distinct, limit: Number(call.query.limit ?? 100), results, total: results.length });
}

/** Clients of access control, its decisions, and the MACs it knows. */
export const nac: Handlers = {
  'GET /api/v1/orgs/{org_id}/nac_clients/search': (call) => search(call, nacRows(call.world), clients),
  'GET /api/v1/orgs/{org_id}/nac_clients/count': counted,
  'GET /api/v1/orgs/{org_id}/nac_clients/events/search': (call) => search(call, nacEventRows(call.world), events),
  'GET /api/v1/sites/{site_id}/nac_clients/events/search': (call) => search(call, nacEventRows(call.world), events),
  'GET /api/v1/orgs/{org_id}/usermacs/search': (call) => search(call, call.world.table('usermacs')),
};
