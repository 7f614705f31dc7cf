import type { Handlers } from '../call.ts';
import { anywhere, lasting, type Rules, search } from '../search.ts';
import { wirelessRows } from '../world/client-rows.ts';
import { wiredRows } from '../world/endpoints.ts';
import { wanRows } from '../world/wan-clients.ts';

// A client that was there during any part of the window is found, not only one that left in it.
const within = lasting('since', 'timestamp');
const wireless: Rules = { within, own: { text: anywhere('mac', 'hostname', 'username', 'psk_name', 'ip') } };
const wired: Rules = { within, own: { text: anywhere('mac', 'dhcp_hostname', 'username') } };

/** Clients of the air, of switch ports and of gateways. */
export const clients: Handlers = {
  'GET /api/v1/orgs/{org_id}/clients/search': (call) => search(call, wirelessRows(call.world), wireless),
  'GET /api/v1/orgs/{org_id}/wired_clients/search': (call) => search(call, wiredRows(call.world), wired),
  'GET /api/v1/sites/{site_id}/wired_clients/search': (call) => search(call, wiredRows(call.world), wired),
  'GET /api/v1/orgs/{org_id}/wan_clients/search': (call) => search(call, wanRows(call.world), { within }),
};
