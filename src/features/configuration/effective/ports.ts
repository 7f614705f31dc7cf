import { isRow, type Layer } from './layer.ts';

/** `ge-0/0/1`, with a range in any of its three places: `ge-0/0/0-23`, `mge-0-3/0/1`. */
const PORT = /^([a-z]+)-(\d+)(?:-(\d+))?\/(\d+)(?:-(\d+))?\/(\d+)(?:-(\d+))?$/;
/** A stack has fewer ports; a range beyond that is a mistake, not a list to write out. */
const MOST = 4096;

interface Range {
  readonly from: number;
  readonly count: number;
}

const rangeOf = (from = '0', to = from): Range => ({
  from: Number(from),
  count: Math.max(Number(to) - Number(from) + 1, 0),
});

const numbers = ({ from, count }: Range): number[] => Array.from({ length: count }, (_, index) => from + index);

/**
 * The single ports that a key of `port_config` means: a port, a range, or several with commas. Whatever goes beyond the
 * ports of a stack stays as it is written.
 */
export function portsOf(key: string): string[] {
  const found: string[] = [];
  for (const part of key.split(',')) {
    const text = part.trim();
    const ports = portsOfPart(text);
    if (ports && found.length + ports.length <= MOST) found.push(...ports);
    else found.push(text);
  }
  return found;
}

/** The ports of a part without commas; undefined for what is no port, and for too many. */
function portsOfPart(text: string): string[] | undefined {
  const [whole, kind, fpc, fpcTo, pic, picTo, port, portTo] = PORT.exec(text) ?? [];
  const [slots, cards, ports] = [rangeOf(fpc, fpcTo), rangeOf(pic, picTo), rangeOf(port, portTo)];
  const counts = [slots.count, cards.count, ports.count];
  const all = counts.reduce((product, count) => product * count);
  if (whole === undefined || Math.max(...counts, all) > MOST) return undefined;
  return numbers(slots).flatMap((slot) =>
    numbers(cards).flatMap((card) => numbers(ports).map((number) => `${kind}-${slot}/${card}/${number}`)),
  );
}

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
