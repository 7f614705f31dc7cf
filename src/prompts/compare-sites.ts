import getOrgSitesSle from '../tools/get-org-sites-sle.ts';
import queryResult from '../tools/query-result.ts';
import snapshot from '../tools/snapshot.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'compare_sites',
  title: 'Compare two sites',
  description: 'Why one site differs from another: templates, settings, WLANs in force, and what users notice.',
  needs: ['site', 'other_site'],
  takes: ['org'],
  task: 'Say how the two sites differ, and why. Change nothing.',
  steps: [
    {
      tool: snapshot,
      with: {
        action: 'compare',
        org_id: arg('org'),
        left: arg('site', undefined, 'live#'),
        right: arg('other_site', undefined, 'live#'),
      },
      proves: 'other templates with what these say otherwise, WLANs in force at one only, settings.',
    },
    {
      tool: queryResult,
      with: { handle: '<handle>', fields: ['*'] },
      proves: 'every difference, with both values.',
    },
    {
      tool: getOrgSitesSle,
      with: { sle: 'wifi', org_id: arg('org'), limit: 100 },
      proves: 'whether users notice: both sites in one list.',
    },
  ],
  answer:
    'first what explains the rest (other templates, groups), then settings of the site, then WLANs; addresses and VLANs that differ by plan apart; what seems a mistake, and at which site.',
  beware:
    'Names, addresses, time zones, devices and values of variables were left out as each site has its own. Masked secrets are neither same nor different. Different is not wrong: only say which one is meant where something proves it.',
});
