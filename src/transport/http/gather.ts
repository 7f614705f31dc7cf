import type { ServerResponse } from 'node:http';

/** How long the first bytes may wait for the next ones, in milliseconds. */
const WAIT = 20;

/**
 * Sends an answer that is there at once in one piece. The head of an event stream, its event and its end are written one
 * after the other, and each would be a packet of its own; a slow answer sends its head after a moment all the same.
 */
export function gather(response: ServerResponse): void {
  response.cork();
  const timer = setTimeout(() => response.uncork(), WAIT);
  response.once('close', () => clearTimeout(timer));
}
