import getOrgLicenses from '../tools/get-org-licenses.ts';
import getOrgSitesSle from '../tools/get-org-sites-sle.ts';
import getStats from '../tools/get-stats.ts';
import searchAlarms from '../tools/search-alarms.ts';
import searchAuditLogs from '../tools/search-audit-logs.ts';
import searchDevice from '../tools/search-device.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'morning_report',
  title: 'Morning report',
  description: 'What happened overnight: alarms, devices that are away, worst sites, changes, licenses about to end.',
  needs: [],
  takes: ['org', 'site', 'since'],
  defaults: { since: '-1d' },
  task: 'Write the morning report of this network: what an engineer has to look at first today.',
  steps: [
    {
      tool: getStats,
      with: { stats_type: 'org', org_id: arg('org') },
      proves: 'how many devices there are and how many are connected.',
      unless: 'site',
    },
    {
      tool: searchDevice,
      with: { org_id: arg('org'), site_id: arg('site'), status: 'disconnected', limit: 100 },
      proves: 'which are away now, by site: a whole site points to power or WAN.',
    },
    {
      tool: searchAlarms,
      with: { scope: 'org', org_id: arg('org'), start: arg('since'), limit: 100 },
      proves: 'alarms; critical and not acknowledged first, repeated ones counted.',
      unless: 'site',
    },
    {
      tool: searchAlarms,
      with: { scope: 'site', site_id: arg('site'), start: arg('since'), limit: 100 },
      proves: 'alarms; critical and not acknowledged first, repeated ones counted.',
      when: 'site',
    },
    {
      tool: getOrgSitesSle,
      with: { org_id: arg('org'), sle: 'wifi', start: arg('since') },
      proves: 'which sites users suffer at. Ask again with sle=wired and sle=wan.',
    },
    {
      tool: searchAuditLogs,
      with: { scope: 'org', org_id: arg('org'), start: arg('since'), limit: 50 },
      proves: 'who changed what, set beside the alarms that began after it.',
    },
    {
      tool: getOrgLicenses,
      with: { response_type: 'summary', org_id: arg('org') },
      proves: 'subscriptions that ended, end within 30 days, or are used beyond what was bought.',
    },
  ],
  answer:
    'at most ten lines, most urgent first: what, where (site, device, id), since when, how many are affected, what to do. Then one line each on what was looked at and is quiet.',
  beware:
    'An acknowledged alarm is not a solved one. A site without an SLE has no measurement, not a good one. A change before a fault is a lead, not yet its cause.',
});
