import type { JsonObject } from '../../core/json.ts';

export type { JsonObject } from '../../core/json.ts';

/** How a payload is read: as a JSON merge patch (RFC 7396), or with each root attribute given whole. */
export type Mode = 'merge' | 'replace';

/** What a checked payload leaves to be said to the person who confirms it. */
export interface PayloadFindings {
  /** Whole sentences: conditions that the payload does not meet. They never stop a change. */
  readonly warnings: readonly string[];
  /** Paths of fields that the specification does not know, let through because the caller asked for it. */
  readonly unknown: readonly string[];
}

/** A change as the cloud needs it. */
export interface Plan {
  readonly mode: Mode;
  /** What is sent: only roots that change, each complete; removals as dash keys, `{"-attr": ""}`. */
  readonly body: JsonObject;
  /** Names of the roots in the body, without dashes. */
  readonly roots: readonly string[];
  /** The object as it would be after the cloud has merged the body at its root. */
  readonly result: JsonObject;
  /** What goes, and what it was; a removal can only be proven by that not being there any more. */
  readonly removed?: readonly Removal[];
}

/** Something that a change takes out. */
export interface Removal {
  /** Names from the root down. */
  readonly path: readonly string[];
  readonly was: unknown;
}

/** One field that differs between two states of an object. */
export interface Change {
  /** Where it stands: `auth.type`, `radius_config.auth_servers[0].host`. */
  readonly path: string;
  /** An element of a list that moves has its old number as `from`, and its name, where it has one, as `to`. */
  readonly kind: 'set' | 'change' | 'remove' | 'move';
  readonly from?: unknown;
  readonly to?: unknown;
  /** Whether the values are, or hold, a credential; they are given as they are, the caller masks them. */
  readonly secret: boolean;
  /** Of what goes with the whole object around it: where that stood, when it was an entry of a map or list. */
  readonly within?: string;
}

/** A plan held against what was read back. */
export interface ReadBack {
  /** Paths of what reads back as it was sent. */
  readonly confirmed: string[];
  /** What reads back otherwise: from what was sent, to what is there. */
  readonly differing: Change[];
  /** Paths of what reads back as a mask, so that nobody can tell. */
  readonly unseen: string[];
}
