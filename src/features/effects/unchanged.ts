import { isRecord } from '../../core/json.ts';
import type { ObjectChange } from './model.ts';
import { changedRoots } from './reading/needs.ts';
import { rowAt } from './state/row.ts';
import type { SiteParts } from './state/site-parts.ts';
import { listed } from './wording.ts';

/** Names that a sentence holds. */
const MOST_NAMED = 5;

/** Names in maps that a change alters, as `root.name`; roots that are no maps as they are. */
function changedNames(change: ObjectChange): string[] {
  return changedRoots(change).flatMap((root) => {
    const [before, after] = [change.before?.[root], change.after?.[root]];
    if (!isRecord(before) || !isRecord(after)) return [root];
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names]
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => `${root}.${name}`);
  });
}

/** What of a change a site sets itself. */
export function overriddenBy({ setting }: SiteParts, change: ObjectChange): string[] {
  const all = { ...setting, ...rowAt(setting, 'switch') };
  return changedNames(change).filter((path) => {
    const [root = '', ...rest] = path.split('.');
    return rest.length === 0 ? all[root] !== undefined : rowAt(all, root)[rest.join('.')] !== undefined;
  });
}

const quotedList = (names: readonly string[]): string =>
  listed(
    names.map((name) => JSON.stringify(name)),
    MOST_NAMED,
  );

/** Sentences on sites that are reached and stay as they are. @param sites name of each, and what it overrides */
export function unchangedText(
  sites: readonly { readonly name: string; readonly overrides: readonly string[] }[],
): string[] {
  const groups = new Map<string, string[]>();
  for (const { name, overrides } of sites) {
    const key = overrides.slice(0, MOST_NAMED).join(', ');
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].map(([overrides, names]) => {
    const one = names.length === 1;
    const why = overrides === '' ? '' : `${one ? 'overrides' : 'override'} ${overrides} and `;
    return one
      ? `Site ${quotedList(names)} ${why}stays as it is.`
      : `${names.length} sites ${why}stay as they are: ${quotedList(names)}.`;
  });
}
