import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import { segmentFault, serializePath } from '../../../src/mist/http/path.ts';
import { serializeQuery } from '../../../src/mist/http/query.ts';
import { matchRoute, operation } from '../../../src/mist/spec/operations.ts';
import type { Route } from '../../../src/mist/spec/routes.ts';

const ID = '00000000-0000-0000-1000-5c5b35000001';
const TEXT: Route = 'GET /api/v1/sites/{site_id}/anomaly/{metric}';
const path = '/api/v1/sites/{site_id}/anomaly/{metric}';
const fill = (metric: string) =>
  serializePath(`https://api.mist.com${path}`, { site_id: ID, metric }, operation(TEXT).path);

describe('a path parameter', () => {
  for (const value of [
    '',
    ' ',
    '.',
    '..',
    '../x',
    'a/b',
    'a\\b',
    'a?b',
    'a#b',
    '%2e%2e',
    '%',
    'a\nb',
    'a\u0000',
    '\u007f',
    '\u0085',
    '\ud800',
  ]) {
    it(`${JSON.stringify(value)} is refused`, () => {
      expect(() => fill(value)).toThrow(MistError);
    });
  }

  it('keeps dots, spaces and letters of any script inside its segment', () => {
    expect(fill('...')).toMatch(/\/\.\.\.$/);
    expect(fill('Café #1'.replace('#', 'no'))).toMatch(/\/Caf%C3%A9%20no1$/);
  });

  it('is an id by its shape, whatever its version', () => {
    expect(segmentFault(ID, 'uuid')).toBeUndefined();
    expect(segmentFault(ID.toUpperCase(), 'uuid')).toBeUndefined();
    for (const text of [`${ID} `, `{${ID}}`, ID.replaceAll('-', ''), `${ID}0`, 'self', `${ID}\n`]) {
      expect(segmentFault(text, 'uuid')).toBeDefined();
    }
  });

  it('whatever its value, stays one segment of its own route', () => {
    const wild = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc
        .array(fc.constantFrom('.', '..', '/', '%2f', '%2e', '\\', ';', 'a', '@', '?', '#', '\t'), { maxLength: 5 })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(wild, (value) => {
        let filled: string;
        try {
          filled = fill(value);
        } catch (error) {
          expect(error).toBeInstanceOf(MistError);
          return;
        }
        const url = new URL(filled);
        expect(url.origin).toBe('https://api.mist.com');
        const segments = url.pathname.split('/');
        expect(segments.slice(0, 6)).toEqual(['', 'api', 'v1', 'sites', ID, 'anomaly']);
        expect(segments).toHaveLength(7);
        expect(decodeURIComponent(segments[6] ?? '')).toBe(value);
        expect(matchRoute('GET', url.pathname)?.path.metric ?? value).toBe(value);
      }),
      { numRuns: 800 },
    );
  });
});

describe('a query', () => {
  it('comes back as it was, whatever its values', () => {
    const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), scalar), (query) => {
        const read = Object.fromEntries(new URLSearchParams(serializeQuery(query).replaceAll('+', '%2B')));
        expect(read).toEqual(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])));
      }),
    );
  });
});
