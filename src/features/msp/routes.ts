import type { RouteOf } from '../../mist/spec/routes.ts';

export const MSP = 'GET /api/v1/msps/{msp_id}';
export const MSP_ORGS = 'GET /api/v1/msps/{msp_id}/orgs';
export const MSP_ORG_SEARCH = 'GET /api/v1/msps/{msp_id}/orgs/search';
export const MSP_ORG_STATS = 'GET /api/v1/msps/{msp_id}/stats/orgs';
export const MSP_LICENSES = 'GET /api/v1/msps/{msp_id}/licenses';
export const MSP_GROUPS = 'GET /api/v1/msps/{msp_id}/orggroups';
export const MSP_SSOS = 'GET /api/v1/msps/{msp_id}/ssos';
export const MSP_INVENTORY = 'GET /api/v1/msps/{msp_id}/inventory/{device_mac}';

export const ORG_STATS = 'GET /api/v1/orgs/{org_id}/stats';
export const ORG_ALARMS = 'GET /api/v1/orgs/{org_id}/alarms/search';
export const ORG_LICENSES = 'GET /api/v1/orgs/{org_id}/licenses';
export const ORG_VERSIONS = 'GET /api/v1/orgs/{org_id}/inventory/count';
export const ORG_INVENTORY = 'GET /api/v1/orgs/{org_id}/inventory';

/** Routes that a report on all organizations may ask. */
export const OVERVIEW_ROUTES = [
  ...[MSP_ORGS, MSP_ORG_STATS, MSP_LICENSES, MSP_ORG_SEARCH],
  ...[ORG_STATS, ORG_ALARMS, ORG_LICENSES, ORG_VERSIONS],
] as const satisfies readonly RouteOf<'GET'>[];

/** Routes that looking at objects of an MSP may ask. */
export const OBJECT_ROUTES = [
  ...[MSP, MSP_ORGS, MSP_GROUPS, MSP_SSOS, MSP_INVENTORY],
  ORG_INVENTORY,
] as const satisfies readonly RouteOf<'GET'>[];

/** What may be asked here. */
export type MspRoute = (typeof OVERVIEW_ROUTES)[number] | (typeof OBJECT_ROUTES)[number];

/** What a report may be about. */
export const PARTS = ['devices', 'sle', 'alarms', 'licenses', 'firmware'] as const;
export type Part = (typeof PARTS)[number];

/** Objects of an MSP, and devices of all its organizations. */
export const OBJECT_TYPES = ['orgs', 'orggroups', 'msp', 'ssos', 'inventory'] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];
