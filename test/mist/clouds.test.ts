import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clouds, parseCloud } from '../../src/mist/clouds.ts';

const OPERATOR = { operator: true };

describe('the clouds of the spec', () => {
  it('are twelve, each with an API and a stream', () => {
    expect(clouds()).toHaveLength(12);
    expect(clouds()).toContainEqual({
      name: 'api.eu.mist.com',
      region: 'EMEA 01',
      api: 'https://api.eu.mist.com',
      stream: 'wss://api-ws.eu.mist.com',
    });
  });

  it('are understood in every way people write them', () => {
    const cased = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
    );
    const written = fc
      .constantFrom('', 'https://')
      .chain((before) =>
        fc
          .constantFrom('', '/')
          .chain((after) =>
            fc
              .constantFrom('api.', 'manage.')
              .map((kind) => (host: string) => before + host.replace(/^api\./, kind) + after),
          ),
      );
    fc.assert(
      fc.property(
        fc.constantFrom(...clouds()),
        written,
        cased,
        fc.constantFrom('', ' ', '\n'),
        (cloud, write, cases, blank) => {
          expect(parseCloud(blank + cases(write(cloud.name)) + blank)).toBe(cloud);
        },
      ),
    );
    for (const cloud of clouds()) {
      const plain = cloud.region.replace(' ', '');
      for (const text of [
        cloud.region,
        plain,
        plain.toLowerCase(),
        `Mist ${cloud.region}`,
        cloud.region.replace(' 0', '-'),
      ]) {
        expect(parseCloud(text)).toBe(cloud);
      }
    }
  });
});

describe('a server on this machine', () => {
  const hosts = ['127.0.0.1:8080', '127.255.3.4', 'localhost:1', '[::1]:65535', '[::1]'];
  for (const host of hosts) {
    it(`${host} is for the operator only`, () => {
      for (const text of [host, `http://${host}`, `HTTP://${host}/`]) {
        expect(parseCloud(text, OPERATOR)).toEqual({
          name: host,
          region: 'local',
          api: `http://${host}`,
          stream: `ws://${host}`,
        });
        expect(() => parseCloud(text)).toThrow(/is not a Mist cloud/);
      }
    });
  }

  const others = [
    'http://127.0.0.1.evil.com',
    'http://127.0.0.256',
    'http://127.1',
    'http://0x7f000001',
    'http://2130706433',
    'http://localhost.',
    'http://localhost.evil.com',
    'http://127.0.0.1:99999',
    'http://127.0.0.1:0',
    'http://127.0.0.1:80:80',
    'http://[::2]',
    'http://0.0.0.0',
    'http://10.0.0.1',
    'http://127.0.0.1@evil.com',
  ];
  for (const text of others) {
    it(`${text} is none`, () => {
      expect(() => parseCloud(text, OPERATOR)).toThrow(/not a Mist cloud/);
    });
  }
});

describe('a host that is in no list', () => {
  it('is taken from the operator when written out with https', () => {
    expect(parseCloud('https://api.gov.example.com/', OPERATOR)).toEqual({
      name: 'api.gov.example.com',
      region: 'other',
      api: 'https://api.gov.example.com',
      stream: 'wss://api-ws.gov.example.com',
    });
    expect(parseCloud('https://manage.gov.example.com', OPERATOR).name).toBe('api.gov.example.com');
  });

  it('is refused without https, which is where typing errors are', () => {
    expect(() => parseCloud('api.eu.mist.con', OPERATOR)).toThrow(/is not a Mist cloud/);
    expect(() => parseCloud('http://api.gov.example.com', OPERATOR)).toThrow();
    expect(() => parseCloud('http://api.mist.com', OPERATOR)).toThrow();
  });

  it('is taken from a client only when the operator has allowed it', () => {
    expect(() => parseCloud('https://api.gov.example.com')).toThrow(/api\.mist\.com \(Global 01\)/);
    const choice = { allowed: ['API.gov.example.com'] };
    expect(parseCloud('api.gov.example.com', choice).api).toBe('https://api.gov.example.com');
    expect(() => parseCloud('api.gov2.example.com', choice)).toThrow();
  });
});

