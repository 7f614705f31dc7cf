import { type FaultSchedule, TROUBLES, type Trouble } from './fault-schedule.ts';
import type { Reply } from './link.ts';

/** What the words of an error, or of a note, come from. */
const CAUSES: readonly (readonly [RegExp, readonly Trouble[]])[] = [
  [/429|left this hour|counted too many/, ['rate_limit', 'rate_limit_bare']],
  [/\(500\)/, ['500']],
  [/\(502\)/, ['502']],
  [/\(503\)/, ['503']],
  [/\(504\)/, ['504']],
  [/No answer to|within \d+ s/, ['hang', 'slow', 'stream silent', 'stream ack_missing']],
  [/could not be reached|connection was cut/, ['cut', 'truncated', 'slow']],
  [/not JSON|broken JSON|web page/, ['html', 'truncated', 'empty']],
  [/redirect/, ['redirect']],
  [/was empty|without the object/, ['empty']],
  // Sites that could not be listed are asked for all the same.
  [/not your site/, TROUBLES],
  [
    /stream|subscri|listen|session|WebSocket/i,
    ['stream refused', 'stream ack_missing', 'stream ack_refused', 'stream ack_cut'],
  ],
  [
    /stream|connection|session/i,
    ['stream cut', 'stream failure', 'stream no_session', 'stream elsewhere', 'stream huge'],
  ],
];

/** A list that could not be read is not asked for again at once: one round may know it and the other not. */
const OTHER_ROUND = /given for something else/;
const HELD_OFF_MS = 70_000;

/** @returns the failures that explain a text, of those that were on since */
export function causesOf(text: string, faults: FaultSchedule, since: number): readonly Trouble[] {
  if (OTHER_ROUND.test(text)) return TROUBLES.filter((trouble) => faults.wasOn(trouble, since - HELD_OFF_MS));
  const fitting = CAUSES.flatMap(([words, troubles]) => (words.test(text) ? troubles : []));
  return [...new Set(fitting)].filter((trouble) => faults.wasOn(trouble, since));
}

/** Which failure explains an error: it says what happened and what to do, and something was on that can do it. */
export function explained(
  reply: Reply,
  faults: FaultSchedule,
  since: number,
): { readonly by: Trouble } | { readonly wrong: string } {
  const { error, next_step } = reply.data;
  if (typeof error !== 'string' || error === '') return { wrong: `no error in words: ${reply.text}` };
  if (typeof next_step !== 'string' || next_step === '') return { wrong: `no next step: ${reply.text}` };
  const [by] = causesOf(reply.text, faults, since);
  return by === undefined ? { wrong: `nothing was on that explains it: ${reply.text}` } : { by };
}
