import { setImmediate as turn } from 'node:timers/promises';
import { isSameName } from '../core/fold-name.ts';
import { parseId } from '../core/ids.ts';
import { isRecord } from '../core/json.ts';
import { MAX_PAGE_SIZE } from './limits.ts';
import { type Named, sitesOf, visibleOrgs } from './names.ts';
import { rowsOf } from './paging/pages.ts';
import type { ApiContext, Session } from './session.ts';

/** A device of the inventory, as far as people name it. */
export interface KnownDevice {
  readonly name: string;
  readonly type: string;
  readonly model: string;
  readonly siteId: string;
}

/** Told of look-ups that failed; nobody waits for them. */
type Note = (message: string, details: Readonly<Record<string, unknown>>) => void;

/** Organizations and sites have a cache of their own; the inventory is kept here, as long as names are there. */
const KEEP_DEVICES_MS = 5 * 60_000;
/** What failed once fails again: the next letter typed must not ask anew. */
const HOLD_OFF_MS = 60_000;
/** Requests of the hour that are left to real questions. */
const SPARE_CALLS = 100;
/** Without an organization chosen, sites and devices of more than these are not looked through. */
const MOST_ORGS = 3;

/** A list that is looked up in the background: what is known of it is there at once, even if it is a little old. */
class Background<T> {
  readonly #look: () => Promise<readonly T[]>;
  readonly #keepMs: number;
  readonly #note: Note;
  #value: readonly T[] = [];
  #next = 0;
  #looking: Promise<void> | undefined;

  constructor(look: () => Promise<readonly T[]>, keepMs: number, note: Note) {
    this.#look = look;
    this.#keepMs = keepMs;
    this.#note = note;
  }

  /**
   * What is known. A look-up that is due begins; one that another cache answers is done within this turn of the event
   * loop, any other goes on behind.
   *
   * @param then asked again when a look-up ends that goes on behind, since what it brings leads further
   */
  async now(may: boolean, then?: () => unknown): Promise<readonly T[]> {
    if (may && Date.now() >= this.#next) this.#looking ??= this.#refresh();
    const looking = this.#looking;
    const late = looking !== undefined && (await Promise.race([looking, turn(true)])) === true;
    // Only what this call could not wait for: what another began meanwhile would lead round in circles.
    if (late && then) void looking.then(then);
    return this.#value;
  }

  async #refresh(): Promise<void> {
    try {
      this.#value = await this.#look();
      this.#next = Date.now() + this.#keepMs;
    } catch (error) {
      this.#next = Date.now() + HOLD_OFF_MS;
      this.#note('Names were not looked up', { error });
    } finally {
      this.#looking = undefined;
    }
  }
}

/**
 * Names that one token is known to see, for completing what a person types. Nothing here waits for the cloud: an answer
 * is what is known by now, and what is not known yet is looked up behind it, within the token's budget of calls.
 */
export class KnownNames {
  readonly #context: ApiContext;
  readonly #note: Note;
  readonly #orgs: Background<Named>;
  readonly #sites = new Map<string, Background<Named>>();
  readonly #devices = new Map<string, Background<KnownDevice>>();

  constructor(session: Session, note: Note) {
    this.#context = { session, signal: new AbortController().signal };
    this.#note = note;
    this.#orgs = new Background(() => visibleOrgs(this.#context), 0, note);
  }

  /** Organizations. */
  orgs(): Promise<readonly Named[]> {
    return this.#orgs.now(this.#may);
  }

  /** Sites of an organization, by its id or name, or of the few that the token sees. */
  async sites(org: string | undefined): Promise<readonly Named[]> {
    const lists = (await this.#chosen(org, () => this.sites(org))).map(({ id }) => {
      const list = this.#sites.get(id) ?? new Background(() => sitesOf(this.#context, id), 0, this.#note);
      this.#sites.set(id, list);
      return list.now(this.#may);
    });
    return (await Promise.all(lists)).flat();
  }

  /** Devices of an organization, chosen as in `sites`. */
  async devices(org: string | undefined): Promise<readonly KnownDevice[]> {
    const lists = (await this.#chosen(org, () => this.devices(org))).map(({ id }) => {
      const list = this.#devices.get(id) ?? new Background(() => this.#inventory(id), KEEP_DEVICES_MS, this.#note);
      this.#devices.set(id, list);
      return list.now(this.#may);
    });
    return (await Promise.all(lists)).flat();
  }

  /** Without a token, or with few calls left, what is known has to do. */
  get #may(): boolean {
    const { token, budget } = this.#context.session;
    return token !== undefined && (budget.left ?? SPARE_CALLS) >= SPARE_CALLS;
  }

  /** Only organizations that the token sees: a text that names none leads to no request. */
  async #chosen(org: string | undefined, then: () => unknown): Promise<readonly Named[]> {
    const orgs = await this.#orgs.now(this.#may, then);
    if (org === undefined) return orgs.length > MOST_ORGS ? [] : orgs;
    const wanted = parseId(org);
    return orgs.filter(({ id, name }) => id === wanted || isSameName(name, org));
  }

  async #inventory(id: string): Promise<readonly KnownDevice[]> {
    const { client } = this.#context.session;
    const answer = await client.send({
      route: 'GET /api/v1/orgs/{org_id}/inventory',
      path: { org_id: id },
      // One page: enough to complete by, and one request.
      query: { limit: MAX_PAGE_SIZE },
    });
    const { rows = [] } = rowsOf(answer);
    const text = (value: unknown): string => (typeof value === 'string' ? value : '');
    return rows.filter(isRecord).map(({ name, mac, type, model, site_id }) => ({
      name: text(name) || text(mac),
      type: text(type),
      model: text(model),
      siteId: text(site_id),
    }));
  }
}

const known = new WeakMap<object, KnownNames>();

/** The names of a session: one cache a token and cloud, however many servers are made for it. */
export function knownNames(session: Session, note: Note): KnownNames {
  const names = known.get(session.identity) ?? new KnownNames(session, note);
  known.set(session.identity, names);
  return names;
}
