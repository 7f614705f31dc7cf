import { describe, expect, it } from 'vitest';
import { visible } from '../../../src/features/changes/visible.ts';

describe('a name in a question', () => {
  it.each([
    ['a no-break space', 'HQ\u00a0Lobby', 'HQ\\u{a0}Lobby'],
    ['an en quad', 'HQ\u2000Lobby', 'HQ\\u{2000}Lobby'],
    ['an ideographic space', 'HQ\u3000Lobby', 'HQ\\u{3000}Lobby'],
    ['the empty pattern of Braille', 'HQ\u2800', 'HQ\\u{2800}'],
    ['a Hangul filler', 'HQ\u3164', 'HQ\\u{3164}'],
    ['a zero-width space', 'H\u200bQ', 'H\\u{200b}Q'],
    ['a combining mark', 'H\u0336Q', 'H\\u{336}Q'],
    ['a letter in two characters', 'Cafe\u0301', 'Cafe\\u{301}'],
    [
      'a heap of marks of a script',
      `\u0e01${'\u0e31'.repeat(5)}`,
      `\u0e01${'\u0e31'.repeat(3)}${'\\u{e31}'.repeat(2)}`,
    ],
    ['a Cyrillic letter in a Latin word', '\u041effice', '\\u{41e}ffice'],
    ['a Latin letter in a Cyrillic word', 'З\u0061л', '\\u{417}a\\u{43b}'],
    ['a Cyrillic word that looks Latin', '\u0410\u0421\u0421 1', '\\u{410}\\u{421}\\u{421} 1'],
    ['a Greek letter after a Latin one', 'H\u039f', 'H\\u{39f}'],
    ['a digit of another script', '1\u09e6', '1\\u{9e6}'],
    ['mathematical letters', '\u{1d407}Q', '\\u{1d407}Q'],
    ['letters of full width', '\uff21\uff30', '\\u{ff21}\\u{ff30}'],
    ['a closing quote', 'Foo\u201d → \u201cBar', 'Foo\\u{201d} → \\u{201c}Bar'],
    ['another hyphen', 'AP\u20111', 'AP\\u{2011}1'],
    ['another slash', 'evil.example\u2215x', 'evil.example\\u{2215}x'],
    ['a ligature', 'o\ufb03ce', 'o\\u{fb03}ce'],
    ['many blanks', `a${' '.repeat(300)}b`, 'a\\u{20}×300b'],
  ])('shows %s as what it is', (_, name, shown) => {
    expect(visible(name)).toBe(shown);
  });

  it.each([
    'Zürich – Café №5 ™ 24 m² (it’s)',
    'Zażółć gęślą jaźń İstanbul Nguyễn',
    'Зал ожидания № 2',
    'Αθήνα, 3ος όροφος',
    'Wi-Fi東京 １階 ロビー',
    '서울 본사 2층',
    'عَرَبِيّ مكتب',
    'שלום',
    'सिक्योरिटी ऑफिस',
    'ห้องประชุม 3',
  ])('stays as it is written in its own script: %s', (name) => {
    expect(visible(name)).toBe(name);
  });
});
