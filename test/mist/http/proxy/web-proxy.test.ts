import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebProxy } from '../../../../src/mist/http/proxy/proxy.ts';
import { tlsTrouble } from '../../../../src/mist/http/tls-error.ts';

const CLOUD = 'https://api.eu.mist.com';
const STREAM = 'wss://api-ws.eu.mist.com/api-ws/v1/stream';

describe('NO_PROXY', () => {
  it.each([
    ['', true, true],
    ['*', false, false],
    ['mist.com', false, false],
    ['.mist.com', false, false],
    ['*.mist.com', false, false],
    ['MIST.COM', false, false],
    ['api.eu.mist.com', false, true],
    ['intranet,  api-ws.eu.mist.com', true, false],
    ['mist.com:443', false, false],
    ['mist.com:8443', true, true],
    ['ist.com, com.mist, eu', true, true],
    ['10.0.0.0/8 [::1]', true, true],
    [',, ,', true, true],
  ])('%j: REST through the proxy %s, stream %s', (noProxy, rest, stream) => {
    const proxy = new WebProxy('proxy:3128', noProxy);
    expect([proxy.leadsTo(CLOUD), proxy.leadsTo(STREAM)]).toEqual([rest, stream]);
  });

  it.each(['http://127.0.0.1:8080', 'http://localhost', 'ws://[::1]:80', 'http://127.3.2.1'])(
    'always has this machine in it (%s), unless told',
    (url) => {
      expect(new WebProxy('proxy:3128').leadsTo(url)).toBe(false);
      expect(new WebProxy('proxy:3128', 'a,<-loopback>').leadsTo(url)).toBe(true);
    },
  );

  it('is read whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (noProxy) => {
        expect(new WebProxy('proxy:3128', noProxy).leadsTo(CLOUD)).toBeTypeOf('boolean');
      }),
    );
  });
});

describe('the address of a proxy', () => {
  it.each([
    ['proxy', 'proxy:80', 'http://proxy'],
    ['proxy:3128', 'proxy:3128', 'http://proxy:3128'],
    [' HTTPS://Proxy.Example.com/ ', 'proxy.example.com:443', 'https://proxy.example.com'],
    ['http://[fd00::1]:8080', '[fd00::1]:8080', 'http://[fd00::1]:8080'],
  ])('%j is %s', (text, host, origin) => {
    expect(new WebProxy(text)).toMatchObject({ host, origin, authorization: undefined, secrets: [] });
  });

  it('gives its login to the connection alone', () => {
    const proxy = new WebProxy('http://me:p%40ss%3Aword@proxy:3128');
    expect(proxy.authorization).toBe(`Basic ${Buffer.from('me:p@ss:word').toString('base64')}`);
    expect(proxy.secrets).toEqual([Buffer.from('me:p@ss:word').toString('base64'), 'p@ss:word', 'p%40ss%3Aword']);
    for (const shown of [JSON.stringify({ proxy }), inspect({ proxy }), String(Object.values(proxy))]) {
      for (const secret of proxy.secrets) expect(shown).not.toContain(secret);
    }
  });

  it('is never in the error about it', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{9,20}$/),
        fc.constantFrom('socks5://', 'ftp://', 'http://%zz:'),
        (secret, scheme) => {
          expect(() => new WebProxy(`${scheme}${secret}@proxy:1/x`)).toThrow(new RegExp(`^(?!.*${secret})`));
        },
      ),
    );
  });
});

describe('trouble with a certificate', () => {
  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', /authority that is not known/, /NODE_EXTRA_CA_CERTS=/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /authority that is not known/, /not in \.env/],
    ['CERT_HAS_EXPIRED', /not valid today/, /clock/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /another name/, /login portal/],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /TLS failed/, /breaks TLS/],
  ])('%s is told of in words', (code, reason, advice) => {
    expect(tlsTrouble(code)).toMatchObject({
      reason: expect.stringMatching(reason),
      advice: expect.stringMatching(advice),
    });
  });

  it('is not seen where there is none', () => {
    for (const code of ['', 'ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_SOCKET']) expect(tlsTrouble(code)).toBeUndefined();
  });
});
