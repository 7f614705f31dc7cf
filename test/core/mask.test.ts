import { expect, it } from 'vitest';
import { cutPlace, isMask, isWholeMask, markMasks, maskOf, plainMasks, withoutMarks } from '../../src/core/mask.ts';

const MASK = maskOf('psk');

it('A mask says what stood there, in sixty characters at most', () => {
  expect(MASK).toBe('••• masked by mistmcp (psk) •••');
  expect(maskOf('n'.repeat(80))).toBe(`••• masked by mistmcp (${'n'.repeat(60)}) •••`);
});

it.each<[unknown, boolean, boolean]>([
  [MASK, true, true],
  [`a ${MASK}`, true, false],
  [`${MASK} b`, true, false],
  [`${MASK}${MASK}`, true, false],
  ['••• masked by mistmcp (', true, false],
  ['••• masked by mistmcp (cut', true, false],
  [') •••', false, false],
  ['****', true, true],
  ['**********', true, true],
  ['***', false, false],
  ['a****', false, false],
  ['****a', false, false],
  ['', false, false],
  [7, false, false],
])('%j holds a mask: %j, and is nothing else: %j', (value, holds, whole) => {
  expect(isMask(value)).toBe(holds);
  if (typeof value === 'string') expect(isWholeMask(value)).toBe(whole);
});

it('Words take the place of every mask, and nothing else changes', () => {
  expect(plainMasks(`a ${MASK} b ${maskOf('key')}`, 'secret')).toBe('a secret b secret');
  expect(plainMasks(`${MASK} ) ••• c`, 'secret')).toBe('secret ) ••• c');
  expect(plainMasks('no mask) at all', 'secret')).toBe('no mask) at all');
});

it('Marks of masks can be put on and taken off again', () => {
  const text = `a ${MASK} b ${maskOf('key')}`;
  const marked = markMasks(text, '0123456789abcdef');
  expect(marked).toBe(
    'a ••• masked by mistmcp (psk 0123456789abcdef) ••• b ••• masked by mistmcp (key 0123456789abcdef) •••',
  );
  expect(withoutMarks(marked)).toBe(text);
});

it.each(['0123456789abcde', '0123456789ABCDEF', '0123456789abcdefg', 'g123456789abcdef'])(
  'The words %s at the end of a name are no mark and stay',
  (words) => {
    const text = maskOf(`name ${words}`);
    expect(withoutMarks(text)).toBe(text);
  },
);

it('A text is cut behind the mask that stands at the place, and before one that has no end', () => {
  const text = `ab${MASK}cd`;
  const end = 2 + MASK.length;
  expect([1, 2, 3, end - 1, end, end + 1].map((longest) => cutPlace(text, longest))).toEqual([
    ...[1, 2, end, end, end],
    end + 1,
  ]);
  const open = text.slice(0, -8);
  expect(cutPlace(open, 10)).toBe(2);
  expect(cutPlace('plain', 3)).toBe(3);
});
