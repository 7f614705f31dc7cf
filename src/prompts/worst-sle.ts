import getOrgSitesSle from '../tools/get-org-sites-sle.ts';
import getSiteSle from '../tools/get-site-sle.ts';
import listSiteSleInfo from '../tools/list-site-sle-info.ts';
import searchAuditLogs from '../tools/search-audit-logs.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'worst_sle',
  title: 'Worst service level',
  description: 'Which site and service level (SLE) is worst, since when, by which classifier, at which devices.',
  needs: [],
  takes: ['org', 'site', 'sle', 'since'],
  defaults: { sle: 'wifi', since: '-7d' },
  task: 'Find the worst service level (SLE) and what it is due to.',
  steps: [
    {
      tool: getOrgSitesSle,
      with: { org_id: arg('org'), sle: arg('sle'), start: arg('since'), limit: 100 },
      proves: 'the site with the lowest SLE and enough users to count.',
      unless: 'site',
    },
    {
      tool: listSiteSleInfo,
      with: { query_type: 'metrics', site_id: arg('site', '<site_id>'), scope: 'site' },
      proves: 'metrics enabled there; use no other names.',
    },
    {
      tool: getSiteSle,
      with: {
        ...{ object_type: 'summary', site_id: arg('site', '<site_id>'), scope: 'site' },
        ...{ metric: '<metric>', start: arg('since') },
      },
      proves: 'success rate and share of each classifier; ask for each metric, go on with the worst.',
    },
    {
      tool: getSiteSle,
      with: {
        ...{ object_type: 'summary_trend', site_id: arg('site', '<site_id>'), scope: 'site' },
        ...{ metric: '<metric>', start: arg('since') },
      },
      proves: 'when it began: at once (change, outage), slowly (growth), at certain hours (load).',
    },
    {
      tool: getSiteSle,
      with: {
        ...{ object_type: 'impact_summary', site_id: arg('site', '<site_id>'), scope: 'site' },
        ...{ metric: '<metric>', classifier: '<classifier>', start: arg('since') },
      },
      proves: 'what its users share: AP, WLAN, band, device type.',
    },
    {
      tool: getSiteSle,
      with: {
        ...{ object_type: 'impacted_aps', site_id: arg('site', '<site_id>'), scope: 'site' },
        ...{ metric: '<metric>', classifier: '<classifier>', start: arg('since') },
      },
      proves: 'devices that carry most of it (wired: impacted_switches, wan: impacted_gateways).',
    },
    {
      tool: searchAuditLogs,
      with: { scope: 'org', org_id: arg('org'), start: arg('since'), limit: 50 },
      proves: 'what was changed before it began.',
    },
  ],
  answer:
    'site, metric, success rate in %, worst classifier and share, begin, devices and users hit, likely cause with proof, next step.',
  beware:
    'A low rate of few users weighs less than a fair one of hundreds: give total. No measurement is not 100 %. A classifier names the symptom, not the culprit.',
});
