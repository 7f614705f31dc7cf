import * as z from 'zod';
import { OVERVIEW_ROUTES, PARTS } from '../features/msp/routes.ts';
import { defineWorkflow } from '../tool/define.ts';

export default defineWorkflow({
  name: 'mist_get_msp_overview',
  title: 'Overview of all organizations',
  description:
    'One row for each organization of the MSP, or of all profiles, the worst first: devices away, SLEs, critical alarms, licenses that are short or end within 90 days, firmware.',
  input: {
    orgs: z.array(z.string()).optional(),
    parts: z.array(z.enum(PARTS)).describe('All unless told; firmware costs most calls').optional(),
    confirm_cost: z.boolean().optional(),
  },
  routes: OVERVIEW_ROUTES,
  joins: true,
  across: true,
  async handler(context, question) {
    const { overview } = await import('../features/msp/overview.ts');
    return overview(context, question);
  },
});
