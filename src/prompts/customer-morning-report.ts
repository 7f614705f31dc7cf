import getMspOverview from '../tools/get-msp-overview.ts';
import getStats from '../tools/get-stats.ts';
import searchAlarms from '../tools/search-alarms.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'customer_morning_report',
  title: 'Customer morning report',
  description: 'Which customers need somebody first: devices away, critical alarms, service levels, over all of them.',
  needs: [],
  takes: ['since'],
  defaults: { since: '-1d' },
  task: 'Write the morning report over all customers (organizations): who needs somebody first today.',
  steps: [
    {
      tool: getMspOverview,
      with: { parts: ['devices', 'sle', 'alarms'] },
      proves:
        'one row for each customer, the worst first. If it answers with a number of calls, tell the person and ask before confirm_cost=true. Rows with failed or not_read come first: name them.',
    },
    {
      tool: searchAlarms,
      with: { scope: 'org', org_id: '<org_id>', severity: 'critical', acked: false, start: arg('since'), limit: 20 },
      proves: 'for the three worst customers, one by one: what is open, where and since when.',
    },
    {
      tool: getStats,
      with: { stats_type: 'sites', org_id: '<org_id>', limit: 100 },
      proves: 'for a customer with many devices away: whether whole sites are gone, which points to power or WAN.',
    },
  ],
  answer:
    'one line for each customer that needs somebody, most urgent first: who, what, since when, how much is affected, what to do. Then how many customers are quiet, and by name those that could not be read.',
  beware:
    'Facts of one customer never go into a text for another. A customer that could not be read is not quiet. Critical alarms are those of 14 days that nobody acknowledged.',
});
