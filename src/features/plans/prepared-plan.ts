import type { ChangeStep } from '../changes/index.ts';
import type { Assessment } from '../effects/index.ts';
import type { Plan, PlannedChange, PlanOrg } from './model.ts';

/** One change of a plan, checked with everything before it taken for made. */
export interface PreparedChange {
  /** Number in the order of the plan, from 1. */
  readonly number: number;
  readonly change: PlannedChange;
  readonly step: ChangeStep;
  /** Whether it needs or repeats a change before it, so that what it is sent to is known only then. */
  readonly follows: boolean;
  /** What the yes is bound to: the request, and the state it is sent to. */
  readonly bound: string;
}

/** A plan that was checked; nothing was sent. */
export interface PreparedPlan {
  readonly plan: Plan;
  readonly org: PlanOrg;
  /** Digest of the changes as they are written. */
  readonly digest: string;
  readonly changes: readonly PreparedChange[];
  /** Changes whose objects are already as they are wanted: nothing is sent for them. */
  readonly idle: number;
  /** Whole sentences on what was left out, from the plan and from what was found. */
  readonly leftOut: readonly string[];
  /** What all of it does to the network, and whether that is safe. */
  readonly assessment: Assessment | undefined;
}

/** What a run has done before, when a plan is prepared for the rest of it. */
export interface Progress {
  /** Numbers of changes that are done. */
  readonly done: ReadonlySet<number>;
  /** Ids that the run was given, by the names of the plan. */
  readonly ids: ReadonlyMap<string, string>;
  /** Numbers of changes that were sent before, of which nobody knows whether they were made. */
  readonly unclear: ReadonlySet<number>;
}
