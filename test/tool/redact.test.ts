import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGenerated } from '../../src/mist/spec/layer-files.ts';
import { isMask, redact } from '../../src/tool/redact.ts';

const MASK = /^••• masked by mistmcp \([^)]*\) •••$/;
const SECRET = 'hunter2-S3cret';

/** The value at a path of names in something unknown. */
const at = (value: unknown, ...names: (string | number)[]): unknown =>
  names.reduce(
    (found, name) => (typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined),
    value,
  );

describe('secrets by name', () => {
  const hidden: Record<string, unknown> = {
    psk: { psk: SECRET },
    'a nested one': { auth: { psk: SECRET, keys: ['', SECRET] } },
    radius: { auth_servers: [{ host: '10.0.0.1', secret: SECRET }] },
    'a list': { token: [SECRET, SECRET] },
    'a map': { ospf: { auth_keys: { '1': SECRET } } },
    'a prefix': { default_psk: SECRET, splunk_token: SECRET },
    'an API token': { name: 'ci', privileges: [], key: SECRET },
    'a certificate': { device_cert: { cert: 'x', key: SECRET } },
    'webhook headers': { headers: { 'X-Auth': SECRET, Accept: SECRET } },
    'delivered headers': { req_headers: `X-Auth: ${SECRET}` },
    variables: { vars: { wifi_key: SECRET, SNMP_COMMUNITY: SECRET, guestPass: SECRET } },
    'an audit log': { before: { psk: SECRET }, after: JSON.stringify({ auth: { psk: SECRET } }) },
    'JSON in JSON': { payload: JSON.stringify([{ inner: JSON.stringify({ passphrase: SECRET }) }]) },
  };
  for (const [name, value] of Object.entries(hidden)) {
    it(`hides ${name}`, () => {
      const text = JSON.stringify(redact({ results: [value] }));
      expect(text).not.toContain(SECRET);
      expect(text).toContain('masked by mistmcp');
    });
  }

  it('hides numbers, and shows what is no secret', () => {
    expect(at(redact({ secret: 1234 }), 'secret')).toMatch(MASK);
    const plain = {
      ...{ psk_name: 'a', psk_id: 'b', pskportal_id: 'c', key_id: 'd', key_idx: 1, sitekey: 'e', community: 'f' },
      ...{ ssh_keys: ['ssh-rsa AAAA'], passphrase_rules: { length: 8 }, cleanup_psk: true, enabled: false },
      ...{
        dynamic_psk: { enabled: true, source: 'radius' },
        auth: { type: 'psk' },
        key: 'ap_offline',
        vars: { vlan: '10' },
      },
    };
    expect(redact(plain)).toBe(plain);
  });

  it('leaves what is not there, references to variables, and masks of the cloud', () => {
    const value = { psk: '', secret: null, password: false, passphrase: '{{guest_psk}}', token: '****' };
    expect(redact(value)).toBe(value);
  });

  it('shows everything where the operator wants it', () => {
    const value = {
      psk: SECRET,
      additional_config_cmds: ['set system root-authentication encrypted-password "$6$a$b"'],
    };
    expect(redact(value, { reveal: true })).toBe(value);
  });
});

