import { type Call, type Handlers, object, parameter } from '../call.ts';
import { lasting, partOf, type Rules, search } from '../search.ts';
import { alarmRows, suppressions } from '../world/alarms.ts';
import { MAIN_ORG } from '../world/world.ts';

const rules: Rules = { own: { ack_admin_name: partOf('ack_admin_name') }, within: lasting('timestamp', 'last_seen') };

const alarmsOf = (call: Call) => search(call, alarmRows(call.world), rules);

function suppressed(call: Call) {
  const main = call.path.org_id === call.world.id('orgs', MAIN_ORG);
  const scope = parameter(call, 'scope');
  return object({ results: main ? suppressions(call.world).filter((one) => one.scope === scope) : [] });
}

/** Alarms of an organization or a site, and where they are muted. */
export const alarms: Handlers = {
  'GET /api/v1/orgs/{org_id}/alarms/search': alarmsOf,
  'GET /api/v1/sites/{site_id}/alarms/search': alarmsOf,
  'GET /api/v1/orgs/{org_id}/alarmtemplates/suppress': suppressed,
};
