import { type Family, type FamilyName, family } from '../../../mist/families.ts';
import { flat, schemaOf } from '../../../mist/schema-lookup.ts';
import { counted, unknownPathsOf } from '../../changes/index.ts';
import type { FiledObject, PairedSides, Snapshot } from '../../snapshot/index.ts';
import type { Plan, PlannedChange } from '../model.ts';
import { NEW } from '../new-objects.ts';
import { ordered } from '../order.ts';
import { type Piece, uncircled } from './pieces.ts';
import { type TranslatedObject, translate } from './translate.ts';

/** Hardware, and what the cloud keeps for itself: neither created nor deleted from here. */
const BOUND: ReadonlySet<FamilyName> = new Set([
  'org_info',
  'org_settings',
  'site_settings',
  'site_devices',
  'org_mxedges',
  'site_mxedges',
]);

/** Attributes that would do something else than configure, such as writing mails. */
const DROPPED: Partial<Readonly<Record<FamilyName, readonly string[]>>> = {
  org_psks: ['notify_on_create_or_edit', 'old_passphrase'],
  site_psks: ['notify_on_create_or_edit', 'old_passphrase'],
};

/** Collects the changes that make a target like the objects of a snapshot. */
export class PlanMaker {
  readonly #live: Snapshot;
  readonly #keepsIds: boolean;
  readonly #unread: ReadonlySet<FamilyName>;
  readonly #rightPaths: ReadonlyMap<string, string>;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #created = new Set<string>();
  /** What is set back stands before the others: a name may have to be free before it is given again. */
  readonly #reverts: PlannedChange[] = [];
  readonly #changes: PlannedChange[] = [];
  readonly #later: PlannedChange[] = [];
  readonly #leftOut: string[] = [];

