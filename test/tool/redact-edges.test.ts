import { describe, expect, it } from 'vitest';
import { maskOf } from '../../src/core/mask.ts';
import { isCliName } from '../../src/tool/redact/sensitivity.ts';
import { maskText } from '../../src/tool/redact/text.ts';
import { redact } from '../../src/tool/redact.ts';

const SECRET = 'hunter2-S3cret';
/** What comes out, with a short word for each mask. */
const seen = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(redact(value)).replace(/••• masked by mistmcp \(([^)]*)\) •••/g, '<$1>'));

describe('a secret under its name', () => {
  it.each<[object, object]>([
    [{ psk: SECRET }, { psk: '<psk>' }],
    [{ psk: 12 }, { psk: '<psk>' }],
    [{ psk: [SECRET, '', 7] }, { psk: ['<psk>', '', '<psk>'] }],
    [{ auth: { key: SECRET, keys: [SECRET] } }, { auth: { key: SECRET, keys: ['<keys>'] } }],
    [{ keys: [SECRET] }, { keys: [SECRET] }],
    [{ key: SECRET }, { key: SECRET }],
    [
      { key: SECRET, privileges: [] },
      { key: '<key>', privileges: [] },
    ],
    [
      { key: SECRET, src_ips: [] },
      { key: '<key>', src_ips: [] },
    ],
    [
      { key: SECRET, last_used: 1 },
      { key: '<key>', last_used: 1 },
    ],
    [
      { key: SECRET, cert: 'c' },
      { key: '<key>', cert: 'c' },
    ],
    [
      { key: 7, cert: 'c' },
      { key: 7, cert: 'c' },
    ],
    [
      { x: { key: SECRET, cert: 'c' }, y: { key: SECRET } },
      { x: { key: '<key>', cert: 'c' }, y: { key: SECRET } },
    ],
    [{ auth_keys: { '1': SECRET, any: SECRET } }, { auth_keys: { '1': '<1>', any: '<any>' } }],
    [{ secret: { '1': SECRET, '22': SECRET } }, { secret: { '1': '<1>', '22': '<22>' } }],
    [{ secret: { note: SECRET, '1': SECRET } }, { secret: { note: SECRET, '1': SECRET } }],
    [{ secret: { x1: 'plain' } }, { secret: { x1: 'plain' } }],
    [{ secret: { '1x': 'plain' } }, { secret: { '1x': 'plain' } }],
    [{ cli: { psk: SECRET, note: 'secret abc' } }, { cli: { psk: '<psk>', note: 'secret "<cli>"' } }],
    [{ vlans: { '1': 'plain', '2': 'plain' } }, { vlans: { '1': 'plain', '2': 'plain' } }],
    [{ psk: undefined, list: [undefined] }, { list: [null] }],
    [{ auth_keys: { type: 'object', psk: 'string' } }, { auth_keys: { type: 'object', psk: '<psk>' } }],
    [{ auth_keys: { $ref: '#/x' } }, { auth_keys: { $ref: '#/x' } }],
    [{ auth_keys: { additionalProperties: { a: 'b' } } }, { auth_keys: { additionalProperties: { a: 'b' } } }],
    [{ headers: { type: 'object', a: 'b' } }, { headers: { type: 'object', a: 'b' } }],
    [{ headers: { type: 'xobject', a: 'b' } }, { headers: { type: '<type>', a: '<a>' } }],
    [{ headers: { type: 'objects', a: 'b' } }, { headers: { type: '<type>', a: '<a>' } }],
    [{ headers: { a: 7, b: true, c: null, d: '' } }, { headers: { a: '<a>', b: true, c: null, d: '' } }],
    [{ req_headers: ['X: y'] }, { req_headers: ['<req_headers>'] }],
    [
      { psk: true, secret: null, token: '' },
      { psk: true, secret: null, token: '' },
    ],
    [{ psk: ' {{ var }} ' }, { psk: ' {{ var }} ' }],
    [{ psk: '{{a}}b' }, { psk: '<psk>' }],
    [{ psk: 'a{{b}}' }, { psk: '<psk>' }],
    [{ psk: '{{a}}{{b}}' }, { psk: '<psk>' }],
    [{ psk: '****' }, { psk: '****' }],
    [
      { dynamic_psk: { default_psk: SECRET, source: 'x' } },
      { dynamic_psk: { default_psk: '<default_psk>', source: 'x' } },
    ],
  ])('%j → %j', (value, wanted) => {
    expect(seen(value)).toEqual(wanted);
  });

  it.each([
    ['wifi_PSK', true],
    ['door_pin', true],
    ['pin', true],
    ['spin', false],
    ['pinned', false],
    ['snmp_community', true],
    ['vlan', false],
  ])('of a variable %s: %s', (name, hidden) => {
    expect(seen({ vars: { [name]: 'value1' } })).toEqual({ vars: { [name]: hidden ? `<${name}>` : 'value1' } });
    expect(seen({ [name.replace('pin', 'pinx')]: 'value1', x: 1 })).toHaveProperty('x');
  });

  it('takes nothing from one place to another of the same name', () => {
    for (const round of [1, 2]) {
      expect(seen({ round, auth: { keys: ['a1'] }, other: { keys: ['a1'] } })).toEqual({
        ...{ round, auth: { keys: ['<keys>'] }, other: { keys: ['a1'] } },
      });
      expect(seen({ vars: { cli: 'x', key: 'v' }, cli: ['set a'], key: 'v' })).toMatchObject({
        vars: { cli: 'x', key: '<key>' },
        key: 'v',
      });
    }
  });

  it('is found however many names there were before', () => {
    for (let index = 0; index < 5100; index += 1) redact({ [`name${index}`]: { [`key${index}`]: 'x' } });
    expect(seen({ psk: SECRET, name: 'x', auth: { keys: [SECRET] } })).toEqual({
      ...{ psk: '<psk>', name: 'x', auth: { keys: ['<keys>'] } },
    });
  });

  it('leaves what stands beside it the very same, and the original as it was', () => {
    const plain = { a: [1, { b: 'x' }] };
    const value = { plain, list: [plain, { psk: SECRET }] };
    const shown = Object(redact(value));
    expect(shown.plain).toBe(plain);
    expect(shown.list[0]).toBe(plain);
    expect(value.list[1]).toEqual({ psk: SECRET });
    expect(Object.keys(Object(redact(JSON.parse('{"__proto__":{"psk":"x1"},"b":1}'))))).toEqual(['__proto__', 'b']);
  });

  it('ends at a depth that no object of the API has', () => {
    const nest = (levels: number): unknown => (levels === 0 ? 'bottom' : { a: nest(levels - 1) });
    const list = (levels: number): unknown => (levels === 0 ? 'bottom' : [list(levels - 1)]);
    const text = (levels: number): string => (levels === 0 ? '"bottom"' : JSON.stringify({ a: text(levels - 1) }));
    for (const make of [nest, list]) {
      expect(JSON.stringify(redact(make(201)))).toContain('bottom');
      const shown = JSON.stringify(redact(make(202)));
      expect(shown).not.toContain('bottom');
      expect(shown).toContain('too deep');
    }
    expect(redact(text(10))).toBe(text(10));
  });

  it('is masked though JSON has no such number', () => {
    expect(redact({ psk: 10n, id: 10n })).toEqual({ psk: maskOf('psk'), id: 10n });
  });

  it('is left to be seen where the operator wants it', () => {
    expect(redact({ psk: SECRET }, { reveal: true })).toEqual({ psk: SECRET });
    expect(redact({ psk: SECRET }, { reveal: false })).toEqual({ psk: maskOf('psk') });
  });
});

