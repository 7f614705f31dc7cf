import { InputError } from '../../core/errors/input-error.ts';
import { isSameName } from '../../core/fold-name.ts';
import type { JsonObject } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import { resolveSite } from '../../mist/names.ts';
import { type Lookup, namesOfDevices, namesOfSites, present, textIn } from '../lookup/index.ts';
import { ORG_WLANS, SITE_WLANS } from './routes.ts';
import { originOf, scopesOf, vlanOf, wlanRow, wlanTemplates } from './wlan-facts.ts';

const ROWS = 1000;

/**
 * What an SSID is at a site: where it is written, whom it applies to, VLAN, authentication; or why it is not there.
 *
 * @throws InputError without a site, or for an SSID that neither the site nor the organization has
 */
export async function explainWlan(lookup: Lookup, ssid: string, site: string | undefined): Promise<JsonObject> {
  if (site === undefined) {
    throw new InputError(
      '`site_id` is needed with subject=wlan.',
      'What a WLAN is differs by site: give the name of one.',
    );
  }
  const siteId = await lookup.counted(() => resolveSite(lookup.context, site, lookup.orgId));
  const ask = (resolve: boolean) =>
    lookup.list('WLANs of the site', SITE_WLANS, { path: { site_id: siteId }, query: { resolve } });
  const [written, filled] = await Promise.all([ask(false), ask(true)]);
  lookup.throwIfBlind();
  const templates = await wlanTemplates(lookup);
  const names = await namesOfSites(lookup, [siteId]);
  const shown = { subject: 'wlan', ssid, site: names.get(siteId) ?? siteId };
  const here = (written?.rows ?? []).filter((row) => isSameName(textIn(row, 'ssid') ?? '', ssid));
  if (here.length === 0)
    return { ...shown, ...(await elsewhere(lookup, { ssid, siteId, templates, written: written?.rows ?? [] })) };
  const scopes = await scopesOf(lookup, templatesOf(here, templates));
  const devices = here.some(({ apply_to: to }) => to === 'aps') ? await namesOfDevices(lookup) : undefined;
  const wlans = here.map((wlan) => {
    const resolved = filled?.rows.find(({ id }) => id === wlan.id);
    const [vlan, configured] = [vlanOf(resolved ?? wlan), vlanOf(wlan)];
    const template = templates?.get(textIn(wlan, 'template_id') ?? '');
    const aps = Array.isArray(wlan.ap_ids)
      ? wlan.ap_ids.map((id) => devices?.byMac.get(String(id).slice(-12)) ?? id)
      : [];
    return present({
      ...wlanRow(wlan, originOf(wlan, templates)),
      vlan,
      vlan_from: vlan === configured ? 'the WLAN' : `the WLAN: ${configured}, a variable of the site`,
      applies_to: wlan.apply_to === 'aps' ? aps : wlan.apply_to === 'wxtags' ? { labels: wlan.wxtag_ids } : 'all APs',
      ...(template ? { template_scope: scopes(template), only_profiles: template.deviceprofile_ids } : {}),
    });
  });
  return { ...shown, at_site: true, wlans };
}

const templatesOf = (wlans: readonly JsonObject[], all: ReadonlyMap<string, JsonObject> | undefined): JsonObject[] =>
  wlans.map((wlan) => all?.get(textIn(wlan, 'template_id') ?? '')).filter((one) => one !== undefined);

interface Absent {
  readonly ssid: string;
  readonly siteId: string;
  readonly templates: ReadonlyMap<string, JsonObject> | undefined;
  readonly written: readonly JsonObject[];
}

/** Why an SSID does not reach the site. */
async function elsewhere(lookup: Lookup, { ssid, siteId, templates, written }: Absent): Promise<JsonObject> {
  const found = await lookup.list('WLANs of the organization', ORG_WLANS, {
    path: { org_id: lookup.orgId },
    query: { limit: ROWS },
  });
  const rows = (found?.rows ?? []).filter((row) => isSameName(textIn(row, 'ssid') ?? '', ssid));
  if (rows.length === 0) {
    const known = [...written, ...(found?.rows ?? [])].map((row) => textIn(row, 'ssid') ?? '');
    const close = nearest(ssid, known);
    throw new InputError(
      `Neither the site nor a template of the organization has the SSID ${JSON.stringify(ssid.slice(0, 60))}.`,
      close.length > 0 ? `The nearest are ${close.join(', ')}.` : `There are: ${[...new Set(known)].join(', ')}.`,
    );
  }
  const scopes = await scopesOf(lookup, templatesOf(rows, templates));
  const wlans = rows.map((wlan) => {
    const template = templates?.get(textIn(wlan, 'template_id') ?? '');
    const isExcepted = JSON.stringify(template?.exceptions ?? null).includes(siteId);
    const reason = isExcepted ? 'the template names this site as an exception' : 'the template does not apply here';
    return present({
      ...wlanRow(wlan, originOf(wlan, templates)),
      reason: template ? reason : undefined,
      template_scope: template ? scopes(template) : undefined,
    });
  });
  return { at_site: false, wlans };
}
