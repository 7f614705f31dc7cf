import { InputError } from '../../core/errors/input-error.ts';
import { isSameName } from '../../core/fold-name.ts';
import { nearest } from '../../core/nearest.ts';
import type { FiledObject, Snapshot } from './model.ts';

/** What of a snapshot is compared: all of it, one site, or one object. */
export interface Part {
  readonly kind: 'whole' | 'site' | 'object';
  /** Folder of the site, with a slash behind it, or path of the object; empty for all. */
  readonly base: string;
  readonly objects: readonly FiledObject[];
  /** ID of the site or object. */
  readonly id?: string | undefined;
}

const folderOf = (path: string): string => path.replace(/[^/]*$/, '');

/**
 * A part of a snapshot by its path (`sites/madrid-store`, `org/rftemplates/office-rf`), by the name of a site or object, or
 * by the ID of a site.
 *
 * @param text undefined for all; a snapshot of one site is that site
 * @throws InputError naming the nearest where nothing is called so, or what several are
 */
export function partOf({ manifest, objects }: Snapshot, text: string | undefined): Part {
  const sites = objects.filter(({ family }) => family === 'org_sites');
  const only = manifest.site && sites.find(({ id }) => id === manifest.site?.id);
  if (text === undefined) return only ? siteAt(only, objects) : { kind: 'whole', base: '', objects };
  const wanted = text.replace(/\.json$/, '').replace(/\/+$/, '');
  const site = sites.find(
    ({ path, name, id }) => path === `${wanted}/site` || id === wanted || isSameName(name, wanted),
  );
  if (site) return siteAt(site, objects);
  const exact = objects.find(({ path }) => path === wanted);
  const named = exact
    ? [exact]
    : objects.filter(({ path, name }) => path.endsWith(`/${wanted}`) || isSameName(name, wanted));
  const [object] = named;
  if (object && named.length === 1) return { kind: 'object', base: object.path, objects: [object], id: object.id };
  if (named.length > 1) {
    const paths = named.slice(0, 8).map(({ path }) => path);
    throw new InputError(
      `Several objects are called ${JSON.stringify(text)}.`,
      `Give the path of one: ${paths.join(', ')}.`,
    );
  }
  const near = nearest(wanted, [...objects.map(({ path }) => path), ...sites.map(({ name }) => name)], 3);
  throw new InputError(
    `Nothing in the snapshot is called ${JSON.stringify(text)}.`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Give a path such as sites/NAME or org/rftemplates/NAME.',
  );
}

function siteAt({ path, id }: FiledObject, objects: readonly FiledObject[]): Part {
  const base = folderOf(path);
  return { kind: 'site', base, id, objects: objects.filter((one) => one.path.startsWith(base)) };
}
