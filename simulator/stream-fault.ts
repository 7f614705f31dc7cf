/** Ways in which the stream of a cloud can fail, or merely be less tidy than one would like. */
export type StreamFaultKind =
  /** The connection is refused, with `status`. */
  | 'refused'
  /** The acknowledgment comes after `delayMs`, not at all, as a refusal, or the connection ends instead. */
  | 'ack_late'
  | 'ack_missing'
  | 'ack_refused'
  | 'ack_cut'
  /** Output of other people's sessions comes in between. */
  | 'foreign'
  /** A line comes in many messages, each in fragments. */
  | 'split'
  /** `data` is an object instead of a text. */
  | 'plain'
  /** Messages are binary. */
  | 'binary'
  /** Messages that are no JSON come in between. */
  | 'garbage'
  /** One message is larger than anybody should read. */
  | 'huge'
  /** There is much more output than anybody reads. */
  | 'flood'
  /** The end is marked where it never is, or not marked where it always is. */
  | 'marker'
  | 'no_marker'
  /** The output never ends, or never begins. */
  | 'endless'
  | 'silent'
  /** The connection is cut after the first message, without a word or with the code of a failure. */
  | 'cut'
  | 'failure'
  /** Output comes before the command is answered. */
  | 'early'
  /** The answer names no session, or a stream at another host. */
  | 'no_session'
  | 'elsewhere';

/** A failure of the stream to be switched on. */
export interface StreamFault {
  readonly kind: StreamFaultKind;
  /** A device's id, or a command such as `show_arp`; everything when absent. */
  readonly match?: string;
  /** How often it is met before it ends by itself; without end when absent. */
  readonly times?: number;
  /** Of `ack_late`, in milliseconds; 300 when absent. */
  readonly delayMs?: number;
  /** Of `refused`; 401 when absent. */
  readonly status?: number;
}

/** The faults of the stream that are switched on. */
export class StreamFaults {
  readonly #active = new Set<{ fault: StreamFault; left: number }>();

  /** Switches a fault on and returns the function that switches it off. */
  add(fault: StreamFault): () => void {
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#active.add(entry);
    return () => {
      this.#active.delete(entry);
    };
  }

  /** Those of some kinds that are met here, by kind; each counts as one of its `times`. */
  take(kinds: readonly StreamFaultKind[], ...about: readonly string[]): ReadonlyMap<StreamFaultKind, StreamFault> {
    const met = new Map<StreamFaultKind, StreamFault>();
    for (const entry of this.#active) {
      const { kind, match } = entry.fault;
      if (met.has(kind) || !kinds.includes(kind) || (match !== undefined && !about.includes(match))) continue;
      entry.left -= 1;
      if (entry.left <= 0) this.#active.delete(entry);
      met.set(kind, entry.fault);
    }
    return met;
  }
}
