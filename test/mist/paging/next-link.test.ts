import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import { parseCloud } from '../../../src/mist/clouds.ts';
import { parseNext, withSkip } from '../../../src/mist/paging/next-link.ts';
import { isRoute, operation, operationTable } from '../../../src/mist/spec/operations.ts';

const cloud = parseCloud('api.mist.com');
const ORG = '11111111-2222-3333-4444-555555555555';
const GOOD = `/api/v1/orgs/${ORG}/alarms/search?end=1711035686.5&limit=10&search_after=%5B1711031354000%2C+%2256%22%5D&start=1710949286`;

describe('a next of the cloud', () => {
  it('is read, relative or absolute', () => {
    const parsed = {
      route: 'GET /api/v1/orgs/{org_id}/alarms/search',
      path: { org_id: ORG },
      query: { end: '1711035686.5', limit: '10', search_after: '[1711031354000, "56"]', start: '1710949286' },
      url: GOOD,
    };
    expect(parseNext(GOOD, cloud)).toEqual(parsed);
    expect(parseNext(`https://api.mist.com${GOOD}`, cloud)).toEqual(parsed);
    expect(parseNext(`HTTPS://API.MIST.COM${GOOD}`, cloud)).toEqual(parsed);
  });

  it('may continue by a cursor that the spec does not name', () => {
    const text = `/api/v1/sites/${ORG}/events/fast_roam?type=success&start=1&end=2&limit=200&token=AAAAEgAIAAVVJh4%2F%2F%3D`;
    expect(parseNext(text, cloud).url).toBe(text);
  });

  it('carries what was shown and asked behind #, which is not sent', () => {
    const noted = withSkip(GOOD, { skip: 13, fields: ['name', 'mac', 'port_stat.up', '*'] });
    expect(noted).toBe(`${GOOD}#skip=13&fields=name,mac,port_stat.up,*`);
    expect(parseNext(noted, cloud)).toMatchObject({
      url: GOOD,
      skip: 13,
      fields: ['name', 'mac', 'port_stat.up', '*'],
    });
    expect(withSkip(noted, { skip: 20 })).toBe(`${GOOD}#skip=20`);
    expect(withSkip(noted, {})).toBe(GOOD);
    expect(parseNext(GOOD, cloud)).not.toHaveProperty('skip');
  });
});

describe('everything else', () => {
  const base = `/api/v1/orgs/${ORG}`;
  const texts = [
    '',
    '/',
    'api/v1/self',
    '/api/v1',
    '/api/v1/',
    '/api/v2/self',
    '/api/v1/nothing/here',
    '/api/v1/orgs/acme/sites',
    '@evil.com/api/v1/self',
    '.evil.com/api/v1/self',
    ':80/api/v1/self',
    '//evil.com/api/v1/self',
    '///evil.com/api/v1/self',
    '/\\evil.com/api/v1/self',
    '\\\\evil.com/api/v1/self',
    'https://evil.com/api/v1/self',
    'https://api.eu.mist.com/api/v1/self',
    'http://api.mist.com/api/v1/self',
    'https://api.mist.com.evil.com/api/v1/self',
    'https://api.mist.com@evil.com/api/v1/self',
    'https://user:pw@api.mist.com/api/v1/self',
    'https://api.mist.com:444/api/v1/self',
    'https:/api.mist.com/api/v1/self',
    'https:api.mist.com/api/v1/self',
    'https:///api.mist.com/api/v1/self',
    'javascript:/api/v1/self',
    'file:///api/v1/self',
    '/api/v1/../../etc/passwd',
    '/api/v1/../v1/self',
    '/api/v1/./self',
    '/api/v1/%2e%2e/self',
    '/api/v1/%2E./self',
    `/api/v1/orgs/%2e%2e/sites`,
    `/api/v1/orgs/${ORG}%2fsites`,
    `/api/v1/orgs/${ORG}%5csites`,
    `/api/v1/orgs/${ORG}%252fsites`,
    `/api/v1/orgs/${ORG}%3fx`,
    '/api/v1/self%00',
    '/api/v1/self%zz',
    '/api/v1//self',
    '/api/v1/self/',
    '/api/v1/self ',
    ' /api/v1/self',
    '/api/v1/self\n',
    '/api\t/v1/self',
    '/api/v1/selfé',
    '/api/v1/self?evil=1',
    '/api/v1/self?constructor=1',
    `${base}/alarms/search?org_id=x`,
    '/api/v1/self#evil',
    '/api/v1/self#skip=-1',
    '/api/v1/self#skip=1e9',
    '/api/v1/self#skip=99999999',
    '/api/v1/self#fields=a%0Ab',
    '/api/v1/self#fields=',
    `/api/v1/self?limit=${'1'.repeat(9000)}`,
  ];
  for (const text of texts) {
    it(`${JSON.stringify(text).slice(0, 70)} is refused`, () => {
      expect(() => parseNext(text, cloud)).toThrow(MistError);
    });
  }

  it('on a route that changes something is refused, though it is a GET', () => {
    const changing = Object.keys(operationTable().operations)
      .filter(isRoute)
      .filter((route) => route.startsWith('GET ') && operation(route).effect !== 'read');
    for (const route of changing) {
      const text = route.slice(4).replace(/\{[^}]+\}/g, ORG);
      expect(() => parseNext(text, cloud), route).toThrow(MistError);
    }
  });

  it('whatever the text, what comes out stays on the origin, under /api/v1/, on a GET route', () => {
    const seeds = fc.constantFrom(GOOD, '/api/v1/self', `https://api.mist.com/api/v1/orgs/${ORG}/sites?limit=3&page=2`);
    const bit = fc.oneof(
      fc.constantFrom(
        '..',
        '/',
        '//',
        '\\',
        '%2e',
        '%2F',
        '%5C',
        '@',
        '#',
        '?',
        '&',
        ':',
        ';',
        'evil.com',
        'https://',
        '\t',
        '\n',
        '%00',
        '.',
        '//evil.com',
        '/../',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const mutated = fc
      .tuple(seeds, fc.nat(140), fc.nat(6), bit)
      .map(([seed, at, cut, put]) => seed.slice(0, at) + put + seed.slice(at + cut));
    const wild = fc.oneof(
      mutated,
      mutated,
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.array(bit).map((bits) => bits.join('')),
    );
    let passed = 0;
    fc.assert(
      fc.property(wild, (text) => {
        let parsed: ReturnType<typeof parseNext>;
        try {
          parsed = parseNext(text, cloud);
        } catch (error) {
          expect(error).toBeInstanceOf(MistError);
          return;
        }
        passed += 1;
        const url = new URL(cloud.api + parsed.url);
        expect(url.origin).toBe(cloud.api);
        expect(url.username + url.password + url.hash).toBe('');
        expect(url.pathname.startsWith('/api/v1/')).toBe(true);
        expect(
          url.pathname + url.search === parsed.url ||
            decodeURI(url.search) === decodeURI(new URL(parsed.url, cloud.api).search),
        ).toBe(true);
        expect(isRoute(parsed.route) && parsed.route.startsWith('GET ')).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(passed).toBeGreaterThan(10);
  });
});
