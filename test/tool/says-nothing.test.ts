import { expect, it } from 'vitest';
import { meaningful } from '../../src/tool/says-nothing.ts';

it('elements of a list lose the commas around them, which would be empty elements', () => {
  expect(meaningful(['a,', ',b', ',,c,,d,', ' e', 'f,g', 7])).toEqual(['a', 'b', 'c,d', ' e', 'f,g', 7]);
  expect(meaningful(['', ',', ' ', 'null'])).toBeUndefined();
  expect(meaningful({ text: 'a,' })).toEqual({ text: 'a,' });
});
