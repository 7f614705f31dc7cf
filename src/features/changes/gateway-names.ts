import type { FamilyName } from '../../mist/families.ts';
import { isObject, own } from './json.ts';
import type { BrokenName } from './switch-names.ts';
import type { JsonObject } from './types.ts';

/** Objects that hold the policies of gateways and the path preferences that these name. */
const HOLDERS: readonly FamilyName[] = ['org_gatewaytemplates', 'org_deviceprofiles', 'site_devices'];

const isNamed = (name: unknown): name is string => typeof name === 'string' && name !== '' && !name.includes('{{');

/** Path preferences that policies of an object name. */
function namedIn(object: JsonObject): readonly string[] {
  const policies = own(object, 'service_policies');
  if (!Array.isArray(policies)) return [];
  return policies.map((policy: unknown) => own(policy, 'path_preference')).filter(isNamed);
}

function brokenIn(owner: FamilyName, object: JsonObject): readonly BrokenName[] {
  const defined = own(object, 'path_preferences');
  const known = new Set(isObject(defined) ? Object.keys(defined) : []);
  // A device or profile without any has those of its template.
  if (known.size === 0 && owner !== 'org_gatewaytemplates') return [];
  return namedIn(object)
    .filter((name) => !known.has(name))
    .map((name) => ({ attribute: 'path_preference', name, kind: 'path preference', known }));
}

/** Path preferences that policies of gateways name after a change and that are not there, without those of before. */
export function brokenPathPreferences(
  owner: FamilyName,
  { before, object }: { readonly before: JsonObject; readonly object: JsonObject },
): readonly BrokenName[] {
  if (!HOLDERS.includes(owner)) return [];
  const old = new Set(brokenIn(owner, { ...object, ...before }).map(({ name }) => name));
  return brokenIn(owner, object).filter(({ name }) => !old.has(name));
}
