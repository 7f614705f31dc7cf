import { visibleJson } from '../core/clean-text.ts';
import type { Log } from './log.ts';
import { openLogFile } from './log-file.ts';

/** Where attempts to change something are put on record, one JSON line each. */
export interface Audit {
  /** @throws Error when the file cannot be written any more */
  write(entry: Readonly<Record<string, unknown>>): void;
}

/**
 * Opens the record: every attempt goes to the log, and to a file where the operator names one. A line is on the disk
 * before `write` returns: what is sent afterward is known to the record even if the machine dies in the next moment.
 *
 * @param file path; appended to, readable by its owner alone
 * @throws Error when the file cannot be opened
 */
export function openAudit(log: Log, file: string | undefined): Audit {
  const record = file === undefined ? undefined : openLogFile(file, { durable: true });
  return {
    write(entry) {
      log.info('Change attempted', entry);
      try {
        record?.write(`${visibleJson(JSON.stringify({ time: new Date().toISOString(), ...entry }))}\n`);
      } catch (error) {
        const { request_id } = entry;
        log.error('The audit log cannot be written', request_id === undefined ? { error } : { request_id, error });
        throw error;
      }
    },
  };
}
