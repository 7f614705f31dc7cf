import * as z from 'zod';
import { OBJECT_ROUTES, OBJECT_TYPES } from '../features/msp/routes.ts';
import { defineWorkflow } from '../tool/define.ts';

export default defineWorkflow({
  name: 'mist_get_msp_objects',
  title: 'MSP objects',
  description: 'Reads an MSP: organizations, their groups, settings, SSO; inventory: which organization has a device.',
  input: {
    object_type: z.enum(OBJECT_TYPES),
    msp_id: z.string().optional(),
    device: z.string().describe('MAC or serial (inventory)').optional(),
    confirm_cost: z.boolean().optional(),
  },
  routes: OBJECT_ROUTES,
  across: true,
  async handler(context, question) {
    const { mspObjects } = await import('../features/msp/objects.ts');
    return mspObjects(context, question);
  },
});
