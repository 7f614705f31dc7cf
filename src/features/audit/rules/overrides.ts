import type { JsonObject } from '../../../core/json.ts';
import { quoted } from '../../changes/index.ts';
import type { DeviceView } from '../device-view.ts';
import type { Evidence } from '../model.ts';
import type { Rule } from '../rule.ts';
import { recordOf } from '../values.ts';
import type { ConfigView } from '../view.ts';

/** What belongs to one device by its nature, so that a template can only be the beginning. */
const OWN: ReadonlySet<string> = new Set([
  ...['name', 'notes', 'role', 'mac', 'model', 'serial', 'type', 'deviceprofile_id', 'map_id', 'x', 'y', 'height'],
  ...['orientation', 'locked', 'vars', 'ip_config', 'oob_ip_config', 'other_ip_configs', 'ip_configs', 'router_id'],
  ...['managed', 'mist_configured', 'disable_auto_config', 'virtual_chassis', 'id', 'org_id', 'site_id'],
  // What is fixed of radios is a rule of its own.
  'radio_config',
]);

/** Attributes of a path that are shown, longest. */
const MOST_SHOWN = 6;

const rootOf = (key: string): string => key.split('.', 1)[0] ?? key;

/** An attribute, or a name in a map, as a merge patch that removes it. */
function removal(keys: readonly string[]): JsonObject {
  const payload: Record<string, unknown> = {};
  for (const key of keys) {
    const at = key.indexOf('.');
    if (at < 0) payload[key] = null;
    else payload[key.slice(0, at)] = { ...recordOf(payload[key.slice(0, at)]), [key.slice(at + 1)]: null };
  }
  return payload;
}

/** The first of them, in an order that does not depend on how the cloud wrote them. */
const shown = (keys: readonly string[]): string =>
  keys.slice(0, MOST_SHOWN).join(', ') + (keys.length > MOST_SHOWN ? ` and ${keys.length - MOST_SHOWN} more` : '');

/** Attributes that the device itself sets otherwise than what its template, profile or site gives it. */
function overriddenBy({ effective, device }: DeviceView): readonly string[] {
  return Object.keys(effective.overridden).filter((key) => {
    const root = rootOf(key);
    const source = effective.sources[root];
    const from = typeof source === 'string' ? source : source?.[key.slice(root.length + 1)];
    return from === 'device' && !OWN.has(root) && device.value[root] !== undefined;
  });
}

function* deviceOverrides(view: ConfigView): Iterable<Evidence> {
  for (const device of view.devices) {
    const keys = overriddenBy(device);
    if (keys.length === 0) continue;
    const [first = ''] = keys;
    const [loser = ''] = device.effective.overridden[first] ?? [];
    yield {
      object: device.device,
      evidence: `${shown(keys)}: otherwise in ${quoted(loser, 60)}`,
      fix: view.update(device.device, removal(keys)),
    };
  }
}

/** Attributes of the setting of a site that a template of it says otherwise. */
function* siteOverrides(view: ConfigView): Iterable<Evidence> {
  const bySite = new Map<string, Set<string>>();
  for (const device of view.devices) {
    const keys = bySite.get(device.site.site.path) ?? new Set();
    bySite.set(device.site.site.path, keys);
    for (const key of device.undecided) keys.add(key);
  }
  for (const { site, setting } of view.sites) {
    const keys = [...(bySite.get(site.path) ?? [])].filter((key) => setting?.value[rootOf(key)] !== undefined);
    if (setting && keys.length > 0)
      yield {
        object: setting,
        evidence: `${shown(keys)}: otherwise in the template`,
        fix: view.update(setting, removal(keys)),
      };
  }
}

/** Rules about what was set past a template. */
export const OVERRIDE_RULES: readonly Rule[] = [
  {
    id: 'device-override',
    severity: 'medium',
    title: 'The device sets otherwise what its template, profile or site gives it',
    over: ['site_devices', 'site_settings'],
    needs: ['org_networktemplates', 'org_gatewaytemplates', 'org_deviceprofiles'],
    find: deviceOverrides,
  },
  {
    id: 'site-override',
    severity: 'medium',
    title: 'The site sets what its template sets otherwise',
    over: ['site_settings', 'site_devices'],
    needs: ['org_networktemplates', 'org_gatewaytemplates', 'org_sitetemplates'],
    find: siteOverrides,
  },
];
