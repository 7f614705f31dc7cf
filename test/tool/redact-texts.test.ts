import { describe, expect, it } from 'vitest';
import { maskOf } from '../../src/core/mask.ts';
import { maskCli } from '../../src/tool/redact/cli.ts';
import { maskForms, withPlainSigns } from '../../src/tool/redact/forms.ts';
import { maskPairs } from '../../src/tool/redact/pairs.ts';
import { maskText } from '../../src/tool/redact/text.ts';
import { maskUrls } from '../../src/tool/redact/urls.ts';

/** A text with a short word for each mask. */
const short = (text: string): string => text.replace(/••• masked by mistmcp \(([^)]*)\) •••/g, '<$1>');

describe('names and values in a text', () => {
  it.each([
    ['x {"psk": "abc", "ssid": "s"} y', 'x {"psk": "<psk>", "ssid": "s"} y'],
    ['x {"psk": "ab\\"c\\\\", "ssid": "s"} y', 'x {"psk": "<psk>", "ssid": "s"} y'],
    ["x {'psk': 'a\"b', 'n': 'v'}", "x {'psk': '<psk>', 'n': 'v'}"],
    ['x {"psk": "cut', 'x {"psk": "<psk>'],
    ['x {"psk": "a\\', 'x {"psk": "<psk>'],
    ['x {"psk":\'abc"}', 'x {"psk":\'<psk>'],
    [
      'log {\\"psk\\":\\"ab\\\\\\"c\\\\\\\\d\\",\\"ssid\\":\\"s\\"} end',
      'log {\\"psk\\":\\"<psk>\\",\\"ssid\\":\\"s\\"} end',
    ],
    [
      'log {\\\\\\"psk\\\\\\":\\\\\\"ab\\\\\\\\\\\\\\"c\\\\\\\\\\\\\\\\d\\\\\\",\\\\\\"ssid\\\\\\":\\\\\\"s\\\\\\"} end',
      'log {\\\\\\"psk\\\\\\":\\\\\\"<psk>\\\\\\",\\\\\\"ssid\\\\\\":\\\\\\"s\\\\\\"} end',
    ],
    [
      'log {\\\\\\\\\\\\\\"psk\\\\\\\\\\\\\\":\\\\\\\\\\\\\\"ab\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\"c\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\d\\\\\\\\\\\\\\",\\\\\\\\\\\\\\"ssid\\\\\\\\\\\\\\":\\\\\\\\\\\\\\"s\\\\\\\\\\\\\\"} end',
      'log {\\\\\\\\\\\\\\"psk\\\\\\\\\\\\\\":\\\\\\\\\\\\\\"<psk>\\\\\\\\\\\\\\",\\\\\\\\\\\\\\"ssid\\\\\\\\\\\\\\":\\\\\\\\\\\\\\"s\\\\\\\\\\\\\\"} end',
    ],
    ['log {\\"psk\\":\\"abc"}', 'log {\\"psk\\":\\"<psk>'],
    ['x {"psk": {"a": "b", "c": [1, "}"]}, "n": "v"} y', 'x {"psk": "<psk>", "n": "v"} y'],
    ['x {"psk": ["a]", "b"], "n": "v"} y', 'x {"psk": "<psk>", "n": "v"} y'],
    ['x {"psk": {"a": "b"', 'x {"psk": "<psk>"'],
    ['x {"psk": []} y', 'x {"psk": "<psk>"} y'],
    ['x {"headers": {"A": "b"}, "n": "v"} y', 'x {"headers": "<headers>", "n": "v"} y'],
    ['x {"headers": "A: b", "n": 1} y', 'x {"headers": "<headers>", "n": 1} y'],
    [
      'x {"auth": {"keys": ["a", "b"], "type": "psk"}, "keys": ["c"]} y',
      'x {"auth": {"keys": "<keys>", "type": "psk"}, "keys": ["c"]} y',
    ],
    ['x {"auth": {"psk": "p"}, "b": 1}', 'x {"auth": {"psk": "<psk>"}, "b": 1}'],
    [
      'x {"cli": "set snmp community abc", "n": "set snmp community abc"} y',
      'x {"cli": "set snmp community \\"<cli>\\"", "n": "set snmp community abc"} y',
    ],
    [
      'x {"cli": ["set system host-name x", "set snmp community abc"], "n": 1} y',
      'x {"cli": ["set system host-name x", "set snmp community \\"<cli>\\""], "n": 1} y',
    ],
    [
      'log {\\"cli\\":[\\"set snmp community \\\\\\"abc\\\\\\"\\"]} end',
      'log {\\"cli\\":[\\"set snmp community \\\\\\"<cli>\\\\\\"\\"]} end',
    ],
    [
      'x {"cli": "secret abc\\nset snmp community def\\nplain"} y',
      'x {"cli": "secret \\"<cli>\\"\\nset snmp community \\"<cli>\\"\\nplain"} y',
    ],
    ['x {"cli": {"a": ["key-string abc"]}} y', 'x {"cli": {"a": ["key-string \\"<cli>\\""]}} y'],
    ['x {"psk": 12345, "n": 1} y', 'x {"psk": "<psk>", "n": 1} y'],
    ['x {"psk": {{var}}, "n": 1} y', 'x {"psk": "{{var}}", "n": 1} y'],
    ['x {"psk": abc;def} y', 'x {"psk": "<psk>";def} y'],
    ['x {"key": "ABCDEFGHIJKLMNOPQRST1"} y', 'x {"key": "<key>"} y'],
    ['x {"key": "ABC1', 'x {"key": "<key>'],
    [
      'x {"a": {"auth": {"auth": {"auth": {"auth": {"psk": "p"}}}}}} y',
      'x {"a": {"auth": {"auth": {"auth": {"auth": "<auth>"}}}}} y',
    ],
    ['psk=abc&n=1', 'psk=<psk>&n=1'],
    ['psk = "a b" n', 'psk = <psk> n'],
    ["psk='a b' n", 'psk=<psk> n'],
    ['psk: abc1defg x', 'psk: <psk> x'],
    ['psk: "a b" x', 'psk: <psk> x'],
    ["psk: 'a b' x", 'psk: <psk> x'],
    ['sessionid=abc', 'sessionid=<sessionid>'],
    ['csrftoken=abc x', 'csrftoken=<csrftoken> x'],
    ['psk=nonesuch', 'psk=<psk>'],
    ['psk=a<word', 'psk=<psk>'],
    ['psk=a{{v', 'psk=<psk>'],
    ['/api/v1/x?token=abc psk=abc', '/api/v1/x?token=abc psk=<psk>'],
    ['x.psk=abc', 'x.psk=<x.psk>'],
    ['psk="abc', 'psk=<psk>'],
    ["psk='abc", 'psk=<psk>'],
    ['psk=abc;token=def', 'psk=<psk>;token=<token>'],
    ['token="a"b"', 'token=<token>b"'],
    ['psk: "abc1"', 'psk: <psk>'],
  ])('%j → %j', (text, wanted) => {
    expect(short(maskPairs(text))).toBe(wanted);
  });

  it.each([
    'x {"cli": [] } y',
    'x {"psk": true} {"psk": null} {"psk": None}',
    'x {"psk": "{{var}}"} y',
    'x {"psk": ""} y',
    'x {"psk": \\"abc',
    'x {"key": "ABCDEFGHIJKLMNOPQRSTU"} y',
    'x {"key": "ABCDEFGHIJKLMNOPQR1"} y',
    'x {"key": "ABCD',
    'x {"key": "AB1',
    'x {"key": "-ABCDEFGHIJKLMNOPQRST1!"} y',
    'x {"key": "!ABCDEFGHIJKLMNOPQRST1"} y',
    'x {"key": "83592ae0-6f17-4a83-a060-fa7db9d97a25"} y',
    'x {"other": "ABCDEFGHIJKLMNOPQRST1"} y',
    'x {"key": "A1!',
    'x {"key": "!AB1C',
    'x {"psk": {"type": "string"}, "n": 1} y',
    'x {"psk": {"$ref": "#/a"}} y',
    'x {"headers": {"properties": {}}} y',
    'psk: abcdefgh x',
    'psk: ab1 x',
    'sessionid: abc1defgh',
    'mysessionid=abc',
    'sessionids=abc',
    'psk=true',
    'psk=false x',
    'psk=83592ae0-6f17-4a83-a060-fa7db9d97a25',
    'psk=<word>',
    'psk={{v}}',
    'psk=https://x/y',
    'see /api/v1/orgs?psk=abc',
    'xpsk=abc',
    'psk:abc',
    'plain text',
    'a: b',
    '"a" b',
    'psk="true"',
  ])('%j holds no secret and stays', (text) => {
    expect(maskPairs(text)).toBe(text);
  });
});

