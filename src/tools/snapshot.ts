import * as z from 'zod';
import { PROFILES } from '../features/snapshot/model.ts';
import { SNAPSHOT_ROUTES } from '../features/snapshot/routes.ts';
import { defineWorkflow } from '../tool/define.ts';
import { org_id, site_id } from '../tool/inputs.ts';

export default defineWorkflow({
  name: 'mist_snapshot',
  title: 'Snapshots, drift and audit',
  description:
    'take: keeps the whole configuration of an organization, or of site_id, under a handle. compare: how two sides differ in meaning. audit: what is wrong with left by a catalog of rules, worst first, with fixes. A side is live (default) or a handle, with #PART for one site or object: live#Madrid Store, live#org/rftemplates/office-rf.',
  input: {
    action: z.enum(['take', 'compare', 'audit']),
    left: z.string().optional(),
    right: z.string().optional(),
    org_id,
    site_id,
    profile: z.enum(PROFILES).optional(),
    confirm_cost: z.boolean().optional(),
  },
  routes: SNAPSHOT_ROUTES,
  joins: true,
  async handler(context, request) {
    if (request.action === 'audit') {
      const { answerAudit } = await import('../features/audit/answer-audit.ts');
      return answerAudit(context, request);
    }
    const { answerSnapshot } = await import('../features/snapshot/answer-snapshot.ts');
    return answerSnapshot(context, { ...request, action: request.action });
  },
});
