import { calls } from './calls.ts';
import { generate } from './generate.ts';
import type { Measure } from './row.ts';
import { sessions } from './sessions.ts';
import { slow } from './slow.ts';
import { start } from './start.ts';
import { tokens } from './tokens.ts';
import { walk } from './walk.ts';
import { work } from './work.ts';

/** All subjects, in the order of the report. */
export const measures: readonly Measure[] = [start, calls, slow, work, walk, sessions, tokens, generate];