describe('URLs in a text', () => {
  it.each([
    ['https://u:pw@host/x', 'https://u:<password>@host/x'],
    ['https://host/x?token=abc&n=1', 'https://host/x?token=<token>&n=1'],
    ['https://host/x?n=1&key=abc#t', 'https://host/x?n=1&key=<token>#t'],
    ['https://host/x?filter[token]=abc', 'https://host/x?filter[token]=<token>'],
    ['https://host/x?a=https%3A%2F%2Fb%3Ftoken%3Dabc', 'https://host/x?a=<token>'],
    ['https://host/x?a=b%3Ftoken%3Dabc', 'https://host/x?a=<token>'],
    ['https://host/x?a=token%3Dabc', 'https://host/x?a=<token>'],
    ['https://ABCDEFGHIJKLMNOPQRS1@host/x', 'https://<password>@host/x'],
    ['https://ABCDEFGHIJKLMNOPQRST12@host/x', 'https://<password>@host/x'],
    ['https://hooks.slack.com/services/T0/B0/x', 'https://hooks.slack.com/<path>'],
    ['https://hooks.slack.com:443/services/x', 'https://hooks.slack.com:443/<path>'],
    ['https://hooks.slack.com:12345/services/x', 'https://hooks.slack.com:12345/<path>'],
    ['https://hooks.slack.com?x', 'https://hooks.slack.com/<path>'],
    ['https://user@hooks.slack.com/services/x', 'https://user@hooks.slack.com/<path>'],
    ['https://host/hooks/ABCDEFGHIJKLMNOP', 'https://host/hooks/<path>'],
    ['https://host/hooks/a/ABCDEFGHIJKLMNOP/b', 'https://host/hooks/<path>'],
    ['https:\\/\\/host\\/hooks\\/ABCDEFGHIJKLMNOP', 'https:\\/\\/host\\/hooks\\/<path>'],
    ['https://host/x?SIG=a', 'https://host/x?SIG=<token>'],
    ['https://host/x?my.signature=a', 'https://host/x?my.signature=<token>'],
    ['https://host/x?auth_code=a&x=%E0%A4%A', 'https://host/x?auth_code=<token>&x=%E0%A4%A'],
    ['https://a/x?token=1,https://b/y?token=2', 'https://a/x?token=<token>://b/y?token=<token>'],
    ['https:///x?token=a', 'https:///x?token=<token>'],
    ['https://host/x?token=••• masked by mistmcp (token) •••', 'https://host/x?token=<token>'],
  ])('%j → %j', (text, wanted) => {
    expect(short(maskUrls(text))).toBe(wanted);
  });

  it.each([
    'https://host/x?filter[name]=abc',
    'https://host/x?a=https%3A%2F%2Fb%3Fn%3Dabc',
    'https://host/x?a=%253Ftoken%253Dabc',
    'https://ABCDEFGHIJKLMNOPQR1@host/x',
    'https://ABCDEFGHIJKLMNOPQRST@host/x',
    'https://hooks.slack.com/',
    'https://hooks.slack.com',
    'https://hooks.slack.com:123456/services/x',
    'https://host/hooks/ABCDEFGHIJKLMNO',
    'https://host/ABCDEFGHIJKLMNOP/hooks/a',
    'https://host/a/hook',
    'hook://hooks/ABCDEFGHIJKLMNOPQ',
    'https://host/x?%E0%A4%A=1',
    'no url',
    'a:b',
    'https://host/x\\u0026token=a',
  ])('%j holds no secret and stays', (text) => {
    expect(maskUrls(text)).toBe(text);
  });
});

