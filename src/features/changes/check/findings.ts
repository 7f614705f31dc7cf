import { nearest } from '../../../core/nearest.ts';
import type { FamilyName } from '../../../mist/families.ts';
import { MOST_WORDED } from '../../../mist/worded.ts';
import { type Keys, keysText } from '../keys.ts';
import { type Allowance, isAllowed, isNamed } from './allowance.ts';
import type { Form } from './form.ts';

/** What was found wrong, each in a clause or sentence without a full stop. */
export interface Findings {
  readonly problems: string[];
  readonly warnings: string[];
  /** Fields that the specification does not know: the path, and what to say of it, which takes a search. */
  readonly unknown: Doubt[];
  /** Values of another kind than the specification names, outside its limits, or none of its choices. */
  readonly misfits: Doubt[];
  /** Whose fields these are, such as `org_wlans`; undefined for what belongs to no family. */
  readonly family: FamilyName | undefined;
}

/** Something that may be let through: where it stands, and what to say of it, which takes a search. */
export interface Doubt {
  readonly path: string;
  readonly said: () => string;
}

/** Everything that was found wrong: how much, and the first of it in words. */
export interface Problems {
  readonly count: number;
  readonly told: readonly string[];
  /** Whether some of it could be let through. */
  readonly mayPass: boolean;
}

/** @param family name of the family whose object is checked */
export const noFindings = (family?: FamilyName): Findings => ({
  ...{ problems: [], warnings: [], unknown: [], misfits: [] },
  family,
});

/** @param allowance which unknown fields and values are no problem */
export function problemsIn({ problems, unknown, misfits }: Findings, allowance: Allowance = false): Problems {
  const wrong = [...new Set(problems)];
  const strange = byPath([
    ...misfits.filter(({ path }) => !isNamed(allowance, path)),
    ...unknown.filter(({ path }) => !isAllowed(allowance, path)),
  ]);
  const room = Math.max(0, MOST_WORDED - wrong.length);
  return {
    count: wrong.length + strange.length,
    told: [...wrong.slice(0, MOST_WORDED), ...strange.slice(0, room).map(({ said }) => said())],
    mayPass: strange.length > 0,
  };
}

const byPath = (doubts: readonly Doubt[]): readonly Doubt[] => [
  ...new Map(doubts.map((one) => [one.path, one])).values(),
];

/** The paths of everything that may be let through, each once. */
export const doubtfulIn = ({ unknown, misfits }: Findings): readonly string[] =>
  byPath([...unknown, ...misfits]).map(({ path }) => path);

/** What to say of a name that no form has. */
export function unknownField(keys: Keys, form: Form): Doubt {
  const path = keysText(keys);
  return { path, said: () => `${path} is no field that the specification knows${hintFor(keys, form)}` };
}

function hintFor(keys: Keys, form: Form): string {
  const name = String(keys.at(-1));
  const names = [...form.fields.keys(), ...form.names];
  const near = nearest(name.replace(/^-/, ''), names);
  const hint = near.length > 0 ? `; the nearest ${near.length > 1 ? 'names are' : 'name is'} ${near.join(', ')}` : '';
  const dash = name.startsWith('-') && keys.length > 1 ? '; inside an object null removes a field, not a dash' : '';
  return `${hint}${dash}`;
}
