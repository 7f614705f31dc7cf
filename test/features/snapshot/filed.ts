import type { JsonObject } from '../../../src/core/json.ts';
import { REFERENCE } from '../../../src/features/snapshot/file-objects.ts';
import type {
  FamilySummary,
  FiledObject,
  Manifest,
  Snapshot,
  UnitState,
} from '../../../src/features/snapshot/model.ts';
import type { FamilyName } from '../../../src/mist/families.ts';

/** A reference to another object, as snapshots write it. */
export const refTo = (path: string): string => REFERENCE + path;

/** An object of a snapshot. @param id `id of PATH` unless given */
export const filed = (
  family: FamilyName,
  path: string,
  value: JsonObject,
  { name = path.slice(path.lastIndexOf('/') + 1), id = `id of ${path}` }: { name?: string; id?: string } = {},
): FiledObject => ({ family, path, name, id, value });

/** A site of a snapshot with its setting and whatever else lies in its folder. */
export const filedSite = (
  folder: string,
  value: JsonObject = {},
  { setting = {}, others = [] }: { setting?: JsonObject; others?: readonly FiledObject[] } = {},
): readonly FiledObject[] => [
  filed('org_sites', `sites/${folder}/site`, { name: folder, ...value }, { name: folder }),
  filed('site_settings', `sites/${folder}/settings`, setting),
  ...others,
];

const summary = (state: UnitState): FamilySummary => ({ state, count: 1, calls: 1, digest: '' });

/** A snapshot in memory of some objects. @param states how far families came that were not read whole */
export function snapshotWith(
  objects: readonly FiledObject[],
  {
    org = 'o1',
    states = {},
    ...manifest
  }: Partial<Pick<Manifest, 'site' | 'secret_key'>> & {
    org?: string;
    states?: Readonly<Partial<Record<FamilyName, UnitState>>>;
  } = {},
): Snapshot {
  const read: readonly FamilyName[] = ['org_wlans', 'org_wlantemplates', ...objects.map(({ family }) => family)];
  return {
    manifest: {
      ...{ $schema: '', format: 1, tool: '', spec: '', cloud: '', profile: 'full', taken: '2026-01-01T00:00:00Z' },
      ...{ secrets: 'masked', masked_by_cloud: false, dangling: [], digest: '' },
      counts: { objects: objects.length, sites: 1, calls: 1 },
      org: { id: org, name: org },
      families: Object.fromEntries([
        ...read.map((family) => [family, summary('read')]),
        ...Object.entries(states).map(([family, state]) => [family, summary(state)]),
      ]),
      ...manifest,
    },
    objects,
  };
}
