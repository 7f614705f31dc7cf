import type { IncomingMessage } from 'node:http';

/** A header as one text; one that was sent twice is no header that means anything, and matches nothing. */
export function oneHeader({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.join(',');
}
