import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../src/core/tokens.ts';
import { presentText } from '../../src/tool/text-result.ts';

describe('a file of text as an answer', () => {
  it('is whole where it fits', () => {
    expect(presentText('one\ntwo', 100)).toEqual({ text: 'one\ntwo' });
    expect(presentText('', 1)).toEqual({ text: '' });
    const cost = estimateTokens('word') + 1;
    expect(presentText('word\nword', 2 * cost)).toEqual({ text: 'word\nword' });
  });

  it('is cut after the last whole line that fits, and says so', () => {
    const cost = estimateTokens('word') + 1;
    expect(presentText('word\nword\nword', 3 * cost - 1)).toEqual({
      text: 'word\nword',
      note: 'Cut: 2 of 3 lines are shown. The portal has the whole file.',
    });
  });

  it('shows the beginning of a line that does not fit', () => {
    expect(presentText('x'.repeat(500), 40)).toMatchObject({
      text: 'x'.repeat(40),
      note: expect.stringContaining('0 of 1'),
    });
  });

  it('is always the beginning of the file, within its budget', () => {
    fc.assert(
      fc.property(
        fc.array(fc.lorem({ maxCount: 8 }), { minLength: 1 }),
        fc.integer({ min: 5, max: 200 }),
        (lines, most) => {
          const file = lines.join('\n');
          const { text, note } = Object(presentText(file, most));
          expect(file.startsWith(text)).toBe(true);
          expect(note === undefined).toBe(text === file);
          if (text.includes('\n')) expect(estimateTokens(text)).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 50 },
    );
  });
});
