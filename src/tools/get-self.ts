import { defineTool } from '../tool/define.ts';

export default defineTool({
  name: 'mist_get_self',
  title: 'Account and API usage',
  description:
    'The account behind the token: who it is, organizations, sites and roles it has, API calls used and left this hour, failed logins.',
  select: { name: 'action_type' },
  input: {},
  operations: (op) => ({
    account_info: op('GET /api/v1/self'),
    api_usage: op('GET /api/v1/self/usage'),
    login_failures: op('GET /api/v1/self/login_failures'),
  }),
  views: { api_usage: (body, { session }) => ({ ...body, used_by_this_server: session.budget.used }) },
});