describe('lines of device configuration', () => {
  it.each([
    ['set snmp community abc', false, 'set snmp community "<cli>"'],
    ['community abc', true, 'community "<cli>"'],
    [
      'policy-options {\n  policy-statement x {\n    term a {\n      from {\n        community abc;\n      }\n      then {\n        community add abc;\n      }\n    }\n  }\n}\nsnmp {\n    community abc {\n    }\n}',
      false,
      'policy-options {\n  policy-statement x {\n    term a {\n      from {\n        community abc;\n      }\n      then {\n        community add abc;\n      }\n    }\n  }\n}\nsnmp {\n    community "<cli>" {\n    }\n}',
    ],
    ['snmp {\r\n    community abc;\r\n}', false, 'snmp {\r\n    community "<cli>";\r\n}'],
    ['from-x {\n    community abc;\n}', true, 'from-x {\n    community "<cli>";\n}'],
    [
      'snmp {\n  from {\n   name x;\n  }\n  community abc;\n}',
      true,
      'snmp {\n  from {\n   name x;\n  }\n  community "<cli>";\n}',
    ],
    ['fromage {\n community abc;\n}', true, 'fromage {\n community "<cli>";\n}'],
    ['secret "x"; ## SECRET-DATA', true, 'secret "<cli>"; ## SECRET-DATA'],
    ['foo "x"; ## SECRET-DATA', false, 'foo "<cli>"; ## SECRET-DATA'],
    ['foo bar; ## SECRET-DATA', false, 'foo "<cli>"; ## SECRET-DATA'],
    ['authentication-key "$9$abc"; ## SECRET-DATA', true, 'authentication-key "<cli>"; ## SECRET-DATA'],
    ['x {{\n}} community abc', true, 'x {{\n}} community "<cli>"'],
    ['then { x\n  community abc;', true, 'then { x\n  community "<cli>";'],
    ['    }\ncommunity abc', true, '    }\ncommunity "<cli>"'],
  ])('%j, all of them lines: %j → %j', (text, all, wanted) => {
    expect(short(maskCli(text, all))).toBe(wanted);
  });

  it.each([
    ['snmp community abc', false],
    ['prose about community abc', false],
    ['a', false],
    ['password', true],
    ['from {\n    community abc;\n}', true],
    ['from {  \n   community abc;', true],
  ])('%j, all of them lines: %j, holds no secret and stays', (text, all) => {
    expect(maskCli(text, all)).toBe(text);
  });
});

