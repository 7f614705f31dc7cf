import type { JsonObject } from '../../../core/json.ts';
import type { ObjectChange } from '../model.ts';
import { changedRoots } from './needs.ts';

const keyOf = ({ family, id, site_id }: ObjectChange, index: number): string =>
  `${family} ${(family === 'site_settings' ? site_id : id) ?? `new ${index}`}`;

/** The object with the root attributes of a change, as the API writes them: an update replaces whole roots. */
function withRoots(left: JsonObject, change: ObjectChange): JsonObject {
  const roots = new Set(changedRoots(change));
  const kept = Object.entries(left).filter(([root]) => !roots.has(root));
  const written = Object.entries(change.after ?? {}).filter(([root]) => roots.has(root));
  return Object.fromEntries([...kept, ...written]);
}

/** Changes in order, each beginning where the one before left its object. */
export function rebased(changes: readonly ObjectChange[]): readonly ObjectChange[] {
  const left = new Map<string, JsonObject | undefined>();
  return changes.map((change, index) => {
    const key = keyOf(change, index);
    const before = left.has(key) ? left.get(key) : change.before;
    const after = change.after && before ? withRoots(before, change) : change.after;
    left.set(key, after);
    return { ...change, before, after };
  });
}
