/** A number, or a range of numbers with both ends in it. */
const PART = String.raw`(\d+)(?:-(\d+))?`;
const KEY = new RegExp(`^([a-z]+)-${PART}/${PART}/${PART}(?::${PART})?$`);
/** More ports than any switch has; a key that names more is taken for a slip. */
const MOST = 4096;

function range(from: string | undefined, to: string | undefined): number[] {
  const first = Number(from);
  const length = Number(to ?? from) - first + 1;
  return length > 0 && length <= MOST ? Array.from({ length }, (_, index) => first + index) : [];
}

function expandOne(part: string): string[] {
  const match = KEY.exec(part);
  if (!match) return [part];
  const [, type = '', f1, f2, p1, p2, n1, n2, c1, c2] = match;
  const channels = c1 === undefined ? [''] : range(c1, c2).map((channel) => `:${channel}`);
  const names: string[] = [];
  for (const f of range(f1, f2))
    for (const p of range(p1, p2))
      for (const n of range(n1, n2)) {
        if (names.length > MOST) return [];
        for (const channel of channels) names.push(`${type}-${f}/${p}/${n}${channel}`);
      }
  return names;
}

/**
 * The single ports that a key of a port configuration names: `ge-0/0/0-3,xe-0/1/0` are five. A key of another shape,
 * such as `ae0` or `irb`, names itself; a reversed range names none.
 */
export function expandPorts(key: string): string[] {
  return key
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap(expandOne);
}
