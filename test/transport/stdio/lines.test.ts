import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lines, LineTooLong, MAX_LINE } from '../../../src/transport/stdio/lines.ts';

describe('lines', () => {
  it('are the same however the bytes are cut', () => {
    const cuts = fc.array(fc.nat(60), { maxLength: 8 });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'ü', '\n', '\r'), maxLength: 40 }), cuts, (text, at) => {
        const bytes = Buffer.from(text);
        const places = [0, ...at.filter((place) => place < bytes.length).toSorted((a, b) => a - b), bytes.length];
        const lines = new Lines();
        const read = places.slice(1).flatMap((end, index) => lines.add(bytes.subarray(places[index], end)));
        expect([...read, lines.rest()].map(String)).toEqual(text.split('\n'));
      }),
    );
  });

  it('without an end are refused at their bound', () => {
    const lines = new Lines();
    lines.add(Buffer.alloc(MAX_LINE));
    expect(() => lines.add(Buffer.from('a'))).toThrow(LineTooLong);
  });
});