describe('JSON in a text', () => {
  it.each<[unknown, unknown]>([
    [{ before: '{"psk":"x1","a":1}' }, { before: '{"psk":"<psk>","a":1}' }],
    [{ before: ' [{"psk":"x1"}] ' }, { before: '[{"psk":"<psk>"}]' }],
    [{ before: '{"a": 1}' }, { before: '{"a": 1}' }],
    [{ before: 'x{"psk":"x1"}' }, { before: 'x{"psk":"<psk>"}' }],
    [{ before: '{"psk":"x1"}x' }, { before: '{"psk":"<psk>"}x' }],
    [{ before: '{"psk":x1"}' }, { before: '{"psk":"<psk>""}' }],
    [{ before: '{"see https://me:word@host/"}' }, { before: '{"see https://me:<password>@host/"}' }],
    [{ before: '{"see":"https://me:word@host/"}' }, { before: '{"see":"https://me:<password>@host/"}' }],
    [{ before: '["https://me:word@host/"]' }, { before: '["https://me:<password>@host/"]' }],
    [{ headers: '{"a":"b"}' }, { headers: '{"a":"<a>"}' }],
    [{ headers: 'a: b' }, { headers: '<headers>' }],
    [{ psk: '{"a":"b"}' }, { psk: '<psk>' }],
    [{ vars: '{"door_pin":"1","vlan":"2"}' }, { vars: '{"door_pin":"<door_pin>","vlan":"2"}' }],
  ])('%j → %j', (value, wanted) => {
    const shown = JSON.stringify(redact(value)).replace(/••• masked by mistmcp \(([^)]*)\) •••/g, '<$1>');
    expect(JSON.parse(shown)).toEqual(wanted);
  });
});

