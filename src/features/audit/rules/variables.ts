import { familyNames } from '../../../mist/families.ts';
import { quoted } from '../../changes/index.ts';
import { type FiledObject, orgFamilies } from '../../snapshot/index.ts';
import type { Evidence } from '../model.ts';
import type { Rule } from '../rule.ts';
import type { SiteView } from '../site-view.ts';
import { recordOf, textsIn } from '../values.ts';
import type { ConfigView } from '../view.ts';

const VARIABLE = /\{\{\s*([\w.-]{1,100})\s*\}\}/g;

/** Names of the variables that an object's texts and keys hold, each with the first place. */
function variablesIn({ value }: FiledObject): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [text, path] of textsIn(value))
    for (const [, name = ''] of text.matchAll(VARIABLE)) if (!found.has(name)) found.set(name, path);
  return found;
}

const varsOf = (object: FiledObject | undefined): readonly string[] => Object.keys(recordOf(object?.value.vars));

/** Variables that have a value at a site: its own, those of its template, and those of its devices and their profiles. */
const knownAt = (view: ConfigView, { setting, templates, devices }: SiteView): ReadonlySet<string> =>
  new Set([
    ...varsOf(setting),
    ...varsOf(templates.sitetemplate),
    ...devices.flatMap((device) => [...varsOf(device), ...varsOf(view.target(device.value.deviceprofile_id))]),
  ]);

/** Variables that reach the devices or WLANs of a site and have no value there, with where they stand. */
function* missingAt(view: ConfigView, site: SiteView): Iterable<readonly [name: string, where: string]> {
  const known = knownAt(view, site);
  for (const wlan of site.wlans)
    for (const [name, path] of variablesIn(wlan))
      if (!known.has(name)) yield [name, `${path} of WLAN ${quoted(wlan.name, 40)}`];
}

function* withoutValue(view: ConfigView): Iterable<Evidence> {
  const byDevice = new Map<string, Map<string, string>>();
  for (const device of view.devices)
    for (const [name, path] of device.effective.unresolved) {
      const all = byDevice.get(device.site.site.path) ?? new Map<string, string>();
      byDevice.set(device.site.site.path, all);
      if (!all.has(name)) all.set(name, `${path} of ${quoted(device.device.name, 40)}`);
    }
  for (const site of view.sites) {
    const missing = new Map([...missingAt(view, site), ...(byDevice.get(site.site.path) ?? [])]);
    for (const [name, where] of missing)
      yield { object: site.setting ?? site.site, evidence: `{{${name}}} in ${where}` };
  }
}

function* withoutUse(view: ConfigView): Iterable<Evidence> {
  const used = new Set<string>();
  const ofSites = new Map<string, Set<string>>();
  for (const object of view.snapshot.objects) {
    const site = view.siteOf(object)?.path;
    const own = site === undefined ? used : (ofSites.get(site) ?? new Set());
    if (site !== undefined) ofSites.set(site, own);
    for (const name of variablesIn(object).keys()) own.add(name);
  }
  for (const { site, setting } of view.sites)
    for (const name of varsOf(setting))
      if (setting && !used.has(name) && ofSites.get(site.path)?.has(name) !== true)
        yield {
          object: setting,
          evidence: `vars.${quoted(name, 40).slice(1, -1)}`,
          fix: view.update(setting, { vars: { [name]: null } }),
        };
}

/** Rules about variables of sites. */
export const VARIABLE_RULES: readonly Rule[] = [
  {
    id: 'variable-without-value',
    severity: 'high',
    title: 'A variable reaches devices or WLANs of the site and has no value there',
    over: ['site_settings', 'site_devices', 'org_wlans', 'site_wlans'],
    needs: ['org_sitetemplates', 'org_deviceprofiles', 'org_networktemplates', 'org_gatewaytemplates'],
    find: withoutValue,
  },
  {
    id: 'unused-variable',
    severity: 'low',
    title: 'A variable of the site is used nowhere',
    over: familyNames.filter((name) => name.startsWith('site_') && name !== 'site_uisettings'),
    needs: orgFamilies(),
    strict: true,
    find: withoutUse,
  },
];
