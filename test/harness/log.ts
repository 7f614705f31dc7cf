import type { Details, Log } from '../../src/telemetry/log.ts';

/** A log that is kept for the test to read. */
export function keptLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const note = (message: string, details: Details = {}): void => {
    lines.push(`${message} ${JSON.stringify(details, (_, value) => (value instanceof Error ? value.stack : value))}`);
  };
  return { log: { debug: note, info: note, warn: note, error: note }, lines };
}
