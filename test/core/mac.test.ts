import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMac } from '../../src/core/mac.ts';

const bytes = fc
  .uint8Array({ minLength: 6, maxLength: 6 })
  .map((six) => [...six].map((byte) => byte.toString(16).padStart(2, '0')));

describe('MAC addresses as people write them', () => {
  it('are the same in every notation', () => {
    fc.assert(
      fc.property(bytes, fc.boolean(), (six, upper) => {
        const plain = six.join('');
        const dotted = plain.replace(/(.{4})(?=.)/g, '$1.');
        for (const form of [plain, six.join(':'), six.join('-'), dotted, ` ${six.join(' ')} `]) {
          expect(parseMac(upper ? form.toUpperCase() : form)).toBe(plain);
        }
      }),
    );
  });

  it.each(['5c5b35', '5c5b35*', '*0a1b'])('%s is a piece that searches take', (piece) => {
    expect(parseMac(piece)).toBe(piece);
  });

  it.each(['', 'printer', '5c5b350000011', 'gg:00:00:00:00:00', '../..', '5c%35'])('%j is refused', (text) => {
    expect(() => parseMac(text)).toThrow(/12 hex digits/);
  });
});
