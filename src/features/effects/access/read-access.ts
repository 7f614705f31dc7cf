import { MistError } from '../../../core/errors/mist-error.ts';
import { MAX_PAGE_SIZE } from '../../../mist/limits.ts';
import type { AccessEffect, ObjectChange } from '../model.ts';
import { OutOfRequests, type Reader } from '../reading/reader.ts';
import { layerText, textAt } from '../state/row.ts';
import { nacRulesAfter } from './nac-rules.ts';

/** What was read of who may join. */
export interface AccessReading {
  readonly access: AccessEffect;
  /** Whole sentences on what could not be read. */
  readonly notComputed: readonly string[];
  /** The objects that it was computed from, with the time of their last change. */
  readonly layers: readonly string[];
}

/** Nothing of who may join changes. */
export const NO_ACCESS: AccessReading = { access: { rules: undefined, tags: [] }, notComputed: [], layers: [] };

/** Rules of access and labels decide on people, not on places: no site is computed for them. */
export const isAccessChange = ({ family }: ObjectChange): boolean =>
  family === 'org_nacrules' || family === 'org_nactags';

/**
 * What changes of who may join the network, from what the organization has.
 *
 * @throws MistError when the call was cancelled
 */
export async function readAccess(reader: Reader, changes: readonly ObjectChange[]): Promise<AccessReading> {
  const rules = changes.filter(({ family }) => family === 'org_nacrules');
  const tags = changes
    .filter(({ family }) => family === 'org_nactags')
    .map(({ before, after }) => textAt(after, 'name') ?? textAt(before, 'name') ?? '');
  const [first] = rules;
  if (!first) return tags.length === 0 ? NO_ACCESS : { ...NO_ACCESS, access: { rules: undefined, tags } };
  const path = { org_id: first.org_id ?? '' };
  try {
    const rows = await reader.list('GET /api/v1/orgs/{org_id}/nacrules', path, { limit: MAX_PAGE_SIZE });
    return { access: { rules: nacRulesAfter(rows, rules), tags }, notComputed: [], layers: rows.map(layerText) };
  } catch (error) {
    if (!(error instanceof OutOfRequests || (error instanceof MistError && error.kind !== 'cancelled'))) throw error;
    const notComputed = [`The other access rules could not be read: ${error.message.replace(/\.$/, '')}.`];
    return { ...NO_ACCESS, access: { rules: undefined, tags }, notComputed };
  }
}
