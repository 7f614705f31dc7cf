import type { TemplateKind } from '../configuration/index.ts';
import type { FiledObject } from '../snapshot/index.ts';

/** A site with what belongs to it. */
export interface SiteView {
  readonly site: FiledObject;
  readonly setting: FiledObject | undefined;
  readonly devices: readonly FiledObject[];
  readonly templates: Readonly<Partial<Record<TemplateKind, FiledObject>>>;
  /** WLANs that are on air there: its own, and those of templates that apply. */
  readonly wlans: readonly FiledObject[];
}
