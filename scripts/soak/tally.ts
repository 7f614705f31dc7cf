/** Failures of one sort that are kept word for word. */
const SHOWN = 5;

/** What was counted and what went wrong. */
export class Tally {
  readonly counts = new Map<string, number>();
  readonly failures: string[] = [];
  failed = 0;
  /** The longest wait for an answer, in milliseconds, and for what. */
  slowest: { ms: number; what: string } = { ms: 0, what: '' };

  count(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  /** Something is not as it must be. */
  fail(what: string, detail: string): void {
    this.failed += 1;
    this.count(`failure: ${what}`);
    if (this.of(`failure: ${what}`) <= SHOWN) this.failures.push(`${what}: ${detail.slice(0, 1500)}`);
  }

  waited(ms: number, what: string): void {
    if (ms > this.slowest.ms) this.slowest = { ms: Math.round(ms), what };
  }

  /** Counts whose name begins like this, without that beginning. */
  group(prefix: string): Readonly<Record<string, number>> {
    const own = [...this.counts].filter(([name]) => name.startsWith(prefix)).sort(([, a], [, b]) => b - a);
    return Object.fromEntries(own.map(([name, count]) => [name.slice(prefix.length), count]));
  }
}
