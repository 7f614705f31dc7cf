/** Addresses from `first` to `last`, each as a number of 32 bits. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

const BITS = 32;

/** An IPv4 address as a number; undefined where it is none. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The length of a mask: `24`, `/24` or `255.255.255.0`; undefined where it is none. */
export function parseMask(text: string): number | undefined {
  const plain = text.replace(/^\//, '');
  if (/^\d{1,2}$/.test(plain)) return Number(plain) <= BITS ? Number(plain) : undefined;
  const bits = parseIpv4(plain)?.toString(2).padStart(BITS, '0');
  return bits !== undefined && /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : undefined;
}

/** The addresses of a subnet such as `10.1.0.0/24`, whatever address of it is written; undefined where it is none. */
export function parseSubnet(text: string): AddressRange | undefined {
  const [address = '', mask, ...others] = text.split('/');
  const [value, length] = [parseIpv4(address), mask === undefined ? undefined : parseMask(mask)];
  if (value === undefined || length === undefined || others.length > 0) return undefined;
  const size = 2 ** (BITS - length);
  const first = Math.floor(value / size) * size;
  return { first, last: first + size - 1 };
}

/** Whether a range holds all of another. */
export const isWithin = (inner: AddressRange, outer: AddressRange): boolean =>
  inner.first >= outer.first && inner.last <= outer.last;

/** Whether two ranges have an address in common. */
export const isOverlap = (one: AddressRange, other: AddressRange): boolean =>
  one.first <= other.last && other.first <= one.last;
