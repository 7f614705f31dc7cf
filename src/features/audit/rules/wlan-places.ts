import { groupBy } from '../../../core/group-by.ts';
import { counted, quoted } from '../../changes/index.ts';
import { sitesOf } from '../../configuration/index.ts';
import type { FiledObject } from '../../snapshot/index.ts';
import type { Evidence } from '../model.ts';
import type { Rule } from '../rule.ts';
import { listOf, recordOf, textOf, textsOf } from '../values.ts';
import type { ConfigView } from '../view.ts';

const PLACES = ['applies', 'exceptions'] as const;
const LISTS = ['site_ids', 'sitegroup_ids'] as const;

const bandsOf = ({ value }: FiledObject): readonly string[] => {
  const bands = textsOf(value.bands).map((band) => band.split('-', 1)[0] ?? band);
  return bands.length > 0 ? bands : ['24', '5', '6'];
};

/** Whether a WLAN is on air at all access points of its sites. */
function isEverywhere(view: ConfigView, { value }: FiledObject): boolean {
  if (['aps', 'wxtags'].includes(textOf(value.apply_to))) return false;
  return view.target(value.template_id)?.value.filter_by_deviceprofile !== true;
}

/** Rules about where WLANs are on air. */
export const WLAN_PLACE_RULES: readonly Rule[] = [
  {
    id: 'site-wlan',
    severity: 'medium',
    title: 'The WLAN belongs to one site, so that no template keeps it like the others',
    over: ['site_wlans'],
    *find(view) {
      for (const object of view.of('site_wlans'))
        if (!object.value.template_id) yield { object, evidence: 'a WLAN of the site, without template_id' };
    },
  },
  {
    id: 'wlan-without-template',
    severity: 'high',
    title: 'The WLAN of the organization has no template, so that it is on air nowhere',
    over: ['org_wlans'],
    needs: ['org_wlantemplates'],
    *find(view) {
      for (const object of view.of('org_wlans')) {
        const { template_id: id } = object.value;
        if (!id) yield { object, evidence: 'no template_id' };
        else if (!view.target(id)) yield { object, evidence: `template_id leads to nothing: ${quoted(textOf(id))}` };
      }
    },
  },
  {
    id: 'wlan-template-reach',
    severity: 'medium',
    title: 'The WLAN template reaches no site, or names sites that are gone',
    over: ['org_wlantemplates'],
    needs: ['org_sites', 'org_sitegroups'],
    whole: true,
    find: templateReach,
  },
  {
    id: 'ssid-twice',
    severity: 'high',
    title: 'One SSID is on air twice in one band at the site',
    over: ['org_sites', 'org_wlans', 'site_wlans'],
    find: ssidTwice,
  },
  {
    id: 'many-ssids',
    severity: 'medium',
    title: 'The site has many SSIDs in one band: each takes air time from all',
    over: ['org_sites', 'org_wlans', 'site_wlans'],
    limits: { most: 4 },
    find: manySsids,
  },
];

function* templateReach(view: ConfigView): Iterable<Evidence> {
  const sites = view.of('org_sites').map(({ value, path }) => ({ ...value, id: `$ref:${path}` }));
  for (const object of view.of('org_wlantemplates')) {
    const dead = PLACES.flatMap((place) =>
      LISTS.flatMap((list) =>
        listOf(recordOf(object.value[place])[list])
          .filter((one) => view.target(one) === undefined)
          .map((id) => ({ place, list, id })),
      ),
    );
    if (dead.length > 0) {
      const [first] = dead;
      const payload: Record<string, Record<string, readonly string[]>> = {};
      for (const { place, list } of dead) {
        const left = listOf(recordOf(object.value[place])[list]).filter((one) => view.target(one) !== undefined);
        const ids = view.idsOf(left);
        if (ids) payload[place] = { ...payload[place], [list]: ids };
      }
      const evidence = `${counted(dead.length, 'ID')} without an object, such as ${first?.place}.${first?.list}: ${quoted(textOf(first?.id))}`;
      yield { object, evidence, fix: view.update(object, payload) };
    } else if (sitesOf(object.value, sites).length === 0)
      yield { object, evidence: 'applies less exceptions: no site' };
  }
}

function* ssidTwice(view: ConfigView): Iterable<Evidence> {
  for (const { site, wlans } of view.sites) {
    const on = wlans.filter((wlan) => wlan.value.enabled !== false && isEverywhere(view, wlan));
    for (const [ssid, some] of groupBy(on, ({ value }) => textOf(value.ssid))) {
      const bands = some.flatMap(bandsOf);
      const twice = [...new Set(bands.filter((band, at) => bands.indexOf(band) !== at))];
      if (ssid === '' || twice.length === 0) continue;
      const from = some.map(({ value }) => {
        const template = view.target(value.template_id);
        return template ? `template ${quoted(template.name, 40)}` : 'the site';
      });
      yield { object: site, evidence: `SSID ${quoted(ssid)} in ${twice.join(', ')}: from ${from.join(' and ')}` };
    }
  }
}

function* manySsids(view: ConfigView, { most = 4 }: Rule['limits'] & object): Iterable<Evidence> {
  for (const { site, wlans } of view.sites) {
    const on = wlans.filter((wlan) => wlan.value.enabled !== false && isEverywhere(view, wlan));
    const counts = ['24', '5', '6'].map((band) => ({
      band,
      ssids: new Set(on.filter((wlan) => bandsOf(wlan).includes(band)).map(({ value }) => textOf(value.ssid))),
    }));
    const over = counts.filter(({ ssids }) => ssids.size > most);
    if (over.length > 0)
      yield { object: site, evidence: over.map(({ band, ssids }) => `${ssids.size} in band ${band}`).join(', ') };
  }
}