describe('links in links', () => {
  /** A link with a secret, put into so many others. */
  const nested = (levels: number): string => {
    let link = 'https://b/c?token=abc';
    for (let level = 0; level < levels; level += 1) link = `https://a/b?next=${encodeURIComponent(link)}`;
    return link;
  };

  it.each([1, 2, 3])('hide what %i of them carry', (levels) => {
    expect(short(maskUrls(nested(levels)))).toBe('https://a/b?next=<token>');
  });

  it('are looked into three deep', () => {
    expect(maskUrls(nested(4))).toBe(nested(4));
  });
});

describe('credentials of headers', () => {
  const id = '83592ae0-6f17-4a83-a060-fa7db9d97a25';
  it.each([
    [`Bearer ${id}`, 'Bearer <authorization>'],
    [`Token ${id}`, `Token ${id}`],
    ['Token abcdefgh12345678', 'Token <authorization>'],
    ['Basic abcdefghijklmnop', 'Basic abcdefghijklmnop'],
    ['Bearer abc1', 'Bearer abc1'],
    ['authorization: Basic abc', 'authorization: Basic <authorization>'],
    ['hash $9$abc and $x$abc', 'hash <hash> and $x$abc'],
    ['eyJhbGciOi.eyJzdWIi.sig', '<jwt>'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE', '<private key>'],
  ])('%j → %j', (text, wanted) => {
    expect(short(maskText(text, false))).toBe(wanted);
  });
});

describe('other forms', () => {
  it.each([
    ['<psk>abc</psk>', maskOf('psk')],
    ['<wifi:psk>abc</wifi:psk>', maskOf('wifi:psk')],
    ['registration code: ABC123', maskOf('registration code')],
  ])('%j is masked', (text, mask) => {
    expect(maskForms(text)).toContain(mask);
    expect(maskForms(text)).not.toContain('abc<');
  });

  it.each([
    ['<wifi:ssid>abc</wifi:ssid>'],
    ['registration code: secret'],
    ["a 'b' without a colon"],
    ['a: b without quotes'],
  ])('%j stays', (text) => {
    expect(maskForms(text)).toBe(text);
  });

  it.each([
    ['a%20b%7b', 'a%20b%7b'],
    ['%22a%22%20%7B%7d', '"a" {}'],
    ['%22 "x" %20', '%22 "x" %20'],
    ['&quot;a&#34;%20', '"a"%20'],
  ])('signs of %j are read as %j', (text, wanted) => {
    expect(withPlainSigns(text)).toBe(wanted);
  });
});
