import { appendFileSync, openSync } from 'node:fs';
import type { Log } from './log.ts';

/** Where attempts to change something are put on record, one JSON line each. */
export interface Audit {
  /** @throws Error when the file cannot be written any more */
  write(entry: Readonly<Record<string, unknown>>): void;
}

/**
 * Opens the record: every attempt goes to the log, and to a file where the operator names one.
 *
 * @param file path; appended to, readable by its owner alone
 * @throws Error when the file cannot be opened
 */
export function openAudit(log: Log, file: string | undefined): Audit {
  const descriptor = file === undefined ? undefined : openSync(file, 'a', 0o600);
  return {
    write(entry) {
      log.info('Change attempted', entry);
      const line = `${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`;
      if (descriptor === undefined) return;
      try {
        appendFileSync(descriptor, line);
      } catch (error) {
        log.error('The audit log cannot be written', { error });
        throw error;
      }
    },
  };
}
