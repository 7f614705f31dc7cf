/** One command and its arguments, as the engine takes them. */
export type Command = readonly [name: string, ...args: (string | number)[]];

/** The engine did not answer in time, or must not be used. What was asked of it may still happen, or have happened. */
export class EngineAway extends Error {
  override readonly name = 'EngineAway';
  /** Whether something was sent before. */
  readonly sent: boolean;

  constructor(message: string, sent: boolean) {
    super(message);
    this.sent = sent;
  }
}

/** Redis or Valkey, in which replicas note what they must know together. All keys begin with `mistmcp:`. */
export interface Engine {
  /** Whether it answered when it was asked last. */
  readonly isThere: boolean;
  /**
   * Runs commands as one, in their order, with nobody's between them. Nothing is tried a second time. Where INFO memory is
   * among them, an engine that may drop keys is taken for away.
   *
   * @returns what each of them answered
   * @throws EngineAway
   */
  run(commands: readonly Command[]): Promise<readonly unknown[]>;
  /** Says something to all replicas, this one too. @throws EngineAway */
  publish(text: string): Promise<void>;
  /** Listens to what replicas say, for as long as the engine is open. */
  listen(heard: (text: string) => void): void;
  close(): Promise<void>;
}

/** What all keys begin with, so that a user of the engine can be held to them. */
export const PREFIX = 'mistmcp:';
