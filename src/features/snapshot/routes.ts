import { family, familyNames } from '../../mist/families.ts';
import type { RouteOf } from '../../mist/spec/routes.ts';

type GetRoute = RouteOf<'GET'>;
const isGet = (route: string | undefined): route is GetRoute => route?.startsWith('GET ') ?? false;

const OTHERS: readonly GetRoute[] = [
  'GET /api/v1/orgs/{org_id}/inventory',
  'GET /api/v1/orgs/{org_id}/logs/search',
  'GET /api/v1/self/usage',
];

/** What taking a snapshot reads: every family, where devices stand, and what was changed meanwhile. */
export const SNAPSHOT_ROUTES: readonly GetRoute[] = [
  ...new Set([
    ...familyNames.flatMap((name) => [family(name)?.routes.list, family(name)?.routes.get]).filter(isGet),
    ...OTHERS,
  ]),
];
