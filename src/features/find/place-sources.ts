import { isRecord, type JsonObject } from '../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import { type Lookup, present, sitesNamedLike, textIn } from '../lookup/index.ts';
import { fitOf } from './match.ts';
import { SITE_STATS, SITE_WLANS, TEMPLATES, WLANS } from './routes.ts';
import type { Match, Source } from './source.ts';

/** Sites by name. */
export const sites: Source = {
  what: 'sites by name',
  async look({ lookup, text, names }) {
    const found = await sitesNamedLike(lookup, text);
    const fits = found.flatMap(({ id, name }) => {
      names.set(name, 'site');
      const fit = fitOf(text, [name, id]);
      return fit ? [{ id, name, fit }] : [];
    });
    const [only] = fits.filter(({ fit }) => fit === 'exact');
    const stats = only && (await lookup.one('site statistics', SITE_STATS, { path: { site_id: only.id } }));
    return fits.map(({ id, name, fit }): Match => {
      const {
        address,
        country_code: country,
        num_devices: devices,
        num_clients,
      } = id === only?.id ? (stats ?? {}) : {};
      const more = { address, country, devices, devices_connected: stats?.num_devices_connected, clients: num_clients };
      return { fit, seen: 0, show: () => present({ kind: 'site', name, id, ...(id === only?.id ? more : {}) }) };
    });
  },
};

/** Names of the WLAN templates that WLANs come from. */
async function templatesOf(lookup: Lookup, rows: readonly JsonObject[]): Promise<ReadonlyMap<unknown, unknown>> {
  if (!rows.some(({ template_id }) => typeof template_id === 'string')) return new Map();
  const query = { limit: MAX_PAGE_SIZE };
  const found = await lookup.list('WLAN templates', TEMPLATES, { path: { org_id: lookup.orgId }, query });
  return new Map((found?.rows ?? []).map(({ id, name }) => [id, name]));
}

const originOf = ({ template_id: id }: JsonObject, templates: ReadonlyMap<unknown, unknown>): string =>
  typeof id === 'string' ? `WLAN template ${templates.get(id) ?? id}` : 'the site itself';

/** WLANs by SSID: those of the organization's templates, or all that reach the site that was given. */
export const wlans: Source = {
  what: 'SSIDs',
  async look({ lookup, text, siteId, names }) {
    const found =
      siteId === undefined
        ? await lookup.list('SSIDs', WLANS, { path: { org_id: lookup.orgId }, query: { limit: MAX_PAGE_SIZE } })
        : await lookup.list('SSIDs', SITE_WLANS, { path: { site_id: siteId }, query: { resolve: true } });
    if (siteId === undefined) lookup.skip('SSIDs of single sites', 'needs site_id');
    const fits = (found?.rows ?? []).flatMap((row) => {
      const ssid = textIn(row, 'ssid') ?? '';
      names.set(ssid, 'SSID');
      const fit = fitOf(text, [ssid]);
      return fit ? [{ row, ssid, fit }] : [];
    });
    const templates = await templatesOf(
      lookup,
      fits.filter(({ fit }) => fit === 'exact').map(({ row }) => row),
    );
    return fits.map(({ row, ssid, fit }) => {
      const shown = present({
        ...{ kind: 'WLAN', ssid, id: row.id, enabled: row.enabled },
        vlan: row.vlan_enabled === true ? row.vlan_id : undefined,
        auth: isRecord(row.auth) ? row.auth.type : undefined,
        from: originOf(row, templates),
      });
      return { fit, seen: 0, show: () => shown };
    });
  },
};
