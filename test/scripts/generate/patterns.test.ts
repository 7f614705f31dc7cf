import { describe, expect, it } from 'vitest';
import { patternProblems } from '../../../scripts/generate/patterns.ts';

const problem = (pattern: string): string | undefined => patternProblems({ schema: { type: 'string', pattern } })[0];

describe('patternProblems', () => {
  it.each([
    '^[1-5](,[1-5])*$',
    '^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$',
    '^[0-9a-fA-F]{12}$',
    '^([0-9a-f]{2}:){5}[0-9a-f]{2}$',
    '^(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}$',
    '^([a-z0-9]+(-[a-z0-9]+)*\\.)+[a-z]{2,}$',
    '^\\S+@\\S+\\.\\S+$',
    '^.*foo.*bar.*$',
    '\\d+$',
    '^(a|b)*$',
    '^(?!x)[a-z]*$',
    '^\\p{L}+$',
    '',
  ])('lets %s through', (pattern) => {
    expect(problem(pattern)).toBeUndefined();
  });

  it.each([
    '(a+)+$',
    '^(a*)*$',
    '^(a|a)*$',
    '^(a|aa)+$',
    '^([a-z]+\\d*)+!$',
    '^(\\w|[0-9])+$',
    '^((ab)*(ab)*)+$',
    '^(a|b|ab)*c$',
    '^(.*,)*x$',
    '^(\\s*\\S*)*$',
    '(x+x+)+y',
    '^(é+|\\W)*!$',
    '^(?=(a+)+$)b',
    '(?<!(a|a)*)b',
  ])('refuses %s, whose failing match takes exponential time', (pattern) => {
    expect(problem(pattern)).toContain('can take exponential time');
  });

  it.each(['^a*a*a*$', '^\\s*a?\\s*b?\\s*c?\\s*$'])(
    'refuses %s, for which a hundred blanks take seconds',
    (pattern) => {
      expect(problem(pattern)).toContain('more than the square');
    },
  );

  it.each(['(', '[\\w-.]', 'a{2,1}', '\\', '(?<=a', '(?P<name>a)'])(
    'refuses %s, which is no regular expression',
    (pattern) => {
      expect(problem(pattern)).toContain('is no regular expression');
    },
  );

  it('finds patterns wherever they count, and takes a property called pattern for a name', () => {
    expect(
      patternProblems({ items: { properties: { pattern: { type: 'string' } } }, patternProperties: { '(a+)+$': {} } }),
    ).toEqual(['the pattern "(a+)+$" at  can take exponential time']);
  });
});
