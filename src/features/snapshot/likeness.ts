import { groupBy } from '../../core/group-by.ts';
import { isRecord } from '../../core/json.ts';
import type { Likeness } from './comparison.ts';
import type { FiledObject } from './model.ts';

/** Part of the leaves that are the same from which on two objects may be one. */
const LIKELY = 0.8;

/** Leaves that an object has at least: two networks with one attribute each are alike by chance. */
const FEWEST_LEAVES = 5;

/** Objects of a family on one side that are looked at; of hundreds of passphrases each is like the others. */
const MOST_OBJECTS = 100;

/** What an object is called by, which is what differs. */
const CALLED = new Set(['name', 'ssid']);

/** Every leaf of an object, with where it stands. */
function leavesOf({ value }: FiledObject): ReadonlySet<string> {
  const leaves = new Set<string>();
  const walk = (one: unknown, path: string): void => {
    if (Array.isArray(one)) for (const item of one) walk(item, `${path}[]`);
    else if (isRecord(one)) for (const [key, item] of Object.entries(one)) walk(item, `${path}.${key}`);
    else if (one !== null && one !== undefined) leaves.add(`${path} ${JSON.stringify(one)}`);
  };
  for (const [key, one] of Object.entries(value)) if (!CALLED.has(key)) walk(one, key);
  return leaves;
}

function shareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const same = [...a].filter((leaf) => b.has(leaf)).length;
  return same / Math.max(a.size, b.size);
}

/** Pairs of objects, each on one side only, that are nearly alike; an object is in one pair at most. */
export function likelyRenamed(left: readonly FiledObject[], right: readonly FiledObject[]): readonly Likeness[] {
  const others = groupBy(right, ({ family }) => family);
  return [...groupBy(left, ({ family }) => family)].flatMap(([name, own]): Likeness[] => {
    const candidates = others.get(name) ?? [];
    const isHardware = /_(?:devices|mxedges|assets|psks|usermacs|sites|settings)$/.test(name);
    if (isHardware || own.length > MOST_OBJECTS || candidates.length > MOST_OBJECTS) return [];
    const free = candidates.map((object) => ({ object, leaves: leavesOf(object) }));
    return own.flatMap((object) => {
      const leaves = leavesOf(object);
      if (leaves.size < FEWEST_LEAVES) return [];
      const shares = free.map((one) => shareOf(leaves, one.leaves));
      const best = Math.max(0, ...shares);
      const at = shares.indexOf(best);
      const [found] = best >= LIKELY ? free.splice(at, 1) : [];
      return found ? [{ family: object.family, left: object.name, right: found.object.name }] : [];
    });
  });
}
