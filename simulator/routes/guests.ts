import { type Call, type Handlers, object } from '../call.ts';
import { lasting, rowsHere, search } from '../search.ts';
import { guestRows } from '../world/guests.ts';

/** What the world keeps of a guest beside the answer, to search by. */
const HIDDEN = new Set(['org_id', 'site_id', 'timestamp', 'since', 'until']);

function one(call: Call) {
  const row = rowsHere(call, guestRows(call.world)).find((guest) => guest.mac === call.path.guest_mac);
  return row && object(Object.fromEntries(Object.entries(row).filter(([name]) => !HIDDEN.has(name))));
}

const all = (call: Call) => search(call, guestRows(call.world), { within: lasting('since', 'until') });

/** Guests that a portal let in. */
export const guests: Handlers = {
  'GET /api/v1/orgs/{org_id}/guests/search': all,
  'GET /api/v1/sites/{site_id}/guests/search': all,
  'GET /api/v1/orgs/{org_id}/guests/{guest_mac}': one,
  'GET /api/v1/sites/{site_id}/guests/{guest_mac}': one,
};
