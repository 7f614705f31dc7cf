import { type Answer, type Call, type Handler, type Handlers, object, parameter } from '../call.ts';
import { without } from '../derive/layers.ts';
import { effectiveSetting, type TemplateKind, templateOf, variablesOf } from '../derive/site.ts';
import { resolvedRow } from '../derive/variables.ts';
import { rulesAt, wlansAt } from '../derive/wlans.ts';
import type { Row } from '../json.ts';
import { guestRows } from '../world/guests.ts';

const siteOf = (call: Call): string => call.path.site_id ?? '';

/** Variables replaced where the caller wants them so. */
function shown(call: Call, all: readonly Row[]): Row[] {
  if (parameter(call, 'resolve') !== 'true') return [...all];
  const vars = variablesOf(call.world, siteOf(call));
  return all.map((row) => resolvedRow(row, vars));
}

/** Objects of the organization that its sites can all use, and what the site has of the kind itself. */
const shared =
  (table: string): Handler =>
  (call) => {
    const org = call.world.orgOfSite(siteOf(call));
    const rows = call.world.table(table).filter((row) => row.org_id === org);
    return shown(
      call,
      rows.filter((row) => row.site_id === undefined || row.site_id === siteOf(call)),
    );
  };

/** The template that the site points at, as a list of one or none. */
const chosen =
  (kind: TemplateKind): Handler =>
  (call) => {
    const row = templateOf(call.world, siteOf(call), kind);
    return shown(call, row ? [row] : []);
  };

function wlans(call: Call): Answer {
  const rows = wlansAt(call.world, siteOf(call));
  const { wlan_id: id } = call.query;
  return shown(
    call,
    rows.filter((row) => id === undefined || row.id === id),
  );
}

/** Guests that were let in at the site, or anywhere in its organization, without what searches add to them. */
function guests(call: Call): Answer {
  const org = call.world.orgOfSite(siteOf(call));
  const everywhere = parameter(call, 'cross_site') === 'true';
  const wlanIds = call.query.wlan_id?.split(',');
  return guestRows(call.world)
    .filter((row) => (everywhere ? row.org_id === org : row.site_id === siteOf(call)))
    .filter((row) => !wlanIds || wlanIds.includes(String(row.wlan_id)))
    .map((row) => without(row, ['org_id', 'site_id', 'timestamp', 'since', 'until']));
}

function dashboards(call: Call): Answer {
  const org = call.world.orgOfSite(siteOf(call));
  const rows = call.world.table('uisettings').filter((row) => row.org_id === org);
  const own = rows.filter((row) => row.site_id === undefined || row.site_id === siteOf(call));
  // The table has one object where its prose has those of the site and of the organization: a list, then.
  return object(own.map((row) => ({ ...row, for_site: row.site_id !== undefined })));
}

/** What a site effectively has: its own objects and those of its organization that reach it. */
export const derived: Handlers = {
  'GET /api/v1/sites/{site_id}/setting/derived': (call) => object(effectiveSetting(call.world, siteOf(call))),
  'GET /api/v1/sites/{site_id}/wlans/derived': wlans,
  'GET /api/v1/sites/{site_id}/guests/derived': guests,
  'GET /api/v1/sites/{site_id}/wxrules/derived': (call) => rulesAt(call.world, siteOf(call)),
  'GET /api/v1/sites/{site_id}/uisettings/derived': dashboards,
  'GET /api/v1/sites/{site_id}/aamwprofiles/derived': shared('aamwprofiles'),
  'GET /api/v1/sites/{site_id}/avprofiles/derived': shared('avprofiles'),
  'GET /api/v1/sites/{site_id}/idpprofiles/derived': shared('idpprofiles'),
  'GET /api/v1/sites/{site_id}/secintelprofiles/derived': shared('secintelprofiles'),
  'GET /api/v1/sites/{site_id}/deviceprofiles/derived': shared('deviceprofiles'),
  'GET /api/v1/sites/{site_id}/networks/derived': shared('networks'),
  'GET /api/v1/sites/{site_id}/services/derived': shared('services'),
  'GET /api/v1/sites/{site_id}/servicepolicies/derived': shared('servicepolicies'),
  'GET /api/v1/sites/{site_id}/vpns/derived': shared('vpns'),
  'GET /api/v1/sites/{site_id}/aptemplates/derived': chosen('aptemplate'),
  'GET /api/v1/sites/{site_id}/gatewaytemplates/derived': chosen('gatewaytemplate'),
  'GET /api/v1/sites/{site_id}/rftemplates/derived': chosen('rftemplate'),
  'GET /api/v1/sites/{site_id}/sitetemplates/derived': chosen('sitetemplate'),
  // One site has one switch template: the specification answers it without a list around it.
  'GET /api/v1/sites/{site_id}/networktemplates/derived': (call) => {
    const [row] = shown(call, [templateOf(call.world, siteOf(call), 'networktemplate') ?? {}]);
    return object(row ?? {});
  },
};
