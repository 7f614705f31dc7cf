/** How long one command may take, by its parts; all in milliseconds. */
export interface Limits {
  /** From the command's answer to its first output. */
  readonly firstMs: number;
  /** Silence after which output that has no end marker counts as whole. */
  readonly idleMs: number;
  /** From the command's answer to the end, whatever comes. */
  readonly overallMs: number;
  /** For a connection to the stream, and for the acknowledgment of a subscription. */
  readonly readyMs: number;
}

/** Silence after the line that ends a command's output: what follows that line still belongs to it. */
export const SETTLE_MS = 700;

/** For a connection to the stream, and for the acknowledgment of a subscription. */
export const READY_MS = 10_000;

/** How long a connection without commands is kept for the next one. */
export const KEEP_MS = 30_000;

/** Largest message of the stream, in bytes; a larger one ends its connection. */
export const MAX_MESSAGE = 4 * 1024 * 1024;

/** Most output that is kept of one command, in characters. */
export const MAX_OUTPUT = 2 * 1024 * 1024;

/** Most that is kept of a channel before the own session is known, in characters. */
export const MAX_EARLY = 8 * 1024 * 1024;

/** Commands that one device runs at once; others wait. */
export const PER_DEVICE = 4;
