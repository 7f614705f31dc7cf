import { type FamilyName, family } from '../../../mist/families.ts';
import { textsIn as namesIn, type Reference, referencesTo, valuesAt } from '../../../mist/references.ts';
import { labelOf } from '../../configuration/index.ts';
import { REFERENCE } from '../../snapshot/index.ts';
import type { Evidence } from '../model.ts';
import type { Rule } from '../rule.ts';
import { textOf, textsIn } from '../values.ts';
import type { ConfigView } from '../view.ts';

/** Families whose objects do nothing unless something names them. */
const IDLE: readonly FamilyName[] = [
  ...(['org_rftemplates', 'org_aptemplates', 'org_networktemplates', 'org_gatewaytemplates'] as const),
  ...(['org_sitetemplates', 'org_alarmtemplates', 'org_secpolicies', 'org_deviceprofiles', 'org_sitegroups'] as const),
  ...(['org_networks', 'org_services', 'org_servicepolicies', 'org_vpns', 'org_nactags', 'org_wxtags'] as const),
  ...(['org_avprofiles', 'org_idpprofiles', 'org_aamwprofiles', 'org_secintelprofiles'] as const),
];

const namesById = (place: Reference): boolean => 'ids' in place;

/** Paths that references lead to, anywhere: in values and as keys. */
function referredPaths(view: ConfigView): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { value } of view.snapshot.objects)
    for (const [text] of textsIn(value)) if (text.startsWith(REFERENCE)) found.add(text.slice(REFERENCE.length));
  return found;
}

/** Names that objects of other families call those of a family by; undefined where a variable may be any name. */
function namesUsed(view: ConfigView, target: FamilyName): ReadonlySet<string> | undefined {
  const used = new Set<string>();
  for (const { from, places } of referencesTo(target))
    for (const object of view.of(from))
      for (const place of places)
        if ('names' in place)
          for (const name of valuesAt(object.value, place.path).flatMap(namesIn)) {
            if (name.includes('{{')) return undefined;
            // A path of a VPN is named with the VPN before it.
            for (const one of [name, name.split('.', 1)[0] ?? name]) used.add(one);
          }
  return used;
}

/** Families that must have been read before an object of a family can be called unused. */
const holdersOf = (target: FamilyName): readonly FamilyName[] => referencesTo(target).map(({ from }) => from);

function* unused(view: ConfigView): Iterable<Evidence> {
  const referred = referredPaths(view);
  for (const name of IDLE) {
    const found = family(name);
    if (!found || !holdersOf(name).every((holder) => isKnown(view, holder))) continue;
    const byName = referencesTo(name).some(({ places }) => !places.every(namesById));
    const names = byName ? namesUsed(view, name) : new Set<string>();
    if (!names) continue;
    for (const object of view.of(name)) {
      const called = textOf(labelOf(found, object.value)) || object.name;
      if (referred.has(object.path) || names.has(called)) continue;
      yield { object, evidence: 'nothing names it', fix: view.change(object, 'delete') };
    }
  }
}

/** Whether all of a family was read; one that no snapshot of this organization has may hold nothing. */
function isKnown(view: ConfigView, name: FamilyName): boolean {
  return view.isRead(name) || SHOWN.get(name)?.some((other) => view.isRead(other)) === true;
}

/** Families of sites that lists of the organization show: they have no reading of their own. */
const SHOWN: ReadonlyMap<FamilyName, readonly FamilyName[]> = new Map([
  ['site_mxedges', ['org_mxedges']],
  ['site_evpn_topologies', ['org_evpn_topologies']],
  ['org_mxedges', ['site_mxedges']],
  ['org_evpn_topologies', ['site_evpn_topologies']],
]);

/** The rule about what does nothing. */
export const USE_RULES: readonly Rule[] = [
  {
    id: 'unused-object',
    severity: 'low',
    title: 'Nothing uses it',
    over: IDLE,
    needs: ['org_sites', 'site_settings', 'site_devices'],
    whole: true,
    find: unused,
  },
];