describe('secrets in text', () => {
  const lines = [
    `set system root-authentication encrypted-password "${SECRET}"`,
    `set system login user x authentication plain-text-password-value ${SECRET}`,
    `set system radius-server 10.0.0.1 secret ${SECRET}`,
    `set security ike policy p pre-shared-key ascii-text "${SECRET}"`,
    `set security macsec connectivity-association c pre-shared-key ckn 37c9 cak ${SECRET}`,
    `set protocols ospf area 0 interface ge-0/0/0 authentication md5 1 key "${SECRET}"`,
    `set protocols bgp group x authentication-key ${SECRET}`,
    `set snmp community ${SECRET} authorization read-only`,
    `set snmp v3 usm local-engine user u privacy-aes128 privacy-password ${SECRET}`,
    `enable secret 5 ${SECRET}`,
    `snmp-server community ${SECRET} RO`,
  ];
  for (const line of lines) {
    it(`hides it in: ${line.replaceAll(SECRET, '…')}`, () => {
      const redacted = redact({ additional_config_cmds: ['x', line], cli: [line], cmd: `a\n${line}\nb` });
      expect(JSON.stringify(redacted)).not.toContain(SECRET);
      expect(at(redacted, 'cmd')).toMatch(/^a\n[\s\S]*\nb$/);
      expect(isMask(at(redacted, 'additional_config_cmds', 1))).toBe(true);
    });
  }

  it('leaves lines that only look alike', () => {
    const value = {
      additional_config_cmds: [
        'set policy-options community CUSTOMERS members 65000:1',
        'set policy-options policy-statement p then community add CUSTOMERS',
        'set interfaces ge-0/0/0 description "the secret sauce"',
        'set system services ssh root-login deny-password',
        'set snmp community {{snmp}} authorization read-only',
      ],
    };
    expect(redact(value)).toBe(value);
  });

  it('hides hashes, keys, and credentials in URLs and headers anywhere', () => {
    const texts = [
      'user x password $9$abcDEF/ghi failed',
      `-----BEGIN EC PRIVATE KEY-----\n${SECRET}\n-----END EC PRIVATE KEY-----`,
      `-----BEGIN PRIVATE KEY-----\n${SECRET}`,
      `see https://admin:${SECRET}@host/path`,
      `https://host/hook?x=1&access_token=${SECRET}&y=2&api_key=${SECRET}`,
      `Authorization: Bearer ${SECRET}abcdefgh`,
    ];
    for (const text of texts) {
      const shown = String(at(redact({ text }), 'text'));
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain('abcDEF');
      expect(shown).toContain('masked by mistmcp');
    }
  });

  it('leaves the next of a list alone', () => {
    const value = { next: '/api/v1/sites/x/events/fast_roam?limit=2&token=AAAAEgAIAAVVJh4hF8' };
    expect(redact(value)).toBe(value);
  });

  it('takes no longer for text made to be slow', () => {
    const long = [
      'a-'.repeat(50_000),
      `secret${' '.repeat(100_000)}`,
      '://'.repeat(50_000),
      '-----BEGIN '.repeat(20_000),
      `https://x?${'token&'.repeat(30_000)}`,
      `{${'}'.repeat(100_000)}"x`,
      'bearer '.repeat(30_000),
      '$9$'.repeat(50_000),
    ];
    for (const text of long) redact({ cmd: text, note: text });
  });
});

describe('masks', () => {
  it('are told from values', () => {
    expect(isMask(at(redact({ psk: SECRET }), 'psk'))).toBe(true);
    expect(isMask('****')).toBe(true);
    expect(isMask('********')).toBe(true);
    for (const value of ['', '*', '***', 'pass****', 'masked by mistmcp', null, 4, {}, ['****']])
      expect(isMask(value)).toBe(false);
  });

  it('stay as they are when redacted again', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('psk', 'cli', 'headers', 'vars', 'note', 'key', 'before'), fc.jsonValue()),
        (value) => {
          const once = redact(value);
          expect(redact(once)).toEqual(once);
        },
      ),
    );
  });
});

describe('whatever the answer', () => {
  const name = fc.constantFrom(
    'psk',
    'secret',
    'keys',
    'auth',
    'auth_keys',
    'vars',
    'headers',
    'cli',
    'x',
    '__proto__',
    'constructor',
    'type',
  );
  const { any } = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>(null, true, 7, 'plain', SECRET, '{"psk":"x"}', '[', '$9$x'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.array(fc.tuple(name, tie('any')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));

  it('shape, keys and the original are kept', () => {
    const shape = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shape);
      if (typeof value === 'object' && value !== null)
        return Object.keys(value).map((key) => [key, shape(Reflect.get(value, key))]);
      return null;
    };
    fc.assert(
      fc.property(any, (value) => {
        const before = JSON.stringify(value);
        expect(shape(redact(value))).toEqual(shape(value));
        expect(JSON.stringify(value)).toBe(before);
        if (!/psk|secret|key|vars|headers|cli|\$9/.test(before)) expect(redact(value)).toBe(value);
      }),
    );
  });

  it('no text under a secret name comes through', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), any, (secret, around) => {
        fc.pre(!isMask(secret) && !/^\s*\{\{.*\}\}\s*$/s.test(secret));
        const redacted = redact({ around, list: [{ radius_secret: secret, psk: [secret] }] });
        expect(at(redacted, 'list', 0, 'radius_secret')).toMatch(MASK);
        expect(at(redacted, 'list', 0, 'psk', 0)).toMatch(MASK);
      }),
    );
  });

  it('a body nested to exhaust the stack is cut', () => {
    const depth = 100_000;
    expect(() => redact(JSON.parse('['.repeat(depth) + ']'.repeat(depth)))).not.toThrow();
  });

  it('the schemas of the API, which name secrets but hold none, are not touched', () => {
    for (const file of ['schemas.json', 'responses.json'] as const) {
      const value = readGenerated(file);
      expect(redact(value)).toBe(value);
    }
  });
});
