import type { JsonObject } from '../../core/json.ts';
import type { FamilyName } from '../../mist/families.ts';

/** How much of the sites is read: everything, or what decides over most networks (setting, devices, WLANs). */
export const PROFILES = ['full', 'core'] as const;
export type Profile = (typeof PROFILES)[number];

/** What a snapshot is taken of: a whole organization, or one of its sites. */
export interface Scope {
  readonly org: NamedId;
  readonly site?: NamedId | undefined;
}

export interface NamedId {
  readonly id: string;
  readonly name: string;
}

/** One list or single object that is read: a family, at a site where it belongs to one. */
export interface Unit {
  readonly family: FamilyName;
  readonly site?: NamedId | undefined;
}

/**
 * How far a family came: everything there is; not read, so that nothing can be concluded from what is missing; or left
 * out on purpose.
 */
export type UnitState = 'read' | 'unread' | 'skipped';

/** A unit that was asked for, with the objects as the cloud gave them. */
export interface UnitReading extends Unit {
  readonly state: UnitState;
  readonly rows: readonly JsonObject[];
  /** Requests that it took. */
  readonly calls: number;
  /** Why it is unread or skipped: a sentence. */
  readonly reason?: string | undefined;
}

/** An object in its place: where its file stands, and what is in it. */
export interface FiledObject {
  /** Path below the folder without `.json`: `org/rftemplates/office-rf`. */
  readonly path: string;
  readonly family: FamilyName;
  readonly name: string;
  readonly id?: string | undefined;
  /** What a client may write, with references by path instead of ids; secrets are masked unless the operator wants them. */
  readonly value: JsonObject;
}

/**
 * How secrets are kept: masks; masks that show by a keyed digest whether a secret changed; masks, with the secrets
 * encrypted beside them; as they are.
 */
export type SecretsKept = 'masked' | 'masked_with_digest' | 'sealed' | 'clear';

/** A secret of an object, for whoever seals it. */
export interface FiledSecret {
  /** Path of the object. */
  readonly path: string;
  /** JSON pointer in it. */
  readonly pointer: string;
  readonly value: string | number;
}

/** What became of one family, over all sites. */
export interface FamilySummary {
  readonly state: UnitState;
  readonly count: number;
  readonly calls: number;
  /** SHA-256 over the paths and contents of its files. */
  readonly digest: string;
  /** Sites where it could not be read, by name. */
  readonly unread_at?: readonly string[];
  readonly reason?: string;
}

/** What is said of a snapshot as a whole; `schemas/manifest.v1.schema.json` describes it. */
export interface Manifest {
  readonly $schema: string;
  readonly format: 1;
  readonly tool: string;
  readonly spec: string;
  readonly cloud: string;
  readonly org: NamedId;
  readonly site?: NamedId | undefined;
  readonly profile: Profile;
  /** ISO 8601, when reading began; changes from here on may be missing. */
  readonly taken: string;
  readonly secrets: SecretsKept;
  /** Tells one key of digests from another, without being one. */
  readonly secret_key?: string | undefined;
  /** How many secrets are sealed beside the files, and to whom. */
  readonly sealed?: { readonly count: number; readonly to: 'keys' | 'passphrase' } | undefined;
  /** Whether the cloud itself masked secrets for this token: such a snapshot compares, but cannot restore them. */
  readonly masked_by_cloud: boolean;
  readonly counts: { readonly objects: number; readonly sites: number; readonly calls: number };
  readonly families: Readonly<Record<string, FamilySummary>>;
  /** References to objects that were not found: `path#attribute: id`. */
  readonly dangling: readonly string[];
  /** SHA-256 over the sorted paths of all files and the SHA-256 of each. */
  readonly digest: string;
}

/** A snapshot in memory. */
export interface Snapshot {
  readonly manifest: Manifest;
  /** Sorted by path. */
  readonly objects: readonly FiledObject[];
  /** Only where they are to be sealed; never written as they are. */
  readonly secrets?: readonly FiledSecret[];
}
