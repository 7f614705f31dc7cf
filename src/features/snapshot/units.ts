import { type FamilyName, family, familyNames } from '../../mist/families.ts';
import { isRoute, operation } from '../../mist/spec/operations.ts';
import type { NamedId, Profile, Unit } from './model.ts';

/** Personal dashboards: nobody's network depends on them. */
const LEFT_OUT: ReadonlySet<FamilyName> = new Set(['org_uisettings', 'site_uisettings']);

/** Families of sites whose objects the organization's list shows as well, each with that list. */
export const SHOWN_BY_ORG: Partial<Readonly<Record<FamilyName, FamilyName>>> = {
  org_mxedges: 'site_mxedges',
  org_evpn_topologies: 'site_evpn_topologies',
};

/** What decides over most networks at a site. */
const CORE: ReadonlySet<FamilyName> = new Set(['site_settings', 'site_devices', 'site_wlans']);

const readable = (name: FamilyName): boolean => {
  const routes = family(name)?.routes;
  return [routes?.list, routes?.get].some((route) => route !== undefined && isRoute(route));
};

/** Families of the organization in the order of the table, but its sites, which are read first. */
export const orgFamilies = (): readonly FamilyName[] =>
  familyNames.filter(
    (name) => name.startsWith('org_') && name !== 'org_sites' && !LEFT_OUT.has(name) && readable(name),
  );

/**
 * Families of one site.
 *
 * @param alone whether only the site is read, so that no list of the organization shows what it has
 */
export function siteFamilies(profile: Profile, alone: boolean): readonly FamilyName[] {
  const shown = new Set(alone ? [] : Object.values(SHOWN_BY_ORG));
  return familyNames.filter(
    (name) =>
      name.startsWith('site_') &&
      !LEFT_OUT.has(name) &&
      !shown.has(name) &&
      (profile === 'full' || CORE.has(name)) &&
      readable(name),
  );
}

/** Families that a snapshot of this profile leaves out on purpose. */
export function skippedFamilies(profile: Profile, ofSite: boolean): readonly FamilyName[] {
  const some = familyNames.filter((name) => LEFT_OUT.has(name) || (profile === 'core' && !CORE.has(name)));
  const shown = new Set(Object.values(SHOWN_BY_ORG));
  return some.filter((name) => (name.startsWith('site_') ? ofSite || !shown.has(name) : !ofSite && LEFT_OUT.has(name)));
}

/** Requests that a unit takes where no list is longer than a page. */
export function callsOf(name: FamilyName): number {
  const found = family(name);
  const values = found?.each && found.routes.list ? operation(found.routes.list).query[found.each]?.enum : undefined;
  return values?.length ?? 1;
}

/** A name for a unit, alike in every run. */
export const unitKey = ({ family: name, site }: Unit): string => (site ? `${name}@${site.id}` : name);

/** The units of an organization and its sites, in the order in which they are read. */
export function unitsOf(
  profile: Profile,
  sites: readonly NamedId[],
  options: { readonly alone: boolean; readonly hasDevices: (site: string) => boolean },
): readonly Unit[] {
  const org: readonly Unit[] = options.alone ? [] : orgFamilies().map((name) => ({ family: name }));
  const names = siteFamilies(profile, options.alone);
  const atSites = sites.flatMap((site) =>
    names
      .filter((name) => name !== 'site_devices' || options.hasDevices(site.id))
      .map((name): Unit => ({ family: name, site })),
  );
  return [...org, ...atSites];
}
