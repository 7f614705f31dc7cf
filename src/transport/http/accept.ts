/** What a client can read of an answer. */
export interface Acceptable {
  readonly json: boolean;
  readonly stream: boolean;
}

/** Headers that were read lately: an application sends the same one with every request. */
const known = new Map<string | undefined, Acceptable>();
const MOST_KNOWN = 100;
/** No application sends a longer one. */
const LONGEST_KNOWN = 200;

/**
 * Reads an Accept header as RFC 9110 has it: absent means everything, the most specific range decides, and a weight of 0
 * refuses.
 */
export function readAccept(header: string | undefined): Acceptable {
  const before = known.get(header);
  if (before) return before;
  const read = parseAccept(header);
  if (known.size >= MOST_KNOWN) known.clear();
  if ((header ?? '').length <= LONGEST_KNOWN) known.set(header, read);
  return read;
}

function parseAccept(header: string | undefined): Acceptable {
  const ranges = (header ?? '*/*')
    .split(',')
    .map(readRange)
    .filter(({ range }) => range !== '');
  if (ranges.length === 0) return { json: true, stream: true };
  const accepts = (type: string): boolean => {
    const [family = ''] = type.split('/');
    const weights = [type, `${family}/*`, '*/*'].map((name) => ranges.find(({ range }) => range === name)?.weight);
    return (weights.find((weight) => weight !== undefined) ?? 0) > 0;
  };
  return { json: accepts('application/json'), stream: accepts('text/event-stream') };
}

function readRange(text: string): { range: string; weight: number } {
  const [range = '', ...parameters] = text
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const weight = parameters.map((parameter) => /^q\s*=\s*([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
  return { range, weight: weight === undefined ? 1 : Number(weight) };
}
