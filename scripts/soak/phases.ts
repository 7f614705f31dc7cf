import type { Dice } from './dice.ts';
import { TROUBLES, type Trouble } from './fault-schedule.ts';

/** A part of a run with certain failures. */
export interface Phase {
  readonly troubles: readonly Trouble[];
  readonly seconds: number;
}

/** Seconds of a phase where there is time. */
const LONG = 30;
const SHORT = 5;

const isStream = (trouble: Trouble): boolean => trouble.startsWith('stream ');

function shuffled<T>(list: readonly T[], dice: Dice): T[] {
  const left = [...list];
  return Array.from({ length: left.length }, () => left.splice(dice.below(left.length), 1)).flat();
}

/**
 * Cuts a run into phases: calm phases first and last, failures in small groups, then all of them together. Where the
 * time is short the groups are larger, so that every failure comes up all the same.
 */
export function phasesOf(seconds: number, dice: Dice): readonly Phase[] {
  const count = Math.max(4, Math.floor(seconds / (seconds > 600 ? LONG : Math.max(SHORT, seconds / 10))));
  const each = seconds / count;
  const groups = count - 3;
  const phases: Phase[] = [{ troubles: [], seconds: each }];
  const requests = shuffled(
    TROUBLES.filter((trouble) => !isStream(trouble)),
    dice,
  );
  const streams = shuffled(TROUBLES.filter(isStream), dice);
  const part = (list: readonly Trouble[], index: number, size: number): Trouble[] =>
    Array.from({ length: size }, (_, at) => list[(index * size + at) % list.length]).flatMap((one) =>
      one ? [one] : [],
    );
  const [requestSize, streamSize] = [Math.max(1, Math.ceil(13 / groups)), Math.max(1, Math.ceil(19 / groups))];
  for (let index = 0; index < groups; index += 1) {
    phases.push({
      troubles: [...part(requests, index, requestSize), ...part(streams, index, streamSize)],
      seconds: each,
    });
  }
  return [...phases, { troubles: TROUBLES, seconds: each }, { troubles: [], seconds: each }];
}
