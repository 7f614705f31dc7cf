import type { JsonObject } from '../../core/json.ts';
import type { FamilyName } from '../../mist/families.ts';
import type { FiledObject } from '../snapshot/index.ts';

/** How bad a finding is, worst first: service or security at risk, a likely mistake, a habit, for information. */
export const SEVERITIES = ['high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A change that mends a finding, as arguments of `mist_change_configuration_objects`. */
export interface Fix {
  readonly action_type: 'update' | 'delete';
  readonly object_type: FamilyName;
  readonly org_id: string;
  readonly site_id?: string;
  readonly object_id?: string;
  readonly payload?: JsonObject;
}

/** What a rule found at one object. */
export interface Evidence {
  readonly object: FiledObject;
  /** What was seen, in a few words: names and values, no secret. */
  readonly evidence: string;
  readonly fix?: Fix | undefined;
}
