import type { LiveSite } from '../after/live-state.ts';
import type { Decision, Verdict } from '../finding.ts';
import type { Effect } from '../model.ts';

/** A change that was judged. */
export interface Assessment {
  readonly verdict: Verdict;
  /** Undefined where it could not be computed. */
  readonly effect: Effect | undefined;
  /** What a yes to the change is bound to: the decision, and what the change does. */
  readonly bound: { readonly decision: Decision; readonly effect: string };
  /** What was live at the sites that are looked at after the change; empty where nothing was read. */
  readonly live: readonly LiveSite[];
}
