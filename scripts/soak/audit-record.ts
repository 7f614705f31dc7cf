import { readFileSync } from 'node:fs';
import { isRecord } from '../../src/core/json.ts';

/** One attempt as the record of changes has it. */
export interface Recorded {
  readonly attempt: string;
  /** Whole lines as text, to look for markers. */
  readonly text: string;
  /** How it ended; undefined where the server died before it could say. */
  readonly outcome: string | undefined;
}

/** What stands in a record of changes. */
export interface AuditRecord {
  readonly attempts: readonly Recorded[];
  /** Lines that a crash left unfinished. */
  readonly torn: number;
  readonly lines: number;
}

/** Reads a record; half a line at the end, or where one was, is passed over. */
export function readAudit(file: string): AuditRecord {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const attempts = new Map<string, Recorded>();
  let torn = 0;
  for (const text of lines) {
    const entry = parsed(text);
    if (!entry) torn += 1;
    else if (typeof entry.attempt === 'string') {
      const { attempt } = entry;
      const begun = attempts.get(attempt);
      const outcome = entry.outcome === 'sending' ? undefined : String(entry.outcome);
      attempts.set(attempt, { attempt, text: (begun?.text ?? '') + text, outcome });
    }
  }
  return { attempts: [...attempts.values()], torn, lines: lines.length };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
