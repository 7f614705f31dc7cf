import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonShape, scanJson } from '../../src/core/json-scan.ts';

type Countable = Omit<JsonShape, 'names'>;

/** The same, from the parsed value. */
function shapeOf(value: unknown): Countable {
  if (typeof value !== 'object' || value === null) return { depth: 0, containers: 0, separators: 0 };
  const items = Object.values(value).map(shapeOf);
  const sum = (of: keyof Countable): number => items.reduce((total, item) => total + item[of], 0);
  const own = Math.max(0, items.length - 1) + (Array.isArray(value) ? 0 : items.length);
  return {
    depth: 1 + Math.max(0, ...items.map(({ depth }) => depth)),
    containers: 1 + sum('containers'),
    separators: own + sum('separators'),
  };
}

describe('the measure of a JSON text', () => {
  it('is that of its value, whatever stands in its strings', () => {
    const text = fc.oneof(
      fc.json(),
      fc.array(fc.string({ unit: fc.constantFrom('"', '\\', '[', '}', ',', ':', 'ü') })),
    );
    fc.assert(
      fc.property(text, (given) => {
        const json = typeof given === 'string' ? given : JSON.stringify(given);
        expect(scanJson(Buffer.from(json))).toMatchObject(shapeOf(JSON.parse(json)));
      }),
    );
  });

  it('counts different names once each, however often they come', () => {
    const names = (count: number, rows: number) =>
      scanJson(
        Buffer.from(
          JSON.stringify(
            Array.from({ length: rows }, () =>
              Object.fromEntries(Array.from({ length: count }, (_, index) => [`name of ${index}`, '":'])),
            ),
          ),
        ),
      ).names;
    expect(names(50, 100)).toBe(50);
    expect(names(5000, 1)).toBeGreaterThan(4800);
    expect(names(0, 3)).toBe(0);
  });

  it('ends where one of its bounds is passed', () => {
    const rows = Buffer.from('[{"a":1},{"b":2},{"c":3}]');
    expect(scanJson(rows, { names: 1 })).toMatchObject({ names: 2, containers: 3 });
    expect(scanJson(rows, { containers: 2 })).toMatchObject({ containers: 3 });
    expect(scanJson(rows, { depth: 1 }).depth).toBe(2);
  });

  it('of a text that is no JSON is some number, never an error', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(scanJson(bytes).containers).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(scanJson(Buffer.from('"\\')).depth).toBe(0);
  });
});