  constructor(wanted: Snapshot, live: Snapshot, { pairs, unread }: Pick<PairedSides, 'pairs' | 'unread'>) {
    this.#live = live;
    this.#unread = unread;
    this.#keepsIds = wanted.manifest.org.id === live.manifest.org.id;
    this.#rightPaths = new Map(pairs.map(({ left, right }) => [left.path, right.path]));
    this.#ids = new Map([
      ...live.objects.flatMap(({ path, id }): [string, string][] => (id === undefined ? [] : [[path, id]])),
      ['org/info', live.manifest.org.id],
    ]);
  }

  /** The id that an object of the snapshot has in the target, or will have. */
  readonly #idOfPath = (path: string): string | undefined => {
    if (this.#created.has(path)) return NEW + path;
    const right = this.#rightPaths.get(path) ?? this.#besidePair(path);
    return this.#ids.get(right) ?? this.#ids.get(path);
  };

  /** A path below a site that is called otherwise in the target. */
  #besidePair(path: string): string {
    const folder = folderOf(path);
    const site = folder && this.#rightPaths.get(`${folder}site`);
    return folder && site ? folderOf(site) + path.slice(folder.length) : path;
  }

  /** The selector of an object: its site where it belongs to one, else the organization. */
  #place(path: string, found: Family): Pick<PlannedChange, 'org_id' | 'site_id'> {
    if (found.scope === 'site') return { site_id: this.#idOfPath(`${folderOf(path)}site`) };
    return { org_id: this.#live.manifest.org.id };
  }

  #translated(left: FiledObject, present: FiledObject | undefined): TranslatedObject {
    const done = translate(left, { idOfPath: this.#idOfPath, keepsIds: this.#keepsIds, present });
    const dropped = DROPPED[left.family] ?? [];
    return {
      ...done,
      payload: Object.fromEntries(Object.entries(done.payload).filter(([root]) => !dropped.includes(root))),
    };
  }

  /** Sets the roots of an object back that differ, but for those of which nothing can be carried over. */
  async revert(left: FiledObject, right: FiledObject, roots: ReadonlySet<string>): Promise<void> {
    const found = family(left.family);
    if (!found?.routes.update) {
      this.#leftOut.push(`${left.path}: it differs, and there is no way to change it.`);
      return;
    }
    const differing = Object.fromEntries(Object.entries(left.value).filter(([root]) => roots.has(root)));
    const { payload, leftOut } = this.#translated({ ...left, value: differing }, right);
    this.#leftOut.push(...leftOut);
    const gone = [...roots].filter((root) => !Object.hasOwn(differing, root));
    const sent = { ...payload, ...Object.fromEntries(gone.map((root) => [`-${root}`, ''])) };
    if (Object.keys(sent).length === 0) return;
    const unknown = await unknownPathsOf(found, sent);
    this.#reverts.push({
      ...{ action_type: 'update', object_type: left.family, ...this.#placeOf(right, found) },
      ...(found.routes.list === undefined ? {} : { object_id: right.id }),
      ...{ mode: 'replace', payload: sent },
      ...(unknown.length > 0 ? { allow_unknown: unknown } : {}),
    });
  }

  /** Where an object of the target stands. */
  #placeOf(right: FiledObject, found: Family): Pick<PlannedChange, 'org_id' | 'site_id'> {
    if (found.scope === 'site') return { site_id: this.#ids.get(`${folderOf(right.path)}site`) };
    return { org_id: this.#live.manifest.org.id };
  }

  /** Creates objects that are missing, in an order in which each can name the others. */
  async create(
    missing: readonly FiledObject[],
    changed: (object: FiledObject) => FiledObject = (object) => object,
  ): Promise<void> {
    const possible = missing.filter((one) => this.#canCreate(one));
    for (const { path, family: name } of possible) if (!BOUND.has(name)) this.#created.add(path);
    const pieces: Piece[] = [];
    for (const one of possible) {
      const object = changed(one);
      const found = family(object.family);
      const { payload, leftOut, secretless } = this.#translated(object, undefined);
      const needed = found && [...secretless].find((root) => isRequired(found, root) && !Object.hasOwn(payload, root));
      this.#leftOut.push(...leftOut);
      if (found && needed === undefined) pieces.push({ object, found, payload });
      else this.#created.delete(one.path);
      if (needed !== undefined)
        this.#leftOut.push(`${one.path}: it is not created, since it needs ${needed}: create it by hand.`);
    }
    for (const piece of uncircled(pieces)) await this.#createPiece(piece);
  }

  #canCreate({ path, family: name }: FiledObject): boolean {
    const found = family(name);
    if (this.#unread.has(name)) {
      this.#leftOut.push(`${path}: ${name} was not read on one side, so whether it is missing is not known.`);
      return false;
    }
    if (found?.routes.create && !BOUND.has(name)) return true;
    // The setting of a site comes with the site.
    if (name === 'site_settings') return true;
    this.#leftOut.push(
      `${path}: it is missing, and cannot be created: devices are claimed, and assigned, in the portal.`,
    );
    return false;
  }

  async #createPiece({ object, found, payload, cut = [] }: Piece): Promise<void> {
    const place = this.#place(object.path, found);
    if (found.name === 'site_settings') {
      const unknown = await unknownPathsOf(found, payload);
      if (Object.keys(payload).length > 0)
        this.#changes.push({
          ...{ action_type: 'update', object_type: found.name, ...place, payload },
          ...(unknown.length > 0 ? { allow_unknown: unknown } : {}),
        });
      return;
    }
    // A template that applies before its WLANs are there would put half of them on the air.
    const later = found.name === 'org_wlantemplates' ? [...cut, 'applies', 'exceptions'] : cut;
    const first = Object.fromEntries(Object.entries(payload).filter(([root]) => !later.includes(root)));
    const rest = Object.fromEntries(Object.entries(payload).filter(([root]) => later.includes(root)));
    const unknown = await unknownPathsOf(found, first);
    const allowed = unknown.length > 0 ? { allow_unknown: unknown } : {};
    const asked = found.name === 'org_webhooks' && !this.#keepsIds ? { ...first, enabled: false } : first;
    const { path } = object;
    this.#changes.push({
      ...{ action_type: 'create', object_type: found.name, ...place, as: path, payload: asked, ...allowed },
    });
    if (Object.keys(rest).length > 0)
      this.#later.push({
        action_type: 'update',
        object_type: found.name,
        ...place,
        object_id: NEW + path,
        payload: rest,
      });
  }

  /** Deletes an object that the snapshot does not have. */
  remove(right: FiledObject): void {
    const { path, family: name, id } = right;
    const found = family(name);
    if (this.#unread.has(name)) return;
    if (!found?.routes.delete || BOUND.has(name) || name === 'org_sites' || id === undefined) {
      if (name !== 'site_settings') this.#leftOut.push(`${path}: it is new, and is not deleted from here.`);
      return;
    }
    const force = FORCED.has(name) ? { force: true } : {};
    this.#changes.push({
      ...{ action_type: 'delete', object_type: name, ...this.#placeOf(right, found), object_id: id, ...force },
    });
  }

  /** Adds a change that was made elsewhere. */
  add(change: PlannedChange): void {
    this.#changes.push(change);
  }

  /** Adds a sentence on what is not carried over. */
  leaveOut(sentence: string): void {
    this.#leftOut.push(sentence);
  }

  idOfPath(path: string): string | undefined {
    return this.#idOfPath(path);
  }

  /** @param kept objects that are new in the target and stay */
  plan(made_by: Plan['made_by'], kept: readonly FiledObject[] = []): Plan {
    const { cloud, org } = this.#live.manifest;
    const stay = kept.filter(({ family: name }) => !this.#unread.has(name) && name !== 'site_settings');
    const more =
      stay.length > 0
        ? [
            `${counted(stay.length, 'object')} that the snapshot does not have ${stay.length === 1 ? 'stays' : 'stay'}: ${names(stay)}.`,
          ]
        : [];
    return {
      ...{ made_by, cloud, org: { id: org.id, name: org.name } },
      left_out: [...this.#leftOut, ...more],
      changes: ordered([...this.#reverts, ...this.#changes, ...this.#later]),
    };
  }
}

const names = (objects: readonly FiledObject[]): string =>
  objects
    .slice(0, SHOWN)
    .map(({ path }) => path)
    .join(', ') + (objects.length > SHOWN ? ', …' : '');

const SHOWN = 8;

/** Families that reach others by what they say themselves, so that deleting one always takes `force`. */
const FORCED: ReadonlySet<FamilyName> = new Set(['org_wlantemplates', 'org_evpn_topologies', 'site_evpn_topologies']);

/** Folder of the site that a path belongs to, with a slash behind it; empty for the organization's. */
export const folderOf = (path: string): string => /^sites\/[^/]+\//.exec(path)?.[0] ?? '';

/** Whether an object cannot be created without an attribute. */
function isRequired({ schema, name }: Family, root: string): boolean {
  const found = schemaOf(schema);
  const required: unknown = found && Reflect.get(flat(found), 'required');
  if (Array.isArray(required) && required.includes(root)) return true;
  return (name === 'org_psks' || name === 'site_psks') && root === 'passphrase';
}
