import type { FamilyName } from '../../mist/families.ts';
import { type Reference, referencesTo, textsIn, valuesAt } from '../../mist/references.ts';
import { nounOf, pluralOf } from './nouns.ts';
import type { JsonObject } from './types.ts';

/** One list of objects that may name the object of a change. */
export interface Source {
  readonly from: FamilyName;
  /** Where in them; none of them is empty. */
  readonly places: readonly Reference[];
  /** Filter of the list. */
  readonly filter?: Readonly<Record<string, string>>;
  /** Parameter of the list that takes the name. */
  readonly filterBy?: string;
}

/** Where references to a family are looked for, and where not. */
export interface Sources {
  readonly lists: readonly Source[];
  /** Families that may name such an object and are not read: they would take a request for each site or device. */
  readonly unread: readonly FamilyName[];
}

/** Families of a WAN, which only profiles of gateways can name. */
const OF_GATEWAYS: ReadonlySet<FamilyName> = new Set([
  ...(['org_networks', 'org_services', 'org_servicepolicies', 'org_vpns'] as const),
  ...(['org_avprofiles', 'org_idpprofiles', 'org_aamwprofiles', 'org_secintelprofiles'] as const),
]);

/**
 * Families whose change reaches nobody through references: who names them matters only when they go, or to those that go
 * by the name, when it changes.
 */
const WHEN_GONE: ReadonlySet<FamilyName> = new Set([
  ...(['org_sites', 'org_wlans', 'site_wlans', 'site_devices', 'org_mxedges', 'site_mxedges'] as const),
]);

/** Families of sites whose objects the organization's list shows as well. */
const SHOWN_BY_ORG: ReadonlySet<FamilyName> = new Set(['site_evpn_topologies', 'site_mxedges']);

/** What a change does to the name of an object. */
export type Fate = 'kept' | 'renamed' | 'gone';

const isSite = (name: FamilyName): boolean => name.startsWith('site_');

/**
 * Where references to objects of a family can stand, from the table that the specification gives.
 *
 * @param hasSite whether the change is about one site, so that lists of that site can be read
 */
export function sourcesOf(target: FamilyName, hasSite: boolean, fate: Fate): Sources {
  const lists: Source[] = [];
  const unread: FamilyName[] = [];
  for (const { from, places } of referencesTo(target)) {
    const counted = places.filter(
      (place) => !WHEN_GONE.has(target) || fate === 'gone' || (fate === 'renamed' && 'names' in place),
    );
    if (counted.length === 0) continue;
    // The profile of a device is known from the inventory.
    if (target === 'org_deviceprofiles' && from === 'site_devices') continue;
    if (isSite(from) && !(isSite(target) && hasSite)) {
      if (!SHOWN_BY_ORG.has(from)) unread.push(from);
    } else lists.push({ from, places: counted, ...narrowing(target, from) });
  }
  return { lists, unread };
}

function narrowing(target: FamilyName, from: FamilyName): Pick<Source, 'filter' | 'filterBy'> {
  if (from === 'org_deviceprofiles' && OF_GATEWAYS.has(target)) return { filter: { type: 'gateway' } };
  return from.endsWith('_psks') && target.endsWith('_wlans') ? { filterBy: 'ssid' } : {};
}

/** What was not read, in a sentence; empty where everything was. */
export function unreadText(unread: readonly FamilyName[]): string | undefined {
  if (unread.length === 0) return undefined;
  const nouns = unread.map((name) => `${pluralOf(nounOf(name))}${name === 'site_settings' ? '' : ' of sites'}`);
  return `Not looked through, since each site would take requests of its own: ${nouns.join(', ')}.`;
}

/** Names are sometimes written with a part before or after a dot: `corp.printers`, `hub.overlay`. */
const isNamed = (text: string, name: string): boolean =>
  text === name || text.startsWith(`${name}.`) || text.endsWith(`.${name}`);

/** An object that others may name. */
export interface NamedObject {
  readonly id: string | undefined;
  readonly label: string | undefined;
  readonly attributes: JsonObject;
}

/** How an object names another: by its id, by its name, or not at all. */
export function mentions(row: JsonObject, places: readonly Reference[], named: NamedObject): 'id' | 'name' | undefined {
  const { id, label, attributes } = named;
  let byName = false;
  for (const place of places) {
    const texts = valuesAt(row, place.path).flatMap(textsIn);
    if ('ids' in place) {
      if (id !== undefined && texts.some((text) => text.toLowerCase() === id.toLowerCase())) return 'id';
      continue;
    }
    const names = place.by === undefined ? [label ?? []].flat() : textsIn(attributes[place.by]);
    if (names.some((name) => texts.some((text) => isNamed(text, name)))) byName = true;
  }
  return byName ? 'name' : undefined;
}
