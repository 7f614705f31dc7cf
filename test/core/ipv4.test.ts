import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOverlap, isWithin, parseIpv4, parseMask, parseSubnet } from '../../src/core/ipv4.ts';

const textOf = (value: number): string => [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.');
const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('an IPv4 address', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(address, (value) => {
        expect(parseIpv4(textOf(value))).toBe(value);
      }),
    );
  });

  it('is none with fewer parts, letters, or a part beyond 255', () => {
    for (const text of ['', '10.0.0', '10.0.0.256', '10.0.0.1.2', '{{net}}.1', '::1', '10.0.0.-1'])
      expect(parseIpv4(text), text).toBeUndefined();
  });
});

describe('a mask', () => {
  it('is a length or the mask itself', () => {
    expect(['24', '/24', '255.255.255.0', '0.0.0.0', '/32'].map(parseMask)).toEqual([24, 24, 24, 0, 32]);
    expect(['33', '255.0.255.0', 'x', ''].map(parseMask)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('a subnet', () => {
  it('holds its own address, has the size of its mask, and overlaps what it holds', () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 32 }), (value, length) => {
        const range = parseSubnet(`${textOf(value)}/${length}`);
        const one = { first: value, last: value };
        expect(range && isWithin(one, range) && isOverlap(range, one)).toBe(true);
        expect(range && range.last - range.first + 1).toBe(2 ** (32 - length));
      }),
    );
  });

  it('is none without a mask, with an open variable, or with a mask too long', () => {
    for (const text of ['10.0.0.0', '10.0.0.0/33', '10.{{site}}.0.0/24', '10.0.0.0/24/8'])
      expect(parseSubnet(text), text).toBeUndefined();
  });
});
