import type { JsonObject } from '../../../core/json.ts';
import { quoted } from '../../changes/index.ts';
import type { DeviceType } from '../device-view.ts';
import { countedDevices } from '../holders.ts';
import type { Evidence } from '../model.ts';
import type { Rule } from '../rule.ts';
import type { SiteView } from '../site-view.ts';
import { recordOf, textOf } from '../values.ts';
import type { ConfigView } from '../view.ts';

/** The template that each type of device takes its settings from. */
const KINDS = {
  ap: { kind: 'rftemplate', template: 'RF template' },
  switch: { kind: 'networktemplate', template: 'network template' },
  gateway: { kind: 'gatewaytemplate', template: 'gateway template' },
} as const;

const TYPES: readonly DeviceType[] = ['ap', 'switch', 'gateway'];

const countOf = ({ devices }: SiteView, type: DeviceType): number =>
  devices.filter(({ value }) => (value.type ?? 'ap') === type).length;

const hasAps = (site: SiteView): boolean => countOf(site, 'ap') > 0;

/**
 * Looks at an attribute of the setting of each site that has access points, or of its site template where the site says
 * nothing. One in which the two differ is left out.
 */
function* eachSetting(
  view: ConfigView,
  name: string,
  look: (value: unknown, isOwn: boolean) => { evidence: string; payload?: JsonObject } | undefined,
): Iterable<Evidence> {
  const bySite = new Map(view.devices.filter(({ type }) => type === 'ap').map((ap) => [ap.site, ap]));
  for (const [{ setting, templates }, ap] of bySite) {
    if (!setting || ap.isUndecided(name)) continue;
    const own = setting.value[name];
    const found = look(own ?? templates.sitetemplate?.value[name], own !== undefined);
    if (found)
      yield { object: setting, evidence: found.evidence, fix: found.payload && view.update(setting, found.payload) };
  }
}

function* missingTemplates(view: ConfigView): Iterable<Evidence> {
  for (const site of view.sites)
    for (const type of TYPES) {
      const { kind, template } = KINDS[type];
      const count = countOf(site, type);
      if (count > 0 && !site.site.value[`${kind}_id`])
        yield { object: site.site, evidence: `${countedDevices(count, type)}, no ${template}` };
    }
}

function* countries(view: ConfigView): Iterable<Evidence> {
  for (const { site, templates } of view.sites.filter(hasAps)) {
    const own = textOf(site.value.country_code);
    const template = templates.rftemplate;
    const other = textOf(template?.value.country_code);
    if (!template || own === '' || other === '' || own.toUpperCase() === other.toUpperCase()) continue;
    yield {
      object: site,
      evidence: `site ${quoted(own, 10)}, RF template ${quoted(template.name, 40)} ${quoted(other, 10)}`,
    };
  }
}

const OF_SETTINGS = { over: ['site_settings', 'site_devices'], needs: ['org_sitetemplates'] } as const;

/** Rules about sites and their settings. */
export const SITE_RULES: readonly Rule[] = [
  {
    id: 'site-without-template',
    severity: 'medium',
    title: 'The site has devices and no template for them',
    over: ['org_sites', 'site_devices'],
    find: missingTemplates,
  },
  {
    id: 'site-without-country',
    severity: 'high',
    title: 'The site has no country or no time zone: radios and schedules go wrong',
    over: ['org_sites'],
    *find(view) {
      for (const object of view.of('org_sites')) {
        const missing = ['country_code', 'timezone'].filter((name) => textOf(object.value[name]) === '');
        if (missing.length > 0) yield { object, evidence: `no ${missing.join(', no ')}` };
      }
    },
  },
  {
    id: 'country-mismatch',
    severity: 'high',
    title: 'Site and RF template are of different countries, whose radio rules differ',
    over: ['org_sites', 'site_devices'],
    needs: ['org_rftemplates'],
    find: countries,
  },
  {
    id: 'no-auto-upgrade',
    severity: 'medium',
    title: 'Access points of the site are not upgraded by themselves',
    ...OF_SETTINGS,
    find: (view) =>
      eachSetting(view, 'auto_upgrade', (value) =>
        recordOf(value).enabled === true ? undefined : { evidence: 'auto_upgrade is off' },
      ),
  },
  {
    id: 'upgrade-by-day',
    severity: 'low',
    title: 'Access points of the site are upgraded while people work',
    ...OF_SETTINGS,
    limits: { from_hour: 7, to_hour: 19 },
    find: (view, { from_hour: from = 7, to_hour: to = 19 }) =>
      eachSetting(view, 'auto_upgrade', (value, isOwn) => {
        const upgrade = recordOf(value);
        const time = textOf(upgrade.time_of_day);
        const hour = /^(\d{1,2}):\d{2}$/.exec(time)?.[1];
        if (upgrade.enabled !== true || hour === undefined || Number(hour) < from || Number(hour) >= to)
          return undefined;
        const payload = isOwn ? { payload: { auto_upgrade: { time_of_day: '02:00' } } } : {};
        return { evidence: `auto_upgrade.time_of_day ${quoted(time, 10)}`, ...payload };
      }),
  },
  {
    id: 'no-config-revert',
    severity: 'low',
    title: 'An access point that a change cuts off does not go back to what worked',
    ...OF_SETTINGS,
    find: (view) =>
      eachSetting(view, 'config_auto_revert', (value) =>
        value === true ? undefined : { evidence: 'config_auto_revert is off', payload: { config_auto_revert: true } },
      ),
  },
  {
    id: 'no-rogue-detection',
    severity: 'low',
    title: 'Nobody looks for rogue access points at the site',
    ...OF_SETTINGS,
    find: (view) =>
      eachSetting(view, 'rogue', (value) =>
        recordOf(value).enabled === true
          ? undefined
          : { evidence: 'rogue.enabled is off', payload: { rogue: { enabled: true } } },
      ),
  },
  {
    id: 'no-alarm-template',
    severity: 'medium',
    title: 'Nobody is told of alarms of the site',
    over: ['org_sites'],
    needs: ['org_info'],
    *find(view) {
      const org = view.of('org_info')[0]?.value.alarmtemplate_id;
      for (const object of view.of('org_sites'))
        if (!org && !object.value.alarmtemplate_id)
          yield { object, evidence: 'no alarm template at the site, none at the organization' };
    },
  },
];
