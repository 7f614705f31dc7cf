import getConstants from '../tools/get-constants.ts';
import getOrgLicenses from '../tools/get-org-licenses.ts';
import getStats from '../tools/get-stats.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'license_report',
  title: 'License report',
  description: 'Subscriptions: bought, used, ending, short, and which sites use them.',
  needs: [],
  takes: ['org'],
  task: 'Report on the licenses (subscriptions) of this organization.',
  steps: [
    {
      tool: getOrgLicenses,
      with: { response_type: 'summary', org_id: arg('org'), fields: ['*'] },
      proves: 'entitled against used for each type, each license with its end.',
    },
    {
      tool: getOrgLicenses,
      with: { response_type: 'by_site', org_id: arg('org'), limit: 1000 },
      proves: 'where they are used.',
    },
    {
      tool: getOrgLicenses,
      with: { response_type: 'claim_status', org_id: arg('org') },
      proves: 'whether the last activation code went through.',
    },
    {
      tool: getConstants,
      with: { object_type: 'license_types' },
      proves: 'what the types mean; use these names.',
    },
    {
      tool: getStats,
      with: { stats_type: 'org', org_id: arg('org') },
      proves: 'devices that need one.',
    },
  ],
  answer:
    'a table by type: entitled, used, left, next end with date and quantity; what is short or ended, first; what ends within 30 and 90 days; sites that use most; what to order.',
  beware:
    'Count every license until its own end, not the last end of the type. Used less than bought is no waste while devices are in stock. Prices and orders are not in this API.',
});
