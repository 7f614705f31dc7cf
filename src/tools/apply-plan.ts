import * as z from 'zod';
import { changeRoutes } from '../features/changes/routes.ts';
import { SNAPSHOT_ROUTES } from '../features/snapshot/routes.ts';
import type { Route } from '../mist/spec/routes.ts';
import { defineWorkflow } from '../tool/define.ts';
import { CONTENT, org_id } from '../tool/inputs.ts';

export default defineWorkflow({
  name: 'mist_apply_plan',
  title: 'Several changes at once',
  description:
    'Many configuration changes as one plan: ordered, checked and judged together, one question, carried out in order. continue and undo take a `run`.',
  input: {
    action: z.enum(['apply', 'continue', 'undo', 'runs']),
    changes: z
      .array(z.looseObject({}))
      .meta(CONTENT)
      .optional()
      .describe(
        'Arguments of mist_change_configuration_objects each; a create may have as: "X", which others name as "$new:X"',
      ),
    file: z
      .string()
      .meta(CONTENT)
      .optional()
      .describe('Text of a plan file, or CSV of site variables: site_name,VAR,…'),
    snapshot: z.string().optional().describe('Restore: handle of mist_snapshot, with #PART'),
    exact: z.boolean().optional().describe('Delete what it lacks'),
    run: z.string().optional(),
    org_id,
    dry_run: z.boolean().optional(),
  },
  routes: [...new Set<Route>([...changeRoutes(['create', 'update', 'delete']), ...SNAPSHOT_ROUTES])],
  onlyReads: ({ action, dry_run }) => action === 'runs' || dry_run === true,
  async handler(context, request) {
    const { answerPlan } = await import('../features/plans/answer-plan.ts');
    return answerPlan(context, request);
  },
});
