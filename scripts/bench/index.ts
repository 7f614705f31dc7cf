import { calls } from './calls.ts';
import { generate } from './generate.ts';
import { rates } from './rates.ts';
import type { Measure } from './row.ts';
import { sessions } from './sessions.ts';
import { slow } from './slow.ts';
import { start } from './start.ts';
import { tokens } from './tokens.ts';
import { walk } from './walk.ts';
import { work } from './work.ts';

/** All subjects, in the order of the report. */
export const measures: readonly Measure[] = [start, calls, rates, slow, work, walk, sessions, tokens, generate];
