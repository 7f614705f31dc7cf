import { type Answer, type Call, type Handlers, object, parameter } from '../call.ts';
import type { Row } from '../json.ts';
import { edgeUpgrades, routerUpgrades, type Upgrade } from '../world/edge-upgrades.ts';
import { devicesOf } from '../world/hardware.ts';
import { orgUpgrade, orgUpgrades, siteUpgrades } from '../world/upgrades.ts';
import { routerVersions, versionsOf } from '../world/versions.ts';

const orgOf = (call: Call): string => call.path.org_id ?? call.world.orgOfSite(call.path.site_id ?? '') ?? '';

/** Upgrades of the organization in the path, or those that touch the site in it. */
function edges(call: Call): Upgrade[] {
  const { site_id: siteId } = call.path;
  return edgeUpgrades(call.world, orgOf(call)).filter((one) => siteId === undefined || one.sites.includes(siteId));
}

const counted = ({ row, counts }: Upgrade): Row => ({ ...row, counts });
const listed = ({ row, targets }: Upgrade): Row => ({ ...row, device_type: 'gateway', targets });

function one(call: Call, upgrades: readonly Upgrade[], show: (upgrade: Upgrade) => Row): Answer {
  const upgrade = upgrades.find(({ row }) => row.id === call.path.upgrade_id);
  return upgrade && object(show(upgrade));
}

function versions(call: Call): Answer {
  const models = call.query.model?.split(',');
  return versionsOf(parameter(call, 'type') ?? 'ap').filter((row) => !models || models.includes(String(row.model)));
}

/** Releases for routers; for other devices than routers of the organization there are none. */
function ssrVersions(call: Call): Answer {
  const macs = call.query.mac?.split(',') ?? [];
  const routers = devicesOf(call.world, 'gateway').filter((device) => device.model.startsWith('SSR'));
  const known = macs.every((mac) => routers.some((device) => device.mac === mac && device.orgId === call.path.org_id));
  return known ? routerVersions(parameter(call, 'channel') ?? 'stable') : [];
}

/** Firmware upgrades and the releases that can be had. */
export const upgrades: Handlers = {
  'GET /api/v1/orgs/{org_id}/devices/upgrade': (call) => orgUpgrades(call.world, orgOf(call)),
  'GET /api/v1/orgs/{org_id}/devices/upgrade/{upgrade_id}': (call) => {
    const row = orgUpgrade(call.world, orgOf(call), call.path.upgrade_id ?? '');
    return row && object(row);
  },
  'GET /api/v1/sites/{site_id}/devices/upgrade': (call) =>
    siteUpgrades(call.world, call.path.site_id ?? '')
      .filter(({ row }) => call.query.status === undefined || row.status === call.query.status)
      .map(({ row, counts }) => ({ ...row, counts })),
  'GET /api/v1/sites/{site_id}/devices/upgrade/{upgrade_id}': (call) => {
    const found = siteUpgrades(call.world, call.path.site_id ?? '').find(({ row }) => row.id === call.path.upgrade_id);
    return found && object({ ...found.row, targets: found.targets });
  },
  'GET /api/v1/orgs/{org_id}/mxedges/upgrade': (call) => edges(call).map(counted),
  'GET /api/v1/orgs/{org_id}/mxedges/upgrade/{upgrade_id}': (call) => one(call, edges(call), counted),
  'GET /api/v1/sites/{site_id}/mxedges/upgrade': (call) => edges(call).map(counted),
  'GET /api/v1/sites/{site_id}/mxedges/upgrade/{upgrade_id}': (call) => one(call, edges(call), counted),
  'GET /api/v1/orgs/{org_id}/ssr/upgrade': (call) =>
    routerUpgrades(call.world, orgOf(call)).map((upgrade) => ({ ...counted(upgrade), device_type: 'gateway' })),
  'GET /api/v1/orgs/{org_id}/ssr/upgrade/{upgrade_id}/cancel': (call) =>
    one(call, routerUpgrades(call.world, orgOf(call)), listed),
  'GET /api/v1/orgs/{org_id}/devices/versions': versions,
  'GET /api/v1/sites/{site_id}/devices/versions': versions,
  'GET /api/v1/orgs/{org_id}/ssr/versions': ssrVersions,
};
