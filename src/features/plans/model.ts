import type { JsonObject } from '../../core/json.ts';
import type { ChangeInput } from '../changes/index.ts';

/** One change of a plan: the arguments of the tool that makes single changes, and what holds it and others together. */
export interface PlannedChange extends Omit<ChangeInput, 'dry_run'> {
  /** Name by which later changes mean the object that this one creates: they write `$new:NAME` in the place of its id. */
  readonly as?: string | undefined;
  /** Digest of what it takes back: where the object is another by then, the change is left out and named. */
  readonly expects?: string | undefined;
  /** Roots of the object that `expects` is a digest of, where the change names fewer of them. */
  readonly expects_roots?: readonly string[] | undefined;
}

/** Where a plan comes from. */
export type PlanMaker = 'list' | 'csv' | 'restore' | 'copy' | 'undo';

/** An organization that a plan is for. */
export interface PlanOrg {
  readonly id: string;
  readonly name: string;
}

/** Several changes that are one decision; `schemas/plan.v1.schema.json` describes it as a file. */
export interface Plan {
  readonly made_by: PlanMaker;
  /** Name of the cloud and organization that it is for; absent where somebody wrote it by hand. */
  readonly cloud?: string | undefined;
  readonly org?: PlanOrg | undefined;
  /** Whole sentences on what was left out of it, such as secrets that are masked. */
  readonly left_out: readonly string[];
  readonly changes: readonly PlannedChange[];
}

/** Changes that one plan may have; more are another decision. */
export const MAX_CHANGES = 5000;

/** A change as it is written down: without what it does not say. */
export const writtenChange = (change: PlannedChange): JsonObject =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
