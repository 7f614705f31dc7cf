import { InputError } from './input-error.ts';

/** Thrown when a call needs more of what all callers share than one call may have: computing time or memory. */
export class OverBudget extends InputError {
  constructor(what: string) {
    super(what, 'Ask for less at once: a filter, a narrower time, fewer rows, or a smaller payload.');
  }
}

/** @param limitMs what a call may have, in milliseconds */
export const tooMuchComputing = (limitMs: number): OverBudget =>
  new OverBudget(`This call needs more than ${limitMs / 1000} s of computing, which is what one call may have here.`);
