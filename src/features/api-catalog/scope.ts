import type { Route } from '../../mist/spec/routes.ts';

/** Whose affair an operation is. */
export type Scope = 'org' | 'site' | 'msp' | 'self' | 'other';

const BY_SEGMENT: Readonly<Record<string, Scope>> = { orgs: 'org', sites: 'site', msps: 'msp', self: 'self' };

/** The scope of a route, by where its path begins; constants, installers and logins are `other`. */
export const scopeOf = (route: Route): Scope => BY_SEGMENT[route.split('/')[3] ?? ''] ?? 'other';