describe('an address as people paste it', () => {
  it.each([
    'https://manage.eu.mist.com/admin/?org_id=9777c1a0-6ef6-11e6-8bbf-02e208b2d34f#!dashboard/insights/site',
    'https://manage.eu.mist.com/signin.html#!login',
    'https://manage.eu.mist.com/admin/#!dashboard/Zürich…',
    'HTTPS://MANAGE.EU.MIST.COM:443/Admin/?org_id=x',
    'https://api.eu.mist.com/api/v1/self',
    'https://api.eu.mist.com?x',
    'https://api.eu.mist.com#x',
    'https://api.eu.mist.com//',
    'https://api.eu.mist.com.',
    'https://api.eu.mist.com.:443/',
    'https://manage.eu.mist.com/?next=https://user:word@evil.example.com',
    'manage.eu.mist.com/admin/?org_id=x',
    'api.eu.mist.com.',
  ])('is the cloud of its host: %s', (text) => {
    const cloud = clouds().find(({ name }) => name === 'api.eu.mist.com');
    expect(parseCloud(text)).toBe(cloud);
    expect(parseCloud(text, OPERATOR)).toBe(cloud);
  });
});

describe('tricks', () => {
  const texts = [
    '',
    ' ',
    'https://',
    'https://user:pw@api.mist.com',
    'https://api.mist.com@evil.com',
    'https://api.mist.com:8443',
    'https://api.mist.com:4430',
    'http://api.mist.com/api/v1',
    'https://evil.example.com/api.mist.com',
    'https://evil.example.com/?https://api.mist.com',
    'https://evil.example.com#@api.mist.com',
    'https://evil.example.com/admin/?org_id=1',
    'https://api.mist.com..',
    'https://api.mist.com:443@evil.com',
    'https://api.mist.com/\\@evil.com',
    'https://user:pw@api.mist.com/admin',
    'https://api%2emist.com/',
    'https://api.mist.com\\@evil.com',
    'https://api.mist.com.evil.com/x',
    'https://аpi.mist.com',
    'https://api。mist。com',
    'https://api.mist.com\u200b',
    'https://api.\u212Aorp.example.com',
    'ftp://api.mist.com',
    'https://https://api.mist.com',
    '//api.mist.com',
    'https://-a.example.com',
    'https://a_b.example.com',
    'https://192.168.1.1',
    'https://com',
  ];
  for (const text of texts) {
    it(`${JSON.stringify(text)} is refused`, () => {
      expect(() => parseCloud(text, OPERATOR)).toThrow(
        /not a Mist cloud; name a host or region of: .*api\.gc7\.mist\.com/,
      );
    });
  }

  it('never show what may be a secret', () => {
    for (const secret of ['s3cretTokenOfSixtyFourCharactersOrSo_abcdefghijklmnopqrstuvwx', 'https://u:hunter2@x.y']) {
      expect(() => parseCloud(secret, OPERATOR)).toThrow(/^That is not/);
    }
  });

  it('whatever is written, a client stays on the list', () => {
    const wild = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.tuple(fc.string(), fc.constantFrom(...clouds()), fc.string()).map(([a, { name }, b]) => a + name + b),
    );
    fc.assert(
      fc.property(wild, (text) => {
        let cloud: unknown;
        try {
          cloud = parseCloud(text);
        } catch {
          return;
        }
        expect(clouds()).toContain(cloud);
      }),
      { numRuns: 800 },
    );
  });

  it('whatever the operator writes, the origin is https or on this machine, and nothing but an origin', () => {
    const piece = fc.constantFrom(
      'https://',
      'http://',
      'api.',
      'a.b',
      '127.0.0.1',
      'localhost',
      ':80',
      '/',
      '@',
      '#',
      '?',
      '\\',
      '[::1]',
      'é',
      '.com',
      '%2e',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')),
        (text) => {
          let api: string;
          try {
            ({ api } = parseCloud(text, OPERATOR));
          } catch {
            return;
          }
          const url = new URL(api);
          expect(url.origin).toBe(api);
          expect(url.protocol === 'https:' || /^(localhost|127\..*|\[::1\])$/.test(url.hostname)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
