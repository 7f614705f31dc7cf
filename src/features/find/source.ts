import type { JsonObject } from '../../core/json.ts';
import type { Lookup, Naming } from '../lookup/index.ts';
import type { Fit } from './match.ts';

/** Something that a text may mean. */
export interface Match {
  readonly fit: Fit;
  /** Epoch seconds when it was seen last; 0 for what is not seen. */
  readonly seen: number;
  readonly siteId?: string | undefined;
  readonly mac?: string | undefined;
  /** MAC of the client that this is a decision on, not its place. */
  readonly decides?: string | undefined;
  /** MAC of the device that a client is on. */
  readonly deviceMac?: string | undefined;
  readonly show: (naming: Naming) => JsonObject;
}

/** What is looked for, and where. */
export interface Search {
  readonly lookup: Lookup;
  readonly text: string;
  readonly siteId?: string | undefined;
  /** Names that what is there goes by, for a text that fits none of them. */
  readonly names: Map<string, string>;
  /** Matches that the cloud has beyond those that it gave. */
  more: number;
  /** Whether clients were looked for, whose window is to be said. */
  isOfClients: boolean;
}

/** One place to look in. */
export interface Source {
  readonly what: string;
  readonly look: (search: Search) => Promise<readonly Match[]>;
}

/** Rows that one source is asked for. */
export const ROWS = 5;
