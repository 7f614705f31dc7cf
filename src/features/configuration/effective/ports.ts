import { isRow, type Layer } from './layer.ts';

/** `ge-0/0/1`, with a range in any of its places: `ge-0/0/0-23`, `mge-0-3/0/1`, channels as in `et-0/0/0:0-3`. */
const PORT = /^([a-z]+\d?)-(\d+)(?:-(\d+))?\/(\d+)(?:-(\d+))?\/(\d+)(?:-(\d+))?(?::(\d+)(?:-(\d+))?)?$/;
/** What has no slot and card: `ae0`, `vme`, `irb`, `reth1`, `me0`, `eth1`. */
const SINGLE = /^[a-z]+\d*(?:\.\d+)?$/;
/** A stack has fewer ports; a range beyond that is a mistake, not a list to write out. */
const MOST = 4096;

/** Kinds of ports with a slot, a card and a number, as Junos names them: Ethernet, LTE, DSL, lines, tunnels, Wi-Fi. */
const KINDS: readonly string[] = [
  ...[
    'ge',
    'mge',
    'xe',
    'et',
    'fe',
    'cl',
    'dl',
    'pt',
    'at',
    't1',
    'e1',
    't3',
    'e3',
    'se',
    'wl',
    'gr',
    'lt',
    'vt',
    'sp',
  ],
];

/** What is wrong with a range such as `ge-0/0/5-3`. */
const BACKWARD = 'is a range that ends before it begins';

/** What a key of a map of ports means. */
export interface PortKey {
  /** Single ports. A part that cannot be read stands as it is written. */
  readonly ports: readonly string[];
  /** What is wrong with parts of the key, as the end of a sentence; undefined where all of it reads. */
  readonly problem: string | undefined;
}

interface Range {
  readonly from: number;
  readonly count: number;
}

const rangeOf = (from = '0', to = from): Range => ({
  from: Number(from),
  count: Math.max(Number(to) - Number(from) + 1, 0),
});

const numbers = ({ from, count }: Range): number[] => Array.from({ length: count }, (_, index) => from + index);

/** The single ports that a key of `port_config` means, and what of it cannot be read. */
export function readPortKey(key: string): PortKey {
  const ports: string[] = [];
  let problem: string | undefined;
  for (const part of key.split(',')) {
    const text = part.trim();
    const read = portsOfPart(text);
    if (typeof read !== 'string' && ports.length + read.length <= MOST) ports.push(...read);
    else {
      ports.push(text);
      problem ??= typeof read === 'string' ? `${text} ${read}` : `${text} goes beyond ${MOST} ports`;
    }
  }
  return { ports, problem };
}

/**
 * The single ports that a key of `port_config` means: a port, a range, or several with commas. Whatever cannot be read or
 * goes beyond the ports of a stack stays as it is written.
 */
export const portsOf = (key: string): string[] => [...readPortKey(key).ports];

/**
 * What is wrong with the key of a new entry of a map of ports, as the end of a sentence: a range that has no port or
 * too many, a part that is empty or no port, a kind of port that is none. What is written without slot and card is
 * taken as it is, and so is what holds a variable or a unit (`ge-0/0/1.100`).
 */
export function wrongPortKey(key: string): string | undefined {
  for (const part of key.split(',')) {
    const text = part.trim();
    if (text === '') return 'one of its parts is empty';
    if (!text.includes('/') || text.includes('{{')) continue;
    const plain = text.replace(/\.\d+$/, '');
    const read = portsOfPart(plain);
    if (typeof read === 'string') return `${text} ${read}`;
    const [, kind = ''] = PORT.exec(plain) ?? [];
    if (!KINDS.includes(kind)) return `${kind} is no kind of port`;
  }
  return undefined;
}

/** The ports of a part without commas; what is wrong with one that has none. */
function portsOfPart(text: string): string[] | string {
  const [whole, kind, fpc, fpcTo, pic, picTo, port, portTo, channel, channelTo] = PORT.exec(text) ?? [];
  if (whole === undefined) return SINGLE.test(text) ? [text] : 'is not a port or a range of ports';
  const [slots, cards, ports] = [rangeOf(fpc, fpcTo), rangeOf(pic, picTo), rangeOf(port, portTo)];
  const channels = rangeOf(channel, channelTo);
  const counts = [slots.count, cards.count, ports.count, channels.count];
  const all = counts.reduce((product, count) => product * count);
  if (all === 0) return BACKWARD;
  if (Math.max(...counts, all) > MOST) return `goes beyond ${MOST} ports`;
  const ends = channel === undefined ? [''] : numbers(channels).map((number) => `:${number}`);
  return numbers(slots).flatMap((slot) =>
    numbers(cards).flatMap((card) =>
      numbers(ports).flatMap((number) => ends.map((end) => `${kind}-${slot}/${card}/${number}${end}`)),
    ),
  );
}

/** A port up to its last number, which is that of a channel where it has one. */
const NUMBERED = /^([a-z]+-\d+\/\d+\/(?:\d+:)?)(\d+)$/;

/**
 * The shortest key that means these ports: neighbors of one slot and card as ranges, in the order given, with commas
 * between. What is no port stays as it is.
 */
export function joinPorts(ports: readonly string[]): string {
  const parts: { head: string; from: number; to: number }[] = [];
  const others: string[] = [];
  for (const port of ports) {
    const [, head, number] = NUMBERED.exec(port) ?? [];
    if (head === undefined) {
      others.push(port);
      continue;
    }
    const last = parts.at(-1);
    if (last?.head === head && last.to + 1 === Number(number)) last.to += 1;
    else parts.push({ head, from: Number(number), to: Number(number) });
  }
  const ranges = parts.map(({ head, from, to }) => (from === to ? `${head}${from}` : `${head}${from}-${to}`));
  return [...ranges, ...others].join(',');
}

/** Orders ports as they stand on the device: by kind, then by each number. */
export const byPort = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

const shown = (ports: readonly string[]): string =>
  ports.slice(0, 3).join(', ') + (ports.length > 3 ? ` and ${ports.length - 3} more` : '');

/**
 * Sentences on ports that two layers set under different keys, such as a range in a rule and one port of it on the
 * device: both entries are in the merged map, so the reader must know which counts.
 *
 * @param layers most specific first
 */
export function overlaps(layers: readonly Layer[]): string[] {
  const taken = new Map<string, { key: string; source: string }>();
  const sentences: string[] = [];
  for (const { source, roots } of layers) {
    const config = isRow(roots.port_config) ? Object.keys(roots.port_config) : [];
    for (const key of config) {
      const ports = portsOf(key);
      const clashing = ports.filter((port) => {
        const owner = taken.get(port);
        return owner !== undefined && owner.key !== key && owner.source !== source;
      });
      if (clashing.length > 0) {
        const owner = taken.get(clashing[0] ?? '')?.source ?? '';
        sentences.push(
          `port_config: ${key} of ${source} also covers ${shown(clashing)}, which ${owner} sets; there the more specific entry counts.`,
        );
      }
      for (const port of ports) if (!taken.has(port)) taken.set(port, { key, source });
    }
  }
  return sentences;
}
