import type { FamilyName } from '../../mist/families.ts';
import type { Evidence, Severity } from './model.ts';
import type { ConfigView } from './view.ts';

/** Numbers of a rule that an operator may change, by name. */
export type Limits = Readonly<Record<string, number>>;

/** One row of the catalog. */
export interface Rule {
  /** Name that findings, files of rules and people call it by. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong, as a sentence without its subject's name. */
  readonly title: string;
  /** Families whose objects it looks at. */
  readonly over: readonly FamilyName[];
  /** Families without which nothing follows from what is missing: where one was not read whole, the rule is silent. */
  readonly needs?: readonly FamilyName[];
  /** Of its families none may be missing in part: what was not read may hold what it looks for. */
  readonly strict?: true;
  /** Says nothing about a single site, since it asks what a whole organization names. */
  readonly whole?: true;
  readonly limits?: Limits;
  find(view: ConfigView, limits: Limits): Iterable<Evidence>;
}

/** One violated rule at one object. */
export interface Finding extends Evidence {
  readonly rule: Rule;
  readonly severity: Severity;
}

/** A rule of which nobody can tell whether it holds, and why. */
export interface Unchecked {
  readonly rule: string;
  readonly why: string;
  /** It was held against nothing; else only what was read was looked at. */
  readonly whole: boolean;
  /** The cloud did not give what it needs; else nobody asked for that. */
  readonly unread: boolean;
}
