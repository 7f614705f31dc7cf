import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerText, errorText } from '../../src/cli/answer.ts';
import { type Canvas, table } from '../../src/cli/table.ts';
import { shellWords } from '../../src/core/shell-words.ts';
import { CONTROLS } from '../harness/run.ts';

const screen = (width: number): Canvas => ({ width, paint: (_tone, text) => text });

/** Texts as hostile neighbors write them. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\x1b[2J',
    '\x1b]0;title\x07',
    'a\r\nb\tc',
    '\x9b31m',
    'x\u202etxt.exe',
    '会議室 5',
    '🛜 Wi-Fi',
    '\x7f\b\b',
  ),
);
const json = fc.object({ key: nasty, values: [nasty, fc.integer(), fc.constant(null), fc.boolean()], maxDepth: 2 });

describe('what reaches a terminal', () => {
  it('holds nothing that it obeys, whatever an answer holds', () => {
    fc.assert(
      fc.property(fc.array(json), json, fc.option(nasty, { nil: undefined }), (rows, rest, next) => {
        const answer = { ...rest, results: rows, next };
        const text = `${answerText(answer, screen(80), (url) => shellWords(['more', url]))}${answerText(rest, screen(80), String)}`;
        expect(CONTROLS.exec(text + errorText({ ...rest, error: next }, screen(80)))?.[0]).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  it('is as wide as the screen at most, in one line a row', () => {
    const row = fc.tuple(nasty, fc.stringMatching(/^[ -~]{0,60}$/), fc.uuid(), fc.stringMatching(/^[ -~]{0,200}$/));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), fc.integer({ min: 40, max: 200 }), (rows, width) => {
        // Only plain texts: how wide others are is the terminal's decision.
        const plain = rows.map(([, ...cells]) => cells);
        const { text, leftOut } = table(['name', 'id', 'note'], plain, screen(width));
        const lines = text.split('\n');
        expect(lines).toHaveLength(rows.length + 1);
        // What somebody is called is never cut, so that it alone may be wider.
        const widest = Math.max(4, ...plain.map(([name = '']) => name.length));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(width, widest));
        expect(lines[0]?.split(/ +/).length).toBe(3 - leftOut.length);
        const wild = table(['a', 'b', 'c', 'd'], rows, screen(width)).text.split('\n');
        expect(wild).toHaveLength(rows.length + 1);
      }),
      { numRuns: 200 },
    );
  });
});
