import { afterEach, expect, it, vi } from 'vitest';
import { openOutput } from '../../src/cli/output.ts';
import { progressOn } from '../../src/cli/progress.ts';

const { isTTY } = process.stderr;
afterEach(() => {
  process.stderr.isTTY = isTTY;
  vi.restoreAllMocks();
});

/** What is written to stderr when a word comes at each of these moments, in milliseconds. */
function writtenAt(moments: readonly number[], terminal: boolean): readonly string[] {
  process.stderr.isTTY = terminal;
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  let now = 0;
  const progress = progressOn(openOutput({ json: true }), () => now);
  for (const moment of moments) {
    now = moment;
    progress(`after ${moment}`);
  }
  return written.map((line) => line.trim());
}

it('Progress is told every two seconds at most, and nothing of a command that is quicker', () => {
  expect(writtenAt([10, 1999], true)).toEqual([]);
  expect(writtenAt([10, 2000, 2100, 3999, 4000], true)).toEqual(['… after 2000', '… after 4000']);
});

it('Progress is for a person at a terminal alone', () => {
  expect(writtenAt([2000, 9000], false)).toEqual([]);
});
