import { type Call, type Handlers, object } from '../call.ts';
import { isRow, type Row } from '../json.ts';
import { found, shownBy } from '../search.ts';
import { licensesOf } from '../world/licenses.ts';
import { orgStats } from '../world/telemetry/places.ts';

const ofMsp = (call: Call, table: string): Row[] =>
  call.world.table(table).filter((row) => row.msp_id === call.path.msp_id);

const orgs = (call: Call): Row[] => ofMsp(call, 'orgs');

/** Subscriptions of all organizations together; which is whose says `org_id`. */
function licenses(call: Call) {
  const each = orgs(call).map((org) => licensesOf(call.world, String(org.id)));
  const rows = each.flatMap((one) => (Array.isArray(one.licenses) ? one.licenses : []));
  return object({ licenses: rows, amendments: [], entitled: {}, summary: {} });
}

/** Organizations with what they need and have; those whose subscriptions do not suffice say so. */
function orgsFound(call: Call): Row[] {
  return orgs(call).map((org) => {
    const { entitled, summary } = licensesOf(call.world, String(org.id));
    const [has, needs] = [entitled, summary].map((counts) => (isRow(counts) ? Number(counts['SUB-MAN'] ?? 0) : 0));
    return {
      ...{ org_id: org.id ?? '', name: org.name ?? '', msp_id: org.msp_id ?? '', timestamp: call.now },
      ...{ sub_man_entitled: has ?? 0, sub_man_required: needs ?? 0, sub_insufficient: (needs ?? 0) > (has ?? 0) },
    };
  });
}

function inventory(call: Call) {
  const ids = new Set(orgs(call).map(({ id }) => id));
  const row = call.world.table('inventory').find((one) => one.mac === call.path.device_mac && ids.has(one.org_id));
  if (!row) return undefined;
  const { mac = '', model = '', serial = '', type = '', org_id = '', site_id = '' } = row;
  return object({ mac, model, serial, type, org_id, site_id, for_site: true });
}

/** What a managed service provider sees of its organizations. */
export const msp: Handlers = {
  'GET /api/v1/msps/{msp_id}': (call) => object(call.world.find('msps', call.path.msp_id ?? '') ?? {}),
  'GET /api/v1/msps/{msp_id}/orgs': orgs,
  'GET /api/v1/msps/{msp_id}/orgs/search': (call) => shownBy(call, orgsFound(call)),
  'GET /api/v1/msps/{msp_id}/orggroups': (call) => ofMsp(call, 'orggroups'),
  'GET /api/v1/msps/{msp_id}/ssos': (call) => ofMsp(call, 'ssos'),
  'GET /api/v1/msps/{msp_id}/stats/orgs': (call) =>
    found(
      call,
      orgs(call).map((org) => orgStats(call.world, org)),
    ),
  'GET /api/v1/msps/{msp_id}/licenses': licenses,
  'GET /api/v1/msps/{msp_id}/inventory/{device_mac}': inventory,
};
