import { describe, expect, it } from 'vitest';
import {
  countOf,
  joinedPorts,
  listed,
  placeText,
  quotedName,
  splitPorts,
} from '../../../src/features/effects/wording.ts';

describe('words of a verdict', () => {
  it.each([
    [0, 'client', '0 clients'],
    [1, 'client', '1 client'],
    [2, 'switch', '2 switches'],
    [2, 'box', '2 boxes'],
    [2, 'radius', '2 radiuses'],
    [2, 'mesh', '2 meshes'],
    [2, 'gateway', '2 gateways'],
    [2, 'policy', '2 policies'],
    [2, 'physical port', '2 physical ports'],
    [1, 'policy', '1 policy'],
  ])('count %i of %s as %s', (count, noun, words) => {
    expect(countOf(count, noun)).toBe(words);
  });

  it('quote a name on one line, without quotes of its own, cut to its length', () => {
    expect(quotedName('A "b"\n\t c')).toBe(`"A 'b' c"`);
    expect(quotedName('x'.repeat(40))).toBe(`"${'x'.repeat(40)}"`);
    expect(quotedName('x'.repeat(41))).toBe(`"${'x'.repeat(39)}…"`);
    expect(quotedName('abcdef', 4)).toBe('"abc…"');
  });

  it('list each name once, four of them, and count the others', () => {
    expect(listed([])).toBe('');
    expect(listed(['a', 'b', 'a', 'c', 'd'])).toBe('a, b, c, d');
    expect(listed(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c, d and 2 more');
    expect(listed(['a', 'b'], 1)).toBe('a and 1 more');
  });

  it('join ports as they stand on the device, and take them apart again', () => {
    const ports = ['xe-0/1/0', 'ge-0/0/10', 'ge-0/0/2', 'ge-0/0/3', 'ge-0/0/2'];
    expect(joinedPorts(ports)).toBe('ge-0/0/2-3, ge-0/0/10, xe-0/1/0');
    expect(splitPorts('ge-0/0/2-3')).toEqual(['ge-0/0/2', 'ge-0/0/3']);
    expect(placeText('ACC1', ports)).toBe('ACC1 ge-0/0/2-3, ge-0/0/10, xe-0/1/0');
    expect(placeText('ACC1', [])).toBe('ACC1');
  });
});
