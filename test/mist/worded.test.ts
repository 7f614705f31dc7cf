import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonStart, worded } from '../../src/mist/worded.ts';

describe('the beginning of a value', () => {
  it('is the beginning of its JSON, whatever the value is', () => {
    const value = fc.jsonValue();
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 200 }), (given, longest) => {
        const text = JSON.stringify(given);
        const start = jsonStart(given, longest);
        expect(start.length).toBeLessThanOrEqual(longest);
        // What a text is cut to has its closing quote sooner.
        if (text.length <= longest) expect(start).toBe(text);
        else expect(start.slice(0, 5)).toBe(text.slice(0, Math.min(5, longest)));
      }),
    );
  });

  it('looks at no more of a list or an object than it shows', () => {
    let looked = 0;
    const item = {
      get deep() {
        looked += 1;
        return 'x'.repeat(40);
      },
    };
    expect(jsonStart(Array(1000).fill(item), 60)).toHaveLength(60);
    expect(looked).toBeLessThan(5);
    expect(jsonStart(undefined, 60)).toBe('nothing');
  });
});

describe('the sentences of a refusal', () => {
  it('are five at most, with the number of the others', () => {
    expect(worded(['a.', 'b.'])).toBe('a. b.');
    expect(worded(['1', '2', '3', '4', '5', '6', '7'])).toBe('1 2 3 4 5 And 2 more.');
    expect(worded(['1', '2', '3', '4', '5'], 5000)).toBe('1 2 3 4 5 And 4995 more.');
  });
});
