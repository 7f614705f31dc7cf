import type { JsonObject } from '../../../core/json.ts';
import type { ObjectChange } from '../model.ts';
import { textAt } from '../state/row.ts';

/** An object on one side of a change; without a row where it is not there. */
interface ChangedObject {
  readonly family: string;
  readonly site: string | undefined;
  readonly row: JsonObject | undefined;
}

/** The id that an object goes by: that of the site for a setting, a made-up one for what is yet to be created. */
const idOf = ({ family, id, site_id }: ObjectChange, index: number): string =>
  (family === 'site_settings' ? site_id : id) ?? `new ${index}`;

/** Objects as they are on one side of a change, whatever the cloud shows. */
export class Overlay {
  readonly #objects = new Map<string, ChangedObject>();

  /** @param side of changes that are made in order: what the first had before, or what the last leaves */
  constructor(changes: readonly ObjectChange[], side: 'before' | 'after') {
    for (const [index, change] of changes.entries()) {
      const { family, org_id, site_id } = change;
      const id = idOf(change, index);
      const key = `${family} ${id}`;
      if (side === 'before' && this.#objects.has(key)) continue;
      const row = change[side];
      const around = { ...(org_id === undefined ? {} : { org_id }), ...(site_id === undefined ? {} : { site_id }) };
      const named = family === 'site_settings' ? {} : { id: textAt(row, 'id') ?? id };
      this.#objects.set(key, { family, site: site_id, row: row && { ...around, ...row, ...named } });
    }
  }

  /** One object: the one of this side where the change is about it, otherwise what the cloud shows. */
  async object(
    family: string,
    id: string,
    read: () => Promise<JsonObject | undefined>,
  ): Promise<JsonObject | undefined> {
    const changed = this.#objects.get(`${family} ${id}`);
    return changed ? changed.row : read();
  }

  /** Whether the change leaves no such object, so that nobody has to read it. */
  isGone(family: string, id: string): boolean {
    const changed = this.#objects.get(`${family} ${id}`);
    return changed !== undefined && changed.row === undefined;
  }

  /** A list of the cloud with the objects of this side in it. @param site of a list of one site */
  list(family: string, rows: readonly JsonObject[], site?: string): readonly JsonObject[] {
    const mine = [...this.#objects].filter(
      ([, one]) => one.family === family && (site === undefined || one.site === site),
    );
    if (mine.length === 0) return rows;
    const changed = new Map(mine);
    const kept = rows.filter((row) => !changed.has(`${family} ${textAt(row, 'id') ?? ''}`));
    return [...kept, ...[...changed.values()].flatMap(({ row }): JsonObject[] => (row ? [row] : []))];
  }
}
