import * as z from 'zod';
import type { JsonObject } from '../../core/json.ts';
import { familyNames } from '../../mist/families.ts';
import type { ToolContext } from '../../tool/context.ts';
import { defineWorkflow, type Tool } from '../../tool/define.ts';
import { CONTENT, choiceOf, org_id, site_id } from '../../tool/inputs.ts';
import type { Action, ChangeInput } from './change-input.ts';
import { changeRoutes } from './routes.ts';

/** What tells the tools that change configuration apart. */
interface ChangeTool<A extends Action> {
  readonly name: `mist_${string}`;
  readonly title: string;
  readonly description: string;
  readonly actions: readonly [A, ...A[]];
}

const DELETING = { force: z.boolean().optional().describe('Delete although in use') };

const inputsFor = <A extends Action>(actions: readonly [A, ...A[]]) => ({
  action_type: z.enum(actions),
  object_type: choiceOf(familyNames).describe('As in mist_get_configuration_objects'),
  payload: z
    .looseObject({})
    .meta(CONTENT)
    .optional()
    .describe(
      'Attributes: a merge patch for update (null or "-attr" removes; a list also takes {"add", "remove", "replace": [...]} by name)',
    ),
  org_id,
  site_id,
  object_id: z.string().optional(),
  mode: z.enum(['merge', 'replace']).optional().describe('replace: each root attribute given is whole'),
  dry_run: z.boolean().optional().describe('Only show the plan'),
  allow_unknown: z
    .array(z.string())
    .optional()
    .describe('Paths of fields or values to send although the schema lacks them'),
});

/** A tool that changes configuration objects. The workflow is loaded with the first change: the validator is large. */
export function changeTool<const A extends Action>({ name, title, description, actions }: ChangeTool<A>): Tool {
  const input = inputsFor(actions);
  const common = {
    ...{ name, title, description },
    routes: changeRoutes(actions),
    onlyReads: ({ dry_run }: JsonObject) => dry_run === true,
    async handler(context: ToolContext, given: ChangeInput) {
      const { changeObject } = await import('./change-object.ts');
      return changeObject(context, given);
    },
  };
  const deletes = actions.some((action) => action === 'delete');
  return deletes
    ? defineWorkflow({ ...common, input: { ...input, ...DELETING } })
    : defineWorkflow({ ...common, input });
}
