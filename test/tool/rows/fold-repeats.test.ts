import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldRepeats } from '../../../src/tool/rows/fold-repeats.ts';

const event = (timestamp: number, type: string) => ({ timestamp, type });

describe('rows that repeat the one before', () => {
  it('are told once, with how many they are and when the last was', () => {
    const rows = [
      event(9, 'AP_RESTARTED'),
      event(8, 'AP_RESTARTED'),
      event(7, 'AP_RESTARTED'),
      event(6, 'AP_CONFIGURED'),
    ];
    expect(foldRepeats(rows)).toEqual({
      folded: true,
      rows: [{ timestamp: 9, type: 'AP_RESTARTED', repeats: 3, until: 7 }, event(6, 'AP_CONFIGURED')],
    });
  });

  it('stay where something else is between them, and where they are no events', () => {
    const rows = [
      event(3, 'a'),
      event(2, 'b'),
      event(1, 'a'),
      { name: 'x' },
      { name: 'x' },
      { timestamp: 1 },
      { timestamp: 0 },
      7,
      7,
    ];
    expect(foldRepeats(rows)).toEqual({ folded: false, rows });
  });

  it('are counted to the last', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.constantFrom('a', 'b'))), (pairs) => {
        const { rows } = foldRepeats(pairs.map(([time, type]) => event(time, type)));
        const count = rows.reduce<number>(
          (sum, row) => sum + (typeof row === 'object' && row !== null && 'repeats' in row ? Number(row.repeats) : 1),
          0,
        );
        expect(count).toBe(pairs.length);
      }),
    );
  });
});
