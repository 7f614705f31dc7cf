import { asText, type JsonObject } from '../../../core/json.ts';
import type { AccessPointState, SiteState, WlanState } from '../model.ts';
import { commonState, deriveAt } from './device-state.ts';
import { gatewayState } from './gateway-state.ts';
import { rowAt, textAt } from './row.ts';
import type { SiteParts } from './site-parts.ts';
import { switchState } from './switch-state.ts';
import { serving, wlanState } from './wlan-state.ts';

/** Variables of a site: those of its site template, and its own, which win. */
export function siteVariables({ setting, templates }: SiteParts): ReadonlyMap<string, string> {
  const vars = { ...rowAt(templates.sitetemplate, 'vars'), ...rowAt(setting, 'vars') };
  return new Map(Object.entries(vars).map(([name, value]) => [name, asText(value)]));
}

function accessPointState(site: SiteParts, device: JsonObject, wlans: readonly WlanState[]): AccessPointState {
  const common = commonState(deriveAt(site, device, 'ap'), 'ap');
  const served = wlans.map((wlan) => ({ id: wlan.id, how: serving(wlan, device, site) }));
  const those = (wanted: string): ReadonlySet<string> =>
    new Set(served.filter(({ how }) => how === wanted).map(({ id }) => id));
  return { ...common, type: 'ap', wlans: those('yes'), perhaps: those('perhaps') };
}

/** Roots in which a site and its template meet name by name. */
const NAMED = ['networks', 'port_usages', 'vars'];

/** The setting with what the network template adds, as far as the site does not say it itself. */
function mergedSetting({ setting, templates }: SiteParts): JsonObject {
  const template = templates.networktemplate ?? {};
  const named = NAMED.map((root) => [root, { ...rowAt(template, root), ...rowAt(setting, root) }] as const);
  return { ...template, ...setting, ...Object.fromEntries(named) };
}

/** What a site effectively is, put together from the objects that it is made of. */
export function siteState(parts: SiteParts): SiteState {
  const vars = siteVariables(parts);
  const wlans = parts.wlans.map((wlan) => wlanState(wlan, vars, parts));
  const devices = (type: string): readonly JsonObject[] => parts.devices.filter((device) => device.type === type);
  return {
    id: textAt(parts.site, 'id') ?? '',
    name: textAt(parts.site, 'name') ?? textAt(parts.site, 'id') ?? '',
    timezone: textAt(parts.site, 'timezone'),
    switches: devices('switch').map((device) => switchState(parts, device)),
    accessPoints: devices('ap').map((device) => accessPointState(parts, device, wlans)),
    gateways: devices('gateway').map((device) => gatewayState(parts, device)),
    wlans,
    setting: mergedSetting(parts),
    unread: parts.unread,
  };
}
