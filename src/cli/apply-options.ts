import type { PlanOptions } from './plan-server.ts';

/** What `mistmcp apply` was told besides the settings. */
export interface ApplyOptions extends PlanOptions {
  readonly org?: string;
}

/** What can be done with runs. */
export const RUN_ACTIONS = ['list', 'continue', 'undo'] as const;
