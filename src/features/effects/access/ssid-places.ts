import type { JsonObject } from '../../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../../mist/limits.ts';
import { sitesOf } from '../../configuration/index.ts';
import type { ObjectChange } from '../model.ts';
import type { Overlay } from '../reading/overlay.ts';
import type { Reader } from '../reading/reader.ts';
import { layerText, textAt } from '../state/row.ts';

const all = { limit: MAX_PAGE_SIZE };

/** Where WLANs of a name are in force. */
export interface SsidPlaces {
  /** Names of the sites. */
  readonly sites: readonly string[];
  /** The objects that this was found from, with the time of their last change. */
  readonly layers: readonly string[];
}

/**
 * Sites that have a WLAN which is on and is called so: of a key of the organization by the WLAN templates, of a key of
 * one site by what is in force there.
 *
 * @throws MistError, OutOfRequests
 */
export async function placesOfSsid(
  reader: Reader,
  overlay: Overlay,
  { org_id = '', site_id }: Pick<ObjectChange, 'org_id' | 'site_id'>,
  ssid: string,
): Promise<SsidPlaces> {
  const isMeant = (row: JsonObject): boolean => row.ssid === ssid && row.enabled !== false;
  if (site_id !== undefined) {
    const rows = await reader.list('GET /api/v1/sites/{site_id}/wlans/derived', { site_id });
    const mine = overlay.list('site_wlans', rows, site_id).filter(isMeant);
    return { sites: mine.length > 0 ? ['this site'] : [], layers: mine.map(layerText) };
  }
  const wlans = overlay
    .list('org_wlans', await reader.list('GET /api/v1/orgs/{org_id}/wlans', { org_id }, all))
    .filter(isMeant);
  if (wlans.length === 0) return { sites: [], layers: [] };
  const ids = new Set(wlans.map((row) => textAt(row, 'template_id')));
  const listed = await reader.list('GET /api/v1/orgs/{org_id}/templates', { org_id }, all);
  const templates = overlay.list('org_wlantemplates', listed).filter((row) => ids.has(textAt(row, 'id')));
  const sites = overlay.list('org_sites', await reader.list('GET /api/v1/orgs/{org_id}/sites', { org_id }, all));
  const reached = new Set(templates.flatMap((template) => sitesOf(template, sites)));
  return {
    sites: [...reached].map((row) => textAt(row, 'name') ?? textAt(row, 'id') ?? '').sort(),
    layers: [...wlans, ...templates].map(layerText),
  };
}
