import { type Limits, READY_MS } from '../../mist/stream/limits.ts';
import type { OutputKind, Utility } from './table.ts';

/** Seconds to the first output, of silence at the end, and over all. */
type Seconds = readonly [first: number, idle: number, overall: number];

// Applications give up on a call after a minute, so nothing takes longer unless the caller says so.
const LONGEST = 55;

const PACES: Readonly<Record<OutputKind, Seconds>> = {
  show: [15, 3, 45],
  ping: [15, 10, 50],
  // A hop that does not answer is waited for three times, five seconds each.
  trace: [15, 16, 50],
  act: [10, 3, 30],
  // The wires are measured in silence.
  cable: [30, 10, 45],
  // It goes on until it is stopped.
  screen: [10, 10, 20],
};

/** Lines after which nothing but their rest follows. */
const ENDS: Readonly<Partial<Record<OutputKind, RegExp>>> = {
  ping: /\d{1,9} packets? transmitted[^\n]*\n/,
  // The hop that is the host itself.
  trace: /traceroute to \S{1,255} \(([0-9a-f.:]{2,45})\)[\s\S]*\n\s{0,3}\d{1,2}\s[^\n]*\(\1\)[^\n]*\n/i,
};

/** Whether a utility goes on until it is stopped. */
export const isEndless = ({ output }: Utility): boolean => output === 'screen';

/** The line that ends a utility's output, where there is one. */
export const endOf = ({ output }: Utility): RegExp | undefined => ENDS[output];

/** A whole number among the fields of a body. */
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Seconds of silence that a body asks for itself: lost packets, a hop that is waited for, output that is repeated. */
function silenceOf({ output }: Utility, body: Readonly<Record<string, unknown>>): number {
  // A host that is silent is waited for as many seconds as there are packets, without a line of output.
  if (output === 'ping') return (numberOf(body.count) || 10) + 5;
  if (output === 'trace') return numberOf(body.timeout) + 1;
  // Output that is shown only once says nothing between one time and the next.
  return numberOf(body.duration) > numberOf(body.interval) ? numberOf(body.interval) + 3 : 0;
}

/**
 * How long a utility may take.
 *
 * @param seconds the caller's own limit over all; the other limits are never longer
 */
export function limitsOf(utility: Utility, body: Readonly<Record<string, unknown>>, seconds?: number): Limits {
  const [first, idle, overall] = PACES[utility.output];
  const silent = Math.max(idle, silenceOf(utility, body));
  const whole = utility.output === 'ping' ? silent + 10 : numberOf(body.duration) + silent;
  const most = (seconds ?? Math.max(overall, Math.min(whole, LONGEST))) * 1000;
  return {
    firstMs: Math.min(first * 1000, most),
    idleMs: silent * 1000,
    overallMs: most,
    readyMs: Math.min(READY_MS, most),
  };
}
