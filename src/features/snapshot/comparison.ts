import type { FamilyName } from '../../mist/families.ts';
import type { Change } from '../changes/index.ts';

export type DifferenceKind = 'only_left' | 'only_right' | 'changed' | 'renamed';

/** An object that differs. */
export interface ObjectDifference {
  readonly kind: DifferenceKind;
  readonly family: FamilyName;
  /** Path on the left, or on the right where it is only there. */
  readonly path: string;
  readonly name: string;
  /** Name on the right of what is called otherwise there. */
  readonly renamed_to?: string | undefined;
  /** Name of another object that has its place on the right, such as the template of the other site. */
  readonly counterpart?: string | undefined;
  /** It is on both sides, and in force at one of two sites only. */
  readonly in_force?: true;
  /** What differs field by field; empty for what is on one side only. */
  readonly changes: readonly Change[];
}

/** Objects of one family, each on one side only, that are nearly alike: perhaps one that got another name. */
export interface Likeness {
  readonly family: FamilyName;
  readonly left: string;
  readonly right: string;
}

/** What two sides come to. */
export interface Comparison {
  readonly objects: readonly ObjectDifference[];
  /** Objects that are on both sides and alike. */
  readonly alike: number;
  /** Families of which nothing follows from what is missing: one side did not read them. */
  readonly inconclusive: readonly FamilyName[];
  /** Secrets of which nobody can tell whether they are the same. */
  readonly unknown_secrets: number;
  /** Objects that were perhaps renamed: a person decides. */
  readonly likely: readonly Likeness[];
}