describe('lines of configuration', () => {
  const short = (text: string, cli: boolean): string =>
    maskText(text, cli).replace(/••• masked by mistmcp \(([^)]*)\) •••/g, '<$1>');

  it.each([
    ['set system radius-server 10.0.0.1 secret abc', 'set system radius-server 10.0.0.1 secret "<cli>"'],
    ['secret "a b" next', 'secret "<cli>" next'],
    ["secret 'a b' next", 'secret "<cli>" next'],
    ['secret abc; more', 'secret "<cli>"; more'],
    ['secret {', 'secret {'],
    ['community add X', 'community add X'],
    ['community x members y', 'community x members y'],
    ['secret {{radius}}', 'secret {{radius}}'],
    ['description "my secret abc"', 'description "my secret abc"'],
    ['secret 9 abc', 'secret 9 "<cli>"'],
    ['pre-shared-key ascii-text abc', 'pre-shared-key ascii-text "<cli>"'],
    ['secrets abc', 'secrets abc'],
    ['set a b', 'set a b'],
  ])('%s', (line, wanted) => {
    expect(short(line, true)).toBe(wanted);
  });

  it('are masked in any text where they are commands, and only there', () => {
    expect(short('see:\n set snmp community abc', false)).toBe('see:\n set snmp community "<cli>"');
    expect(short('delete system login password abc', false)).toBe('delete system login password "<cli>"');
    expect(short('the secret is abc', false)).toBe('the secret is abc');
    expect(short('I set snmp community abc', false)).toBe('I set snmp community abc');
    expect(short('I set the secret abc', false)).toBe('I set the secret abc');
  });

  it.each(['cli', 'additional_config_cmds', 'cmd', 'commands', 'my_command'])('stand under %s', (name) => {
    expect(isCliName(name)).toBe(true);
    expect(seen({ [name]: ['secret abc'] })).toEqual({ [name]: ['secret "<cli>"'] });
    expect(seen({ [name]: { more: ['secret abc'] } })).toEqual({ [name]: { more: ['secret "<cli>"'] } });
  });

  it.each(['client', 'xcmd', 'cmd_x', 'commander'])('do not stand under %s', (name) => {
    expect(isCliName(name)).toBe(false);
    expect(seen({ [name]: ['secret abc'] })).toEqual({ [name]: ['secret abc'] });
  });

  it.each([
    ['x $9$abc/def; y', 'x <hash>; y'],
    ['cost $9 and $10', 'cost $9 and $10'],
    ['$6$salt$hash', '<hash>'],
    ['-----BEGIN PRIVATE KEY-----\nab\n-----END PRIVATE KEY----- z', '<private key> z'],
    ['-----BEGIN PRIVATE KEY-----\nab', '<private key>'],
    ['-----BEGIN CERTIFICATE-----\nab', '-----BEGIN CERTIFICATE-----\nab'],
    ['https://me:word@host/x', 'https://me:<password>@host/x'],
    ['https://me@host:80/x', 'https://me@host:80/x'],
    ['https://h/?a=1&token=abc&b=2#c', 'https://h/?a=1&token=<token>&b=2#c'],
    ['https://h/?sig=abc', 'https://h/?sig=<token>'],
    ['/api/v1/x?token=abc', '/api/v1/x?token=abc'],
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer <authorization>'],
    ['Bearer abcdefgh1234567', 'Bearer abcdefgh1234567'],
    ['basic authentication-policies', 'basic authentication-policies'],
  ])('%s is shown as %s anywhere', (text, wanted) => {
    expect(short(text, false)).toBe(wanted);
  });
});
