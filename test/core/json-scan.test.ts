import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonShape, scanJson } from '../../src/core/json-scan.ts';

/** The same, from the parsed value. */
function shapeOf(value: unknown): JsonShape {
  if (typeof value !== 'object' || value === null) return { depth: 0, containers: 0, separators: 0 };
  const items = Object.values(value).map(shapeOf);
  const sum = (of: keyof JsonShape): number => items.reduce((total, item) => total + item[of], 0);
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
        expect(scanJson(Buffer.from(json))).toEqual(shapeOf(JSON.parse(json)));
      }),
    );
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
