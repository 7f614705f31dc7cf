import { MAX_PAGE_SIZE } from '../../../mist/limits.ts';
import type { AccessEffect, EffectGroup, NacRules, ObjectChange } from '../model.ts';
import { isMistFailure } from '../reading/failure.ts';
import { Overlay } from '../reading/overlay.ts';
import type { Reader } from '../reading/reader.ts';
import { layerText, textAt } from '../state/row.ts';
import { isKeyChange, readKeys } from './keys.ts';
import { nacRulesAfter } from './nac-rules.ts';
import { isWxlanChange, readWxlan } from './wxlan.ts';

/** What was read of who may join. */
export interface AccessReading {
  readonly access: AccessEffect;
  /** Whole sentences on what could not be read. */
  readonly notComputed: readonly string[];
  readonly groups: readonly EffectGroup[];
  /** The objects that it was computed from, with the time of their last change. */
  readonly layers: readonly string[];
}

/** Nothing of who may join changes. */
export const NO_ACCESS: AccessReading = {
  ...{ access: { rules: undefined, tags: [], keys: [], wxlan: [] }, notComputed: [], groups: [], layers: [] },
};

/** Rules of access, labels and keys decide on people, not on places: no site is computed for them. */
export const isAccessChange = (change: ObjectChange): boolean =>
  change.family === 'org_nacrules' || change.family === 'org_nactags' || isKeyChange(change) || isWxlanChange(change);

/**
 * What changes of who may join the network, from what the organization has.
 *
 * @throws MistError when the call was cancelled
 */
export async function readAccess(reader: Reader, changes: readonly ObjectChange[]): Promise<AccessReading> {
  const mine = changes.filter(isAccessChange);
  if (mine.length === 0) return NO_ACCESS;
  const tags = mine
    .filter(({ family }) => family === 'org_nactags')
    .map(({ before, after }) => textAt(after, 'name') ?? textAt(before, 'name') ?? '');
  const rules = await readRules(
    reader,
    mine.filter(({ family }) => family === 'org_nacrules'),
  );
  const overlay = new Overlay(changes, 'after');
  const keys = await readKeys(reader, overlay, mine);
  const wxlan = await readWxlan(reader, overlay, mine);
  return {
    access: { rules: rules.rules, tags, keys: keys.keys, wxlan: wxlan.changes },
    notComputed: rules.notComputed,
    groups: [...keys.groups, ...wxlan.groups],
    layers: [...rules.layers, ...keys.layers, ...wxlan.layers],
  };
}

interface RuleReading {
  readonly rules: NacRules | undefined;
  readonly notComputed: readonly string[];
  readonly layers: readonly string[];
}

async function readRules(reader: Reader, changes: readonly ObjectChange[]): Promise<RuleReading> {
  const [first] = changes;
  if (!first) return { rules: undefined, notComputed: [], layers: [] };
  const path = { org_id: first.org_id ?? '' };
  try {
    const rows = await reader.list('GET /api/v1/orgs/{org_id}/nacrules', path, { limit: MAX_PAGE_SIZE });
    return { rules: nacRulesAfter(rows, changes), notComputed: [], layers: rows.map(layerText) };
  } catch (error) {
    if (!isMistFailure(error)) throw error;
    const notComputed = [`The other access rules could not be read: ${error.message.replace(/\.$/, '')}.`];
    return { rules: undefined, notComputed, layers: [] };
  }
}
