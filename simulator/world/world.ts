import { isRow, type Row, textOf } from '../json.ts';
import type { Plan } from './plan.ts';
import type { Seed } from './seed.ts';

/** Place of a new object: the organization's name, and the site's where it belongs to one. */
export interface ObjectOwner {
  org: string;
  site?: string;
}

/** Somebody with a token that a world brings along. */
export interface Account {
  readonly name: string;
  readonly role: 'read' | 'write' | 'helpdesk' | 'admin';
  readonly privileges: readonly Row[];
}

/** Name of the organization that most of the world belongs to. */
export const MAIN_ORG = 'Lakeside Retail Group';
/** Name of the second, small organization. */
export const LAB_ORG = 'Harbor Lab';

const DAY = 86_400;

/** Tables whose objects do not say that they are a site's. */
const WITHOUT_FOR_SITE: ReadonlySet<string> = new Set(['mapstacks']);

/** What an object of a site says of its owner. */
export const ofSite = (table: string, site_id: string): Row => ({
  site_id,
  ...(WITHOUT_FOR_SITE.has(table) ? {} : { for_site: true }),
});

/**
 * Everything that the simulated cloud knows, as tables of rows. A table is named like the last segment of its
 * collection route (`wlans`, `networktemplates`); organization and site objects share one, told apart by `site_id`.
 */
export class World {
  readonly seed: Seed;
  /** When the world began to be looked at, epoch seconds; all seeded times lie before it. */
  readonly born: number;
  readonly #tables = new Map<string, Row[]>();
  /** What hangs where, in a world that says so itself; the standard one works it out from its devices. */
  readonly plan: Plan | undefined;
  /** Who else has a token of this cloud, by the token. */
  readonly accounts = new Map<string, Account>();
  #created = 0;
  #revision = 0;
  #changedAt: number;

  constructor(seed: Seed, born: number, plan?: Plan) {
    this.seed = seed;
    this.born = born;
    this.plan = plan;
    this.#changedAt = born;
  }

  /** Grows with every change; what follows from configuration is worked out anew for each. */
  get revision(): number {
    return this.#revision;
  }

  /** When the last change was made, epoch seconds; the birth of the world before any. */
  get changedAt(): number {
    return this.#changedAt;
  }

  /** Says that something was changed: to be called after rows were changed in place. */
  touch(now: number = this.#changedAt): void {
    this.#revision += 1;
    this.#changedAt = now;
  }

  /**
   * The row of a table with a name (or SSID).
   *
   * @throws RangeError when there is none
   */
  named(table: string, name: string): Row {
    const row = this.table(table).find((one) => one.name === name || one.ssid === name);
    if (!row) throw new RangeError(`no ${name} among the ${table}`);
    return row;
  }

  /** The rows of a table, in the order they were added; to be changed in place. */
  table(name: string): Row[] {
    let rows = this.#tables.get(name);
    if (!rows) {
      rows = [];
      this.#tables.set(name, rows);
    }
    return rows;
  }

  /** The row with an id, or undefined. */
  find(table: string, id: string): Row | undefined {
    return this.table(table).find((row) => row.id === id);
  }

  /** The id of a seeded object, whether it was added already or comes later. */
  id(table: string, name: string): string {
    return this.seed.id(table, name);
  }

  /** An id that no object has yet, for one that a client creates. */
  freshId(table: string): string {
    this.#created += 1;
    return this.seed.id(table, `created ${this.#created}`);
  }

  /** Epoch seconds of some days before the world began. */
  ago(days: number): number {
    return Math.floor(this.born - days * DAY);
  }

  /**
   * Adds a seeded object with its id, owner and times.
   *
   * @param name what `id(table, name)` names it by; unique in its table
   */
  add(table: string, name: string, place: ObjectOwner, fields: Row): Row {
    const age = this.seed.number(40, 900, `age/${table}/${name}`);
    const row: Row = {
      id: this.id(table, name),
      org_id: this.id('orgs', place.org),
      ...(place.site === undefined ? {} : ofSite(table, this.id('sites', place.site))),
      created_time: this.ago(age),
      modified_time: this.ago(this.seed.number(1, age, `change/${table}/${name}`)),
      ...fields,
    };
    this.table(table).push(row);
    return row;
  }

  /** Removes a row and says whether it was there. */
  remove(table: string, id: string): boolean {
    const rows = this.table(table);
    const index = rows.findIndex((row) => row.id === id);
    if (index < 0) return false;
    rows.splice(index, 1);
    return true;
  }

  /** Removes a site with everything that belongs to it; its devices go back to the stock. */
  removeSite(siteId: string): boolean {
    for (const [name, rows] of this.#tables) {
      if (name === 'inventory') for (const row of rows) if (row.site_id === siteId) row.site_id = UNASSIGNED;
      if (name !== 'inventory')
        this.#tables.set(
          name,
          rows.filter((row) => row.site_id !== siteId),
        );
    }
    return this.remove('sites', siteId);
  }

  /** The organization that a site belongs to, or undefined when there is no such site. */
  orgOfSite(siteId: string): string | undefined {
    const site = this.find('sites', siteId);
    return isRow(site) ? textOf(site, 'org_id') : undefined;
  }
}

/** The `site_id` of a device that is at no site. */
export const UNASSIGNED = '00000000-0000-0000-0000-000000000000';
