import { asText, isRecord } from '../../../core/json.ts';

/** An object as the API gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** One of the places that a device's settings come from. */
export interface Layer {
  /** Who says so: `device`, `deviceprofile <name>`, `networktemplate <name>`, `site` … */
  readonly source: string;
  /** What it says, by root attribute as a device has them. */
  readonly roots: Row;
}

/** Kinds of templates that reach a device through its site. */
export type TemplateKind = 'rftemplate' | 'aptemplate' | 'networktemplate' | 'gatewaytemplate' | 'sitetemplate';

/**
 * Which kind of source (`site`, `networktemplate`) counts by attribute: `ntp_servers`, or `networks.corp` for one name in a
 * map; `none` where the cloud shows no such name at all.
 */
export type LayerOrder = ReadonlyMap<string, string>;

/** The objects that a device's configuration is made of, each as the API gives it. */
export interface DeviceParts {
  readonly device: Row;
  readonly site: Row;
  /** What the site sets itself. */
  readonly setting: Row;
  /** The setting as the cloud merged it from templates and site; needed only where these are in conflict. */
  readonly effective?: Row | undefined;
  /** Which of site and templates counts where they differ, as it was learned; it takes the place of `effective`. */
  readonly order?: LayerOrder | undefined;
  readonly deviceprofile?: Row | undefined;
  readonly templates: Readonly<Partial<Record<TemplateKind, Row>>>;
}

/** Whether a value is an object with attributes. */
export const isRow = isRecord;

/** The cloud reads back an empty list as null and drops a null: all three say nothing. */
export const saysNothing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** What identifies a profile or template, and so is no setting of the device. */
const IDENTITY = new Set(['id', 'org_id', 'site_id', 'for_site', 'name', 'type', 'created_time', 'modified_time']);

/** The settings of a profile or template. */
export const settingsOf = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !IDENTITY.has(name)));

/** Some attributes of an object. */
export const pick = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.filter((name) => Object.hasOwn(row, name)).map((name) => [name, row[name]]));

/** A profile or template as a layer; none where there is none. */
export function layerOf(kind: string, row: Row | undefined, roots = settingsOf): Layer[] {
  return row ? [{ source: titled(kind, row), roots: roots(row) }] : [];
}

/** What an object is called in `sources`; AP templates may have no name. */
export const titled = (kind: string, row: Row): string => `${kind} ${asText(row.name ?? row.id)}`;

/** The variables of a site template; the upgrade plan in it is that of access points. */
export const variablesOnly = (row: Row): Row => pick(row, ['vars']);
