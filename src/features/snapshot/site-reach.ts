import type { JsonObject } from '../../core/json.ts';
import type { Change } from '../changes/index.ts';
import { appliesTo } from '../configuration/index.ts';
import type { ObjectDifference } from './comparison.ts';
import { REFERENCE } from './file-objects.ts';
import type { FiledObject, Snapshot } from './model.ts';
import type { Part } from './parts.ts';

/** Attributes by which a site names what its devices take their settings from. */
const TEMPLATES = [
  ...(['rftemplate_id', 'aptemplate_id', 'networktemplate_id', 'gatewaytemplate_id'] as const),
  ...(['sitetemplate_id', 'secpolicy_id', 'alarmtemplate_id'] as const),
];

/** One of two sites that are compared, with what it is part of. */
export interface SiteSide {
  readonly snapshot: Snapshot;
  readonly part: Part;
}

const siteOf = ({ part }: SiteSide): FiledObject | undefined =>
  part.objects.find(({ family }) => family === 'org_sites');

const targetOf = ({ snapshot }: SiteSide, value: unknown): FiledObject | undefined =>
  typeof value === 'string' && value.startsWith(REFERENCE)
    ? snapshot.objects.find(({ path }) => path === value.slice(REFERENCE.length))
    : undefined;

const knowsWlans = ({ snapshot: { manifest } }: SiteSide): boolean =>
  ['org_wlans', 'org_wlantemplates'].every((name) => manifest.families[name]?.state === 'read');

/** WLANs of the organization that are on air at a site. */
function wlansAt(side: SiteSide, site: FiledObject): readonly FiledObject[] {
  const row: JsonObject = { ...site.value, id: REFERENCE + site.path };
  return side.snapshot.objects.filter(
    ({ family, value }) => family === 'org_wlans' && appliesTo(targetOf(side, value.template_id)?.value, row),
  );
}

/**
 * Why two sites differ although they say the same: what reaches them from their organization. Templates of one kind that
 * are not the same are held against each other, and WLANs are told that are on air at one of them only.
 *
 * @param differ how two objects differ, by their paths
 * @returns nothing where the organization's objects are in neither snapshot
 */
export function reachDifferences(
  left: SiteSide,
  right: SiteSide,
  differ: (leftPath: string, rightPath: string) => readonly Change[],
): readonly ObjectDifference[] {
  const [one, other] = [siteOf(left), siteOf(right)];
  if (!one || !other) return [];
  return [...templateDifferences(left, right, [one, other], differ), ...wlanDifferences(left, right, one, other)];
}

function* templateDifferences(
  left: SiteSide,
  right: SiteSide,
  [one, other]: readonly [FiledObject, FiledObject],
  differ: (leftPath: string, rightPath: string) => readonly Change[],
): Iterable<ObjectDifference> {
  for (const name of TEMPLATES) {
    const [a, b] = [targetOf(left, one.value[name]), targetOf(right, other.value[name])];
    if (!a || !b || a.path === b.path) continue;
    const changes = differ(a.path, b.path);
    const { family, path } = a;
    if (changes.length > 0) yield { kind: 'changed', family, path, name: a.name, counterpart: b.name, changes };
  }
}

function* wlanDifferences(
  left: SiteSide,
  right: SiteSide,
  one: FiledObject,
  other: FiledObject,
): Iterable<ObjectDifference> {
  if (![left, right].every(knowsWlans)) return;
  const [mine, theirs] = [wlansAt(left, one), wlansAt(right, other)];
  const tell = (wlans: readonly FiledObject[], than: readonly FiledObject[], kind: 'only_left' | 'only_right') =>
    wlans
      .filter(({ path }) => !than.some((wlan) => wlan.path === path))
      .map(({ family, path, name }): ObjectDifference => ({ kind, family, path, name, in_force: true, changes: [] }));
  yield* tell(mine, theirs, 'only_left');
  yield* tell(theirs, mine, 'only_right');
}
