import queryResult from '../tools/query-result.ts';
import searchAuditLogs from '../tools/search-audit-logs.ts';
import snapshot from '../tools/snapshot.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'drift_report',
  title: 'Drift report',
  description: 'What sites and devices set otherwise than their templates, and who changed what since a time.',
  needs: [],
  takes: ['org', 'site', 'since'],
  defaults: { since: '-7d' },
  task: 'Report what drifted from the templates, and what was changed since. Change nothing.',
  steps: [
    {
      tool: snapshot,
      with: { action: 'audit', org_id: arg('org'), site_id: arg('site') },
      proves: 'findings by rule; rows stay under handle. Not checked is not passed.',
    },
    {
      tool: queryResult,
      with: { handle: '<handle>', where: 'rule ~ override', fields: ['*'] },
      proves: 'where a site or device says something else than its template, and the fix that takes it back.',
    },
    {
      tool: searchAuditLogs,
      with: { scope: 'org', org_id: arg('org'), start: arg('since'), all_pages: true },
      proves: 'who changed which object since; several changes of one object are one line.',
    },
  ],
  answer:
    'overrides by site and device, each with attribute, its value and that of the template; changes since, by whom; which overrides were made in that time; what could not be checked.',
  beware:
    'An override may be meant: ask before calling it wrong. Addresses, names and radio channels of single devices are no drift. Devices change by themselves through RRM and Marvis. With a folder of mistmcp snapshot, git tells what changed on a day.',
});
