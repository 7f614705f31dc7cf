import getMspOverview from '../tools/get-msp-overview.ts';
import getOrgLicenses from '../tools/get-org-licenses.ts';
import { definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'customer_licenses',
  title: 'Licenses across customers',
  description:
    'Subscriptions that end or are short, over all customers, in the order in which they have to be renewed.',
  needs: [],
  takes: [],
  task: 'Report on the licenses (subscriptions) of all customers (organizations): what has to be renewed or bought, and when.',
  steps: [
    {
      tool: getMspOverview,
      with: { parts: ['licenses'] },
      proves:
        'for each customer what ends within 90 days, and what is used beyond what was bought. If it answers with a number of calls, tell the person and ask before confirm_cost=true.',
    },
    {
      tool: getOrgLicenses,
      with: { response_type: 'summary', org_id: '<org_id>', fields: ['*'] },
      proves: 'for a customer whose licenses are short: which type, entitled against used.',
    },
  ],
  answer:
    'a table: customer, type, how many, end, days left; the first to end on top, what has ended marked. Then who is short of what, and by name the customers that could not be read.',
  beware:
    'An ended subscription does not say that something stopped. Another subscription of the same type may take its place: check before a renewal is called urgent. No row is no proof that nothing ends.',
});
