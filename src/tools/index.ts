import type { Tool } from '../tool/define.ts';
import applyPlan from './apply-plan.ts';
import callApi from './call-api.ts';
import changeConfigurationObjects from './change-configuration-objects.ts';
import explain from './explain.ts';
import find from './find.ts';
import getConfigurationObjectSchema from './get-configuration-object-schema.ts';
import getConfigurationObjects from './get-configuration-objects.ts';
import getConstants from './get-constants.ts';
import getInsightMetrics from './get-insight-metrics.ts';
import getMspObjects from './get-msp-objects.ts';
import getMspOverview from './get-msp-overview.ts';
import getNextPage from './get-next-page.ts';
import getOrgLicenses from './get-org-licenses.ts';
import getOrgOrSiteInfo from './get-org-or-site-info.ts';
import getOrgSitesSle from './get-org-sites-sle.ts';
import getOrgSle from './get-org-sle.ts';
import getSelf from './get-self.ts';
import getSiteRrmInfo from './get-site-rrm-info.ts';
import getSiteSle from './get-site-sle.ts';
import getStats from './get-stats.ts';
import listRogueDevices from './list-rogue-devices.ts';
import listSiteSleInfo from './list-site-sle-info.ts';
import listUpgrades from './list-upgrades.ts';
import queryResult from './query-result.ts';
import searchAlarms from './search-alarms.ts';
import searchApi from './search-api.ts';
import searchAuditLogs from './search-audit-logs.ts';
import searchClient from './search-client.ts';
import searchDevice from './search-device.ts';
import searchDeviceConfigHistory from './search-device-config-history.ts';
import searchEvents from './search-events.ts';
import searchGuestAuthorization from './search-guest-authorization.ts';
import searchNacUserMacs from './search-nac-user-macs.ts';
import snapshot from './snapshot.ts';
import troubleshoot from './troubleshoot.ts';
import updateConfigurationObjects from './update-configuration-objects.ts';
import utilities from './utilities.ts';

/** All tools, in the order of the README. */
export const tools: readonly Tool[] = [
  getSelf,
  getOrgOrSiteInfo,
  find,
  explain,
  getConfigurationObjects,
  snapshot,
  searchDevice,
  searchClient,
  searchGuestAuthorization,
  searchNacUserMacs,
  searchEvents,
  searchAlarms,
  searchAuditLogs,
  searchDeviceConfigHistory,
  getStats,
  getOrgSitesSle,
  getOrgSle,
  listSiteSleInfo,
  getSiteSle,
  getInsightMetrics,
  getSiteRrmInfo,
  listRogueDevices,
  troubleshoot,
  listUpgrades,
  utilities,
  getOrgLicenses,
  getConfigurationObjectSchema,
  updateConfigurationObjects,
  changeConfigurationObjects,
  applyPlan,
  getConstants,
  searchApi,
  callApi,
  getNextPage,
  queryResult,
];

/** Tools for who looks after several organizations; offered where a token has a role at an MSP, or there are several. */
export const mspTools: readonly Tool[] = [getMspOverview, getMspObjects];

/** Every tool there is, offered or not. */
export const allTools: readonly Tool[] = [...tools, ...mspTools];
