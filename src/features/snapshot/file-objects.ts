import { isRecord, type JsonObject } from '../../core/json.ts';
import type { FamilyName } from '../../mist/families.ts';
import { referencesFrom, textsIn, valuesAt } from '../../mist/references.ts';
import { distinctPaths, fileName, namePartsOf } from './file-names.ts';
import { byCode } from './json-text.ts';
import type { FiledObject, FiledSecret, NamedId, Scope, UnitReading } from './model.ts';
import { maskSecrets, type SecretDigest } from './secrets.ts';
import { withSortedSets } from './set-lists.ts';
import { SHOWN_BY_ORG } from './units.ts';
import { writtenFieldsOf } from './written-fields.ts';

/** Begins a text that stands for another object, by its path. */
export const REFERENCE = '$ref:';
/** Begins a text of the network that would look like one of ours. */
export const TEXT = '$text:';

/** A row of the cloud with its place. */
interface Placed {
  readonly family: FamilyName;
  readonly row: JsonObject;
  readonly name: string;
  readonly path: string;
}

/** Objects in their places, and what was met on the way. */
export interface Filed {
  readonly objects: readonly FiledObject[];
  readonly dangling: readonly string[];
  readonly secrets: readonly FiledSecret[];
}

/** How objects are filed. */
export interface FilingOptions {
  /** Secrets stay as they are. */
  readonly clear?: boolean | undefined;
  readonly digest?: SecretDigest | undefined;
  /** Paths of objects that are not part of the snapshot, by id. */
  readonly others?: ReadonlyMap<string, string>;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What the digests of an object's secrets are bound to: its id, or for one of its kind whose it is. */
export const placeOf = (family: FamilyName, row: JsonObject): string =>
  textOf(row.id) || `${family} ${textOf(row.site_id) || textOf(row.org_id)}`;

/** The folder of each site, by id. */
function siteFolders(sites: readonly JsonObject[]): ReadonlyMap<string, string> {
  const wanted = sites.map((row) => ({ path: fileName(textOf(row.name) || textOf(row.id)), id: row.id }));
  const paths = distinctPaths(wanted);
  return new Map(wanted.map(({ id }, at) => [textOf(id), `sites/${paths[at]}`]));
}

/** What the organization's list shows of a site belongs to the site. */
function ownerOf(reading: UnitReading, row: JsonObject): { family: FamilyName; site: string | undefined } {
  const ofSite = SHOWN_BY_ORG[reading.family];
  const site = reading.site?.id ?? (textOf(row.site_id) || undefined);
  if (reading.site || ofSite === undefined || site === undefined)
    return { family: reading.family, site: reading.site?.id };
  return { family: ofSite, site };
}

function wantedPath(
  family: FamilyName,
  row: JsonObject,
  folder: string | undefined,
  nameOf: (id: unknown) => string,
): { readonly name: string; readonly path: string } {
  if (family === 'org_info') return { name: textOf(row.name), path: 'org/info' };
  if (family === 'org_settings') return { name: 'organization setting', path: 'org/settings' };
  if (family === 'org_sites') return { name: textOf(row.name), path: `${folder}/site` };
  if (family === 'site_settings') return { name: 'site setting', path: `${folder}/setting` };
  const { name, parts } = namePartsOf(family, row, nameOf);
  const kind = family.replace(/^(?:org|site)_/, '');
  return { name, path: [folder ?? 'org', kind, ...parts].join('/') };
}

function place(readings: readonly UnitReading[]): readonly Placed[] {
  const rows = readings.flatMap((reading) => reading.rows.map((row) => ({ ...ownerOf(reading, row), row })));
  const folders = siteFolders(rows.filter(({ family }) => family === 'org_sites').map(({ row }) => row));
  const names = new Map(rows.map(({ row }) => [textOf(row.id), textOf(row.name) || textOf(row.ssid)]));
  const nameOf = (id: unknown): string => names.get(textOf(id)) || textOf(id);
  const wanted = rows.map(({ family, row, site }) => {
    const folder =
      family === 'org_sites' ? folders.get(textOf(row.id)) : site === undefined ? undefined : folders.get(site);
    const unknown = site === undefined ? undefined : `sites/${fileName(site)}`;
    return { family, row, ...wantedPath(family, row, folder ?? unknown, nameOf), id: row.id };
  });
  const paths = distinctPaths(wanted);
  return wanted.map(({ family, row, name, path }, at) => ({ family, row, name, path: paths[at] ?? path }));
}

/** An object with paths in the place of ids, in values and in keys. */
function withReferences(value: unknown, pathOf: (id: string) => string | undefined): unknown {
  const referred = (text: string): string => {
    const path = pathOf(text);
    if (path !== undefined) return REFERENCE + path;
    return text.startsWith(REFERENCE) || text.startsWith(TEXT) ? TEXT + text : text;
  };
  const walk = (one: unknown): unknown => {
    if (typeof one === 'string') return referred(one);
    if (Array.isArray(one)) return one.map(walk);
    if (!isRecord(one)) return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [referred(key), walk(inner)]));
  };
  return walk(value);
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids in places that the specification calls references, which no object of the snapshot has. */
function danglingIn({ family, path }: Placed, value: JsonObject): readonly string[] {
  return referencesFrom(family)
    .filter((reference) => 'ids' in reference && !reference.mixed)
    .flatMap((reference) =>
      valuesAt(value, reference.path)
        .flatMap(textsIn)
        .filter((text) => ID.test(text))
        .map((text) => `${path}#${reference.path}: ${text}`),
    );
}

