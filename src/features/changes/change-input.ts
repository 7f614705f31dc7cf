/** What is to be done to a configuration object. */
export type Action = 'create' | 'update' | 'delete';

/** The inputs of a change as the tools take them. */
export interface ChangeInput {
  readonly action_type: Action;
  readonly object_type: string;
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
  readonly org_id?: string | undefined;
  readonly site_id?: string | undefined;
  readonly object_id?: string | undefined;
  readonly mode?: 'merge' | 'replace' | undefined;
  readonly dry_run?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly allow_unknown?: readonly string[] | undefined;
}
