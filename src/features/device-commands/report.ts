import { estimateTokens } from '../../core/tokens.ts';
import type { Outcome } from '../../mist/stream/command.ts';
import type { Limits } from '../../mist/stream/limits.ts';
import type { Row } from './parsers/lines.ts';
import { rowsFrom } from './rows.ts';
import type { Utility } from './table.ts';
import { lastScreen, plainText } from './terminal.ts';
import { isEndless } from './timeouts.ts';

/** What is told of a command that was sent. */
export interface Report {
  /** The output came to its end, as far as can be told. */
  readonly completed: boolean;
  readonly ended_by?: string;
  readonly text: string;
  readonly rows?: readonly Row[];
  readonly note?: string;
}

/** What a report is made from. */
export interface CommandResult {
  readonly utility: Utility;
  readonly outcome: Outcome;
  readonly limits: Limits;
  /** It changes something, so that a second attempt needs care. */
  readonly changes: boolean;
  readonly warnings: readonly string[];
  /** A text from the device with every secret masked. */
  mask(text: string): string;
  /** Tokens that the report may take. */
  readonly maxTokens: number;
}

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

function isComplete({ utility, outcome: { end, text } }: CommandResult): boolean {
  // Commands that act may be answered without a session; what was to show something showed nothing.
  if (!end) return utility.output === 'act';
  if (end.by === 'marker' || end.by === 'idle') return true;
  if (end.by === 'closed') return end.clean === true && text !== '';
  return end.by === 'limit' && end.why === undefined && isEndless(utility) && text !== '';
}

/** How it ended, where that needs a word. */
function endWords({ utility, outcome: { end, text }, limits }: CommandResult): string[] {
  if (!end) return ['The cloud accepted the command and opened no session for it, so there is no output to show.'];
  if (end.by === 'cancelled') return ['It was cancelled; what came until then is here.'];
  if (end.by === 'closed' && !(end.clean && text !== '')) {
    const came = text === '' ? 'before any output came' : 'before the output did; what came until then is here';
    return [`The stream ended (${end.why ?? 'without a reason'}) ${came}. The command was not sent again.`];
  }
  if (end.by !== 'limit') return [];
  if (end.why === 'size')
    return ['There was more output than is kept, so the listening was stopped: narrow the command.'];
  if (text === '')
    return [
      `No output came within ${seconds(limits.firstMs)}. The device may be offline or busy; whether it ran the command is not known.`,
    ];
  if (isEndless(utility))
    return [`It goes on until it is stopped: this is the last whole screen after ${seconds(limits.overallMs)}.`];
  return [
    `The listening was stopped after ${seconds(limits.overallMs)}, so there may be more: timeout_seconds (up to 120) waits longer.`,
  ];
}

/** The part of the answer that rows may take, where text comes beside them. */
const ROWS_SHARE = 0.6;
/** Kept for the rest of the answer, in tokens. */
const FRAME = 300;

/** As many of the first pieces as fit. */
function fitting<T>(
  pieces: readonly T[],
  tokensOf: (piece: T) => number,
  room: number,
): { kept: readonly T[]; used: number } {
  let used = 0;
  for (const [index, piece] of pieces.entries()) {
    const tokens = tokensOf(piece);
    if (used + tokens > room) return { kept: pieces.slice(0, index), used };
    used += tokens;
  }
  return { kept: pieces, used };
}

const tokensOfRow = (row: Row): number => estimateTokens(JSON.stringify(row)) + 1;
const tokensOfLine = (line: string): number => estimateTokens(JSON.stringify(line)) + 1;

const cutWords = (kept: number, all: number): string =>
  kept > 0
    ? `The text is cut after ${kept} of ${all} lines: narrow the command for the rest.`
    : `The text is cut within the first of ${all} lines, which is very long: narrow the command for the rest.`;

/** Says what came of a command: how it ended, the text without codes of a terminal, and rows where they can be read. */
export function reportOf(sent: CommandResult): Report {
  const { utility, outcome, changes, warnings, maxTokens } = sent;
  const text = isEndless(utility) ? lastScreen(outcome.text) : plainText(outcome.text);
  const completed = isComplete(sent);
  const room = Math.max(maxTokens - FRAME, FRAME);
  const all = utility.form && text !== '' ? rowsFrom(utility.form, text) : undefined;
  const rows = fitting(all ?? [], tokensOfRow, room * ROWS_SHARE);
  // Rows are read from the text as it came, and masked with the whole answer.
  const lines = sent.mask(text).split('\n');
  const left = room - rows.used;
  const whole = fitting(lines, tokensOfLine, left);
  // A first line that is too long by itself is better cut than left out: nothing would read as no output.
  const shown = whole.kept.length > 0 ? whole.kept : [lines[0]?.slice(0, left) ?? ''];
  const notes = [
    ...endWords(sent),
    ...(changes && !completed ? ['It may have taken effect all the same: look before trying again.'] : []),
    ...(outcome.overflowed
      ? ['Much was said on this channel before the answer, so the beginning may be missing.']
      : []),
    ...(all && rows.kept.length < all.length ? [`Rows: the first ${rows.kept.length} of ${all.length}.`] : []),
    ...(whole.kept.length < lines.length ? [cutWords(whole.kept.length, lines.length)] : []),
    ...warnings,
  ];
  return {
    completed,
    ...(outcome.end ? { ended_by: outcome.end.by } : {}),
    text: shown.join('\n'),
    ...(all ? { rows: rows.kept } : {}),
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  };
}
