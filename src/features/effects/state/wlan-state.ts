import { isRecord, type JsonObject } from '../../../core/json.ts';
import { resolveVariables } from '../../configuration/index.ts';
import type { Vlan, WlanState } from '../model.ts';
import { listOf, rowAt, textAt, textsOf, vlanOf } from './row.ts';
import type { SiteParts } from './site-parts.ts';

const BANDS = ['24', '5', '6'];

function bandsOf(wlan: JsonObject): ReadonlySet<string> {
  const listed = textsOf(wlan.bands);
  if (listed.length > 0) return new Set(listed);
  const band = textAt(wlan, 'band');
  if (band === undefined || band === 'both') return new Set(['24', '5']);
  return new Set(BANDS.filter((one) => band === one));
}

/** VLANs in what may be a number, a list, text with commas, or a variable. */
const vlansIn = (value: unknown): Vlan[] =>
  listOf(value).length > 0
    ? listOf(value).flatMap(vlansIn)
    : typeof value === 'string'
      ? value.split(',').flatMap((text) => vlanOf(text) ?? [])
      : [vlanOf(value) ?? []].flat();

/** VLANs that clients of a WLAN reach the wire by. */
function vlansOf(wlan: JsonObject): ReadonlySet<Vlan> {
  const interfaceName = textAt(wlan, 'interface') ?? 'all';
  if (interfaceName !== 'all' && !interfaceName.startsWith('eth')) return new Set();
  const dynamic = rowAt(wlan, 'dynamic_vlan');
  const own = wlan.vlan_enabled === true ? vlansIn(wlan.vlan_pooling === true ? wlan.vlan_ids : wlan.vlan_id) : [];
  const assigned =
    dynamic.enabled === true
      ? [
          ...vlansIn(dynamic.default_vlan_ids),
          ...vlansIn(dynamic.local_vlan_ids),
          ...vlansIn(Object.keys(rowAt(dynamic, 'vlans'))),
        ]
      : [];
  const psk = rowAt(wlan, 'dynamic_psk');
  return new Set([...own, ...assigned, ...(psk.enabled === true ? vlansIn(psk.default_vlan_id) : [])]);
}

/** A WLAN in force at a site, its variables filled in. */
export function wlanState(wlan: JsonObject, vars: ReadonlyMap<string, string>, site: SiteParts): WlanState {
  const { value } = resolveVariables(wlan, vars, '');
  const config = isRecord(value) ? value : wlan;
  const template = textAt(wlan, 'template_id');
  const name = template === undefined ? undefined : textAt(site.wlanTemplates.get(template), 'name');
  return {
    id: textAt(wlan, 'id') ?? textAt(wlan, 'ssid') ?? '',
    ssid: textAt(config, 'ssid') ?? '',
    source: template === undefined ? 'site' : `WLAN template ${name ?? template}`,
    isEnabled: config.enabled !== false,
    bands: bandsOf(config),
    vlans: vlansOf(config),
    config,
  };
}

/** Whether an access point serves a WLAN; labels decide where nobody can tell. */
export function serving(wlan: WlanState, ap: JsonObject, site: SiteParts): 'yes' | 'no' | 'perhaps' {
  if (!wlan.isEnabled) return 'no';
  const { config } = wlan;
  const template = site.wlanTemplates.get(textAt(config, 'template_id') ?? '');
  if (template?.filter_by_deviceprofile === true) {
    const profiles = textsOf(template.deviceprofile_ids);
    if (!profiles.includes(textAt(ap, 'deviceprofile_id') ?? '')) return 'no';
  }
  if (config.apply_to === 'aps') return textsOf(config.ap_ids).includes(textAt(ap, 'id') ?? '') ? 'yes' : 'no';
  return config.apply_to === 'wxtags' ? 'perhaps' : 'yes';
}
