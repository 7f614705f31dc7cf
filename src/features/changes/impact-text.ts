import type { Impact, Use } from './impact.ts';
import { counted } from './nouns.ts';
import { quoted } from './visible.ts';

/** Names of the first few that are shown. */
const SHOWN = 4;

function useText({ noun, names }: Use): string {
  const first = names.slice(0, SHOWN).map((name) => quoted(name, 40));
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  const what = counted(names.length, noun);
  return names.length === 0 ? what : `${what}: ${first.join(', ')}${more}`;
}

/** Lines of each kind that a question has room for. */
const MOST_UNKNOWN = 3;
const MOST_KINDS = 4;

/** The impact of a change as whole lines; the unknown and the warning ones first. */
export function impactLines({ uses, affects, loses, unknown, notes }: Impact): readonly string[] {
  const used = uses.map((use) => `Used by ${useText(use)}`);
  const reached = affects.map((use) => `Takes effect at ${useText(use)}`);
  const lost = loses.map((use) => `No longer at ${useText(use)}`);
  const nothing = uses.length + affects.length + unknown.length + notes.length === 0;
  return [
    ...unknown,
    ...notes,
    ...used,
    ...reached,
    ...lost,
    ...(nothing ? ['Nothing was found that refers to it.'] : []),
  ];
}

/** The impact as a question has room for it: of many kinds that use it, all but the first are only counted. */
export function shortImpactLines(impact: Impact): readonly string[] {
  const { uses, unknown } = impact;
  const told = uses.length > MOST_KINDS ? uses.slice(0, MOST_KINDS - 1) : uses;
  const others = uses.slice(told.length).map(({ noun, names }) => counted(names.length, noun));
  const failed =
    unknown.length > MOST_UNKNOWN
      ? [
          ...unknown.slice(0, MOST_UNKNOWN - 1),
          `Impact unknown: ${unknown.length - MOST_UNKNOWN + 1} further look-ups failed as well.`,
        ]
      : unknown;
  return [
    ...impactLines({ ...impact, uses: told, unknown: failed }),
    ...(others.length > 0 ? [`Used by ${others.join(', ')} too`] : []),
  ];
}

/** The impact as plain data for an answer. */
export const impactData = ({ uses, affects, loses, unknown, notes }: Impact): object => ({
  used_by: uses.map(plain),
  ...(affects.length > 0 ? { takes_effect_at: affects.map(plain) } : {}),
  ...(loses.length > 0 ? { no_longer_at: loses.map(plain) } : {}),
  ...(unknown.length > 0 ? { unknown } : {}),
  ...(notes.length > 0 ? { notes } : {}),
});

const plain = ({ noun, names }: Use): object => ({ kind: noun, count: names.length, names: names.slice(0, 10) });
