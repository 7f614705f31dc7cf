import type { FactName, Facts } from './facts.ts';
import type { Certainty, SiteEffect } from './model.ts';

/**
 * `break`: something that works stops and nothing in the change gives it back. `risk`: it may stop, or is weaker.
 * `note`: worth a line.
 */
export type Level = 'break' | 'risk' | 'note';

/** What one check found at one site. */
export interface Finding {
  /** Name of the check, such as `ap.vlan_missing`. */
  readonly check: string;
  readonly level: Level;
  readonly certainty: Certainty;
  /** Device and ports, without the site: `SW-1 ge-0/0/40-41`. */
  readonly where: string;
  /** One sentence with its evidence: `VLAN 40 of WLAN "Guest" is no longer carried; 2 access points, 9 clients now.` */
  readonly says: string;
  /** Whether the same, with the same values, was so before the change: then it is told and counts for nothing. */
  readonly wasSo?: true;
}

/** One rule over what changes at a site. It reads nothing itself and throws nothing. */
export interface Check {
  readonly name: string;
  /** Live facts it rests on. One that could not be read makes the check insufficient, which one place says. */
  readonly needs: readonly FactName[];
  /** Roots of the configuration that it reads, by family: the proof that no attribute is judged by nobody. */
  readonly reads: readonly string[];
  /** Whether the change is any of its business. */
  readonly applies: (effect: SiteEffect) => boolean;
  /**
   * What the check would have to know and nothing says, such as where a VLAN leaves the site: a sentence that makes it
   * insufficient, or undefined.
   */
  readonly lacks?: (effect: SiteEffect, facts: Facts) => string | undefined;
  readonly run: (effect: SiteEffect, facts: Facts) => readonly Finding[];
}

/** The verdict, best first. */
export type Decision = 'SAFE' | 'REVIEW' | 'UNKNOWN' | 'UNSAFE';

/** A finding with the names of the sites that it is about; none where it is about the organization. */
export type Reason = Finding & { readonly sites: readonly string[] };

/** What a change comes to, with its reasons. */
export interface Verdict {
  readonly decision: Decision;
  readonly because: readonly Reason[];
  /** Whole sentences on what was not looked at or could not be read. */
  readonly notLooked: readonly string[];
  /** Whole sentences on what was so before. */
  readonly wasSo: readonly string[];
  readonly looked: {
    readonly sites: number;
    readonly devices: number;
    readonly ports: number;
    readonly clients: number;
    /** Age of the oldest fact in seconds; undefined where none was needed. */
    readonly ageSeconds: number | undefined;
    readonly requests: number;
  };
}
