import { createHash } from 'node:crypto';
import { groupBy } from '../../core/group-by.ts';
import { isoTime } from '../../core/time.ts';
import { version } from '../../core/version.ts';
import { specVersion } from '../../mist/spec/operations.ts';
import { type Filed, type FilingOptions, fileObjects } from './file-objects.ts';
import { byCode, jsonText } from './json-text.ts';
import type {
  FamilySummary,
  FiledObject,
  Manifest,
  Profile,
  Scope,
  SecretsKept,
  Snapshot,
  UnitReading,
} from './model.ts';
import { isMaskedByCloud } from './secrets.ts';
import { SHOWN_BY_ORG, skippedFamilies } from './units.ts';

export const MANIFEST_SCHEMA = 'https://raw.githubusercontent.com/mistmcp/mistmcp/main/schemas/manifest.v1.schema.json';

/** Dangling references that are named; more say nothing new. */
const MAX_DANGLING = 100;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The content of an object's file. */
export const fileText = ({ value }: FiledObject): string => jsonText(value);

/** SHA-256 over the paths and contents of objects, which come sorted by path. */
export function digestOfObjects(objects: readonly FiledObject[]): string {
  const hash = createHash('sha256');
  for (const object of objects) hash.update(`${object.path}.json\0${sha256(fileText(object))}\n`);
  return hash.digest('hex');
}

/** What is known of the run beside what was read. */
export interface SnapshotFacts {
  readonly scope: Scope;
  readonly profile: Profile;
  readonly cloud: string;
  /** Epoch seconds when reading began. */
  readonly taken: number;
  /** Requests in all. */
  readonly calls: number;
  readonly secrets: SecretsKept;
  readonly sealedTo?: 'keys' | 'passphrase' | undefined;
}

/** Makes a snapshot of what was read. */
export function makeSnapshot(
  facts: SnapshotFacts,
  readings: readonly UnitReading[],
  filing: Omit<FilingOptions, 'clear'>,
): Snapshot {
  const filed = fileObjects(facts.scope, readings, { ...filing, clear: facts.secrets === 'clear' });
  return {
    manifest: manifestOf(facts, readings, filed, filing.digest?.('key', '')),
    objects: filed.objects,
    ...(facts.secrets === 'sealed' ? { secrets: filed.secrets } : {}),
  };
}

function manifestOf(
  facts: SnapshotFacts,
  readings: readonly UnitReading[],
  filed: Filed,
  key: string | undefined,
): Manifest {
  const { scope, profile, cloud, taken, calls, secrets } = facts;
  const { objects, dangling } = filed;
  return {
    $schema: MANIFEST_SCHEMA,
    format: 1,
    tool: `mistmcp ${version}`,
    spec: specVersion(),
    cloud,
    org: scope.org,
    ...(scope.site ? { site: scope.site } : {}),
    profile,
    taken: isoTime(taken),
    secrets,
    ...(key === undefined ? {} : { secret_key: key }),
    ...(secrets === 'sealed' && facts.sealedTo ? { sealed: { count: filed.secrets.length, to: facts.sealedTo } } : {}),
    masked_by_cloud: readings.some(({ rows }) => rows.some(isMaskedByCloud)),
    counts: {
      objects: objects.length,
      sites: objects.filter(({ family }) => family === 'org_sites').length,
      calls,
    },
    families: familiesOf(readings, objects, profile, scope.site !== undefined),
    dangling: dangling.slice(0, MAX_DANGLING),
    digest: digestOfObjects(objects),
  };
}

function familiesOf(
  readings: readonly UnitReading[],
  objects: readonly FiledObject[],
  profile: Profile,
  ofSite: boolean,
): Readonly<Record<string, FamilySummary>> {
  const byFamily = groupBy(objects, ({ family }) => family);
  const read = groupBy(readings, ({ family }) => family);
  const names = [...new Set([...byFamily.keys(), ...read.keys()])].sort(byCode);
  const summaries = names.map((name): [string, FamilySummary] => {
    const own = byFamily.get(name) ?? [];
    const units = read.get(name) ?? [];
    const unread = units.filter(({ state }) => state === 'unread');
    const at = unread.flatMap(({ site }) => (site ? [site.name] : []));
    return [
      name,
      {
        state: unread.length > 0 ? 'unread' : 'read',
        count: own.length,
        calls: units.reduce((total, unit) => total + unit.calls, 0),
        digest: digestOfObjects(own),
        ...(at.length > 0 ? { unread_at: at } : {}),
        ...(unread[0]?.reason === undefined ? {} : { reason: unread[0].reason }),
      },
    ];
  });
  const shownByOrg = ofSite
    ? []
    : Object.entries(SHOWN_BY_ORG).flatMap(([org, site]) => shownFamily(org, site, summaries));
  const skipped = skippedFamilies(profile, ofSite)
    .filter((name) => !names.includes(name))
    .map((name): [string, FamilySummary] => [
      name,
      { state: 'skipped', count: 0, calls: 0, digest: digestOfObjects([]) },
    ]);
  return Object.fromEntries([...summaries, ...skipped, ...shownByOrg].sort(([a], [b]) => byCode(a, b)));
}

/** A family of sites that a list of the organization shows is as well known as that list. */
function shownFamily(
  org: string,
  site: string,
  summaries: readonly (readonly [string, FamilySummary])[],
): readonly (readonly [string, FamilySummary])[] {
  const known = new Map(summaries);
  const list = known.get(org);
  if (!list) return [];
  const own = known.get(site) ?? { count: 0, digest: digestOfObjects([]) };
  const { state, reason } = list;
  return [[site, { ...own, state, calls: 0, ...(reason === undefined ? {} : { reason }) }]];
}
