import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastScreen, plainText } from '../../../src/features/device-commands/terminal.ts';

const ESC = '\u001b';
const CLEAR = `${ESC}[H${ESC}[2J`;
const CONTROL = /[\p{Cc}\u202e\u2066]/u;

/** Output as a hostile or broken device may send it: codes, halves of codes, overwriting, text. */
const noise = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ESC,
        `${ESC}[`,
        `${ESC}[2J`,
        `${ESC}[H`,
        `${ESC}[5;9H`,
        `${ESC}[9999B`,
        `${ESC}[K`,
        `${ESC}]0;x`,
        '\u0007',
      ),
      fc.constantFrom('\r', '\n', '\r\n', '\b', '\t', '\u0000', '\u009b', '\u202e', '\u2066'),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('text of a terminal', () => {
  it.each([
    [`${ESC}[1;31mdown${ESC}[0m ge-0/0/1`, 'down ge-0/0/1'],
    ['10%\r50%\r100%\r\ndone', '100%\ndone'],
    ['ab\b\bX', 'Xb'],
    [`${ESC}]0;title\u0007ok`, 'ok'],
    ['a\u202eb\u0000c', 'abc'],
    ['\r\n\r\nfirst\r\n  second  \r\n\r\n', 'first\n  second'],
  ])('%j reads as %j', (raw, text) => {
    expect(plainText(raw)).toBe(text);
  });

  it('holds no code of a terminal, whatever came', () => {
    fc.assert(
      fc.property(noise, (raw) => {
        for (const line of [...plainText(raw).split('\n'), ...lastScreen(raw).split('\n')])
          expect(line).not.toMatch(CONTROL);
      }),
    );
  });
});

describe('the last screen', () => {
  it('is the last that was drawn whole', () => {
    const raw = `${CLEAR}top 1\r\na\r\nb\r\n${CLEAR}top 2\r\nc\r\nd\r\n${CLEAR}top 3\r\n`;
    expect(lastScreen(raw)).toBe('top 2\nc\nd');
    expect(lastScreen(`${raw}e\r\nf\r\n`)).toBe('top 3\ne\nf');
  });

  it('is drawn over the one before without clearing it', () => {
    const raw = `${ESC}[Htop 1${ESC}[K\r\nlong line${ESC}[K\r\nb${ESC}[K${ESC}[Htop 2${ESC}[K\r\nx${ESC}[K`;
    expect(lastScreen(raw)).toBe('top 1\nlong line\nb');
    expect(lastScreen(`${raw}\r\ny${ESC}[K`)).toBe('top 2\nx\ny');
    expect(lastScreen(`${raw}${ESC}[Htop 3${ESC}[K`)).toBe('top 1\nlong line\nb');
  });

  it('is put where the cursor was sent', () => {
    expect(lastScreen(`${CLEAR}name:${ESC}[3;4Hthird${ESC}[1;7HAP`)).toBe('name: AP\n\n   third');
  });

  it('is told by its first line where there are no codes', () => {
    const block = (pid: number) => `last pid: ${pid};  load averages: 0.1\nCPU: 1%\n`;
    expect(lastScreen(block(1) + block(2))).toBe(block(2).trimEnd());
    expect(lastScreen(`${block(1) + block(2)}last pid: 3;`)).toBe(block(2).trimEnd());
    expect(lastScreen('no screen at all')).toBe('no screen at all');
  });

  it('does not grow with what is drawn outside', () => {
    const raw = `${CLEAR}a${`${ESC}[9999B${ESC}[9999C`.repeat(1000)}x`;
    expect(lastScreen(raw).length).toBeLessThan(10);
  });
});
