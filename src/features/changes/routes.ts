import { type Family, family, familyNames } from '../../mist/families.ts';
import { isRoute } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';
import type { Action } from './change-input.ts';

const families: readonly Family[] = familyNames.flatMap((name) => family(name) ?? []);

const LOOK_UPS = [
  'GET /api/v1/const/ap_channels',
  'GET /api/v1/const/device_models',
  'GET /api/v1/sites/{site_id}',
  'GET /api/v1/sites/{site_id}/setting/derived',
  'GET /api/v1/orgs/{org_id}/inventory',
];

/** Every route that a change may ask: the writes of the actions, and what is read around them. */
export function changeRoutes(actions: readonly Action[]): readonly Route[] {
  const verbs = ['list', 'get', ...actions] as const;
  const all = families.flatMap(({ routes }) => verbs.flatMap((verb) => routes[verb] ?? []));
  return [...new Set([...all, ...LOOK_UPS.filter(isRoute)])];
}
