import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest } from '../../src/core/nearest.ts';

const names = ['org_wlan', 'site_wlan', 'org_network', 'org_networktemplate', 'site_setting', 'org_psk'];

test.each([
  ['org_wlans', 'org_wlan'],
  ['ORG-WLAN', 'org_wlan'],
  ['orgnetwork', 'org_network'],
  ['site_seting', 'site_setting'],
  ['psk', 'org_psk'],
])('%s means %s', (word, meant) => {
  expect(nearest(word, names)[0]).toBe(meant);
});

test('what resembles nothing gets no answer', () => {
  expect(nearest('qqqqqqqq', names)).toEqual([]);
});

test('a word is nearest to itself, and no more than n come back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), fc.nat(5), (words, n) => {
      const [first = ''] = words;
      const found = nearest(first, words, n);
      expect(found.length).toBeLessThanOrEqual(n);
      if (n > 0) expect(found[0]).toBe(first);
    }),
  );
});

test('a very long word is cut, not compared for ever', () => {
  expect(nearest('x'.repeat(1_000_000), names)).toEqual([]);
});
