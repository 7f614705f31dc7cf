import type { JsonObject } from '../../core/json.ts';

/** Kinds of live facts about one site. */
export type FactName = 'ports' | 'devices' | 'wiredClients' | 'wirelessClients' | 'peers' | 'nacCounts';

/** Rows of one kind, or why there are none: an empty list is “nobody there”, a failure never is. */
export type Reading =
  | { readonly rows: readonly JsonObject[]; readonly ageSeconds: number }
  | { readonly failed: string };

/** What is live at a site. A kind that was not asked for is not there. */
export type Facts = Readonly<Partial<Record<FactName, Reading>>>;

/** Rows of a kind that was read; empty for a check that declared no need of it. */
export function rowsOf(facts: Facts, name: FactName): readonly JsonObject[] {
  const reading = facts[name];
  return reading && 'rows' in reading ? reading.rows : [];
}