/** Ids of other objects that rows name and that are not among them: what a snapshot of one site leaves out. */
export function strangeIds(readings: readonly UnitReading[]): ReadonlyMap<string, readonly FamilyName[]> {
  const own = new Set(readings.flatMap(({ rows }) => rows.map((row) => textOf(row.id))));
  const found = new Map<string, readonly FamilyName[]>();
  for (const { family, rows } of readings)
    for (const reference of referencesFrom(family))
      if ('ids' in reference)
        for (const text of rows.flatMap((row) => valuesAt(row, reference.path).flatMap(textsIn)))
          if (ID.test(text) && !own.has(text)) found.set(text, reference.ids);
  return found;
}

/** Paths of objects by id, as `fileObjects` would give them. */
export function pathsById(readings: readonly UnitReading[]): ReadonlyMap<string, string> {
  return new Map(place(readings).map(({ row, path }) => [textOf(row.id), path]));
}

/** Puts everything that was read in its place: without what the cloud makes, with references by path, secrets masked. */
export function fileObjects(scope: Scope, readings: readonly UnitReading[], options: FilingOptions = {}): Filed {
  const placed = place(readings);
  const byId = new Map<string, string>(options.others ?? []);
  for (const { row, path } of placed)
    if (textOf(row.id) !== '' && ID.test(textOf(row.id))) byId.set(textOf(row.id), path);
  // A setting has the id of nobody: its organization's and site's are those of their own objects.
  for (const { id, path } of roots(scope, placed)) byId.set(id, path);
  const dangling: string[] = [];
  const secrets: FiledSecret[] = [];
  const objects = placed.map((one): FiledObject => {
    const { family, row, name, path } = one;
    const id = textOf(row.id) || undefined;
    const raw = writtenFieldsOf(family, row);
    const masked = maskSecrets(raw, placeOf(family, row), options.digest);
    const shown = options.clear ? raw : masked.value;
    secrets.push(...masked.secrets.map((secret) => ({ path, ...secret })));
    const referred = withReferences(shown, (text) => byId.get(text));
    const value = withSortedSets(isRecord(referred) ? referred : {});
    dangling.push(...danglingIn(one, value));
    return { path, family, name, id, value };
  });
  return { objects: objects.sort((a, b) => byCode(a.path, b.path)), dangling: dangling.sort(byCode), secrets };
}

function roots({ org }: Scope, placed: readonly Placed[]): readonly { id: string; path: string }[] {
  const named = (one: NamedId, path: string) => ({ id: one.id, path });
  const sites = placed.filter(({ family }) => family === 'org_sites');
  return [named(org, 'org/info'), ...sites.map(({ row, path }) => ({ id: textOf(row.id), path }))];
}
