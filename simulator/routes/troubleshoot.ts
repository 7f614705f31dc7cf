import { type Answer, type Call, type Handlers, refuse, rows } from '../call.ts';
import { findings } from '../world/marvis.ts';
import { LAB_ORG } from '../world/world.ts';

/** How far Marvis looks back. */
const DAYS = 7;

function troubleshoot(call: Call): Answer {
  const { world, path, query, window } = call;
  const { mac, site_id: siteId, type } = query;
  if (path.org_id === world.id('orgs', LAB_ORG)) return refuse(403, 'no Marvis subscription');
  if (mac === undefined && siteId === undefined) return refuse(400, 'mac or site_id is required');
  if (siteId !== undefined && world.orgOfSite(siteId) !== path.org_id) return undefined;
  if (window.start < call.now - DAYS * 86_400 - 60) return refuse(400, `only the last ${DAYS} days can be asked for`);
  const found = findings(world).filter(
    (one) =>
      (siteId === undefined || one.siteId === siteId) &&
      (mac === undefined || one.macs.includes(mac)) &&
      (type === undefined || one.type === type) &&
      one.since <= window.end,
  );
  return rows(found.map((one) => one.row));
}

/** What Marvis says of a site, device or client. */
export const marvis: Handlers = {
  'GET /api/v1/orgs/{org_id}/troubleshoot': troubleshoot,
};
