import type { JsonObject } from '../../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../../mist/limits.ts';
import { appliesTo } from '../../configuration/index.ts';
import type { ObjectChange } from '../model.ts';
import { textAt } from '../state/row.ts';
import type { Reader } from './reader.ts';

/** A site that a change reaches; the object where a list gave it. */
export interface ReachedSite {
  readonly id: string;
  readonly row: JsonObject | undefined;
}

const all = { limit: MAX_PAGE_SIZE };

/** Families whose objects a site names by an attribute of its own. */
const NAMED_BY_SITE: Readonly<Record<string, string>> = {
  org_networktemplates: 'networktemplate_id',
  org_gatewaytemplates: 'gatewaytemplate_id',
  org_rftemplates: 'rftemplate_id',
  org_aptemplates: 'aptemplate_id',
  org_sitetemplates: 'sitetemplate_id',
};

const OF_GATEWAYS = ['org_networks', 'org_services', 'org_servicepolicies', 'org_vpns'];

const orgOf = ({ org_id, before, after }: ObjectChange): string =>
  org_id ?? textAt(before, 'org_id') ?? textAt(after, 'org_id') ?? '';

const sitesOf = (reader: Reader, change: ObjectChange): Promise<readonly JsonObject[]> =>
  reader.list('GET /api/v1/orgs/{org_id}/sites', { org_id: orgOf(change) }, all);

const asReached = (rows: readonly JsonObject[]): ReachedSite[] =>
  rows.flatMap((row) => {
    const id = textAt(row, 'id');
    return id === undefined ? [] : [{ id, row }];
  });

/** Sites at which devices stand that the inventory lists. */
async function sitesOfDevices(
  reader: Reader,
  change: ObjectChange,
  isMeant: (row: JsonObject) => boolean,
): Promise<ReachedSite[]> {
  const devices = await reader.list('GET /api/v1/orgs/{org_id}/inventory', { org_id: orgOf(change) }, all);
  const ids = new Set(devices.filter(isMeant).flatMap((row) => textAt(row, 'site_id') ?? []));
  return [...ids].filter((id) => !/^[0-]+$/.test(id)).map((id) => ({ id, row: undefined }));
}

/** Sites that a WLAN template takes effect at, before or after. */
async function sitesOfTemplates(
  reader: Reader,
  change: ObjectChange,
  templates: readonly (JsonObject | undefined)[],
): Promise<ReachedSite[]> {
  const sites = await sitesOf(reader, change);
  return asReached(sites.filter((site) => templates.some((template) => appliesTo(template, site))));
}

async function sitesOfWlan(reader: Reader, change: ObjectChange): Promise<ReachedSite[]> {
  const rows = await reader.list('GET /api/v1/orgs/{org_id}/templates', { org_id: orgOf(change) }, all);
  const ids = [change.before, change.after].map((row) => textAt(row, 'template_id'));
  return sitesOfTemplates(
    reader,
    change,
    rows.filter((row) => ids.includes(textAt(row, 'id'))),
  );
}

/**
 * The sites that a change reaches, before or after it.
 *
 * @throws MistError where they cannot be listed
 */
export async function reachedSites(reader: Reader, change: ObjectChange): Promise<readonly ReachedSite[]> {
  const { family, id, site_id, before, after } = change;
  const attribute = NAMED_BY_SITE[family];
  if (attribute !== undefined) {
    if (id === undefined) return [];
    return asReached((await sitesOf(reader, change)).filter((site) => site[attribute] === id));
  }
  if (family === 'org_wlantemplates') return sitesOfTemplates(reader, change, [before, after]);
  if (family === 'org_wlans') return sitesOfWlan(reader, change);
  if (family === 'org_deviceprofiles')
    return id === undefined ? [] : sitesOfDevices(reader, change, (row) => row.deviceprofile_id === id);
  if (OF_GATEWAYS.includes(family)) return sitesOfDevices(reader, change, (row) => row.type === 'gateway');
  if (family === 'org_sites') return id === undefined ? [] : [{ id, row: undefined }];
  return site_id === undefined ? [] : [{ id: site_id, row: undefined }];
}
