import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskText } from '../../src/tool/redact/text.ts';
import { redact } from '../../src/tool/redact.ts';

const SECRET = 'hunter2-S3cret';
const ID = '4ac1dcf4-9d8b-7211-65c4-057819f0862b';
const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.${'s'.repeat(43)}`;

const shown = (value: unknown): string =>
  JSON.stringify(redact(value)).replace(/••• masked by mistmcp \(([^)]*)\) •••/g, '<$1>');
const text = (given: string, cli = false): string =>
  maskText(given, cli).replace(/••• masked by mistmcp \(([^)]*)\) •••/g, '<$1>');

describe('secrets by name, in whole words', () => {
  it.each([
    ...['apiKey', 'clientSecret', 'X-Api-Key', 'X-Auth-Token', 'accessToken', 'mxedge.magic', 'magic', 'SharedKey'],
    ...['registration_code', 'conductor_cmd', 'router_shell_cmd', 'enrollment_url', 'pcap_url', 'user_data'],
    ...['saml_assertion_xml', 'invite_code', 'claim_code', 'Set-Cookie', 'p\u200bsk', 'psk\u00ad'],
  ])('%j is one', (name) => {
    expect(shown({ [name]: SECRET })).not.toContain(SECRET);
  });

  it.each([
    ...['token_id', 'tokenName', 'key', 'keys', 'code', 'country_code', 'authButtonPassphrase', 'passphraseLabel'],
    ...['oauth2_token_url', 'magical', 'session', 'url', 'webhook_url', 'user_database', 'secretary'],
  ])('%j is none', (name) => {
    expect(redact({ [name]: SECRET })).toEqual({ [name]: SECRET });
  });

  it.each([
    'wifi_key',
    'guestPass',
    'SNMP_COMMUNITY',
    'wifikey2',
    'psk1',
    'bgpSecret',
    'secret_id',
    'door_pin',
    'creds',
  ])('a variable %j is one', (name) => {
    expect(shown({ vars: { [name]: SECRET } })).not.toContain(SECRET);
  });

  it.each([
    ...['bypass_vlan', 'turkey_subnet', 'keyserver_ip', 'compass_vlan', 'monkeyNet', 'passenger_wifi', 'hockey_port'],
    ...['key_server_ip', 'psk_vlan', 'token_ttl', 'pinned_site', 'spin'],
  ])('a variable %j is none', (name) => {
    const value = { vars: { [name]: '10.0.0.1' } };
    expect(redact(value)).toBe(value);
  });

  it('the answer to a request for a device shell is one, other sessions are none', () => {
    expect(shown({ session: ID, url: 'wss://api-ws.mist.com/ssh?jwt=abc' })).toBe(
      '{"session":"<session>","url":"<url>"}',
    );
    const ping = { session: ID };
    expect(redact(ping)).toBe(ping);
  });
});

describe('a name and its value in one object', () => {
  it.each([
    { psk: { value: SECRET } },
    { pin: SECRET },
    { sim_pin: SECRET },
    { name: 'psk', value: SECRET },
    { changes: [{ field: 'radius.secret', old: SECRET, new: `${SECRET}2` }] },
  ])('%j hides it', (value) => {
    expect(shown(value)).not.toContain(SECRET);
  });

  it.each([
    { name: 'bypass_vlan', value: '10' },
    { name: 'psk', id: 'x', count: 3 },
    { type: 'object', name: 'psk', value: 'x' },
    { psk: { type: 'string', text: 'x' } },
    { pinned: 'x', spin: 'y', pins: 2 },
  ])('%j hides nothing', (value) => {
    expect(redact(value)).toBe(value);
  });
});

describe('secrets by form', () => {
  it.each([
    `register mist ${JWT}`,
    `128agent register --registration-code ${JWT}`,
    `x=${JWT}&y`,
    `https%3A%2F%2Fh%2F%3Fa%3D${JWT}`,
    `cut ${JWT.slice(0, 50)}`,
    `"${JWT}"`,
  ])('a JSON Web Token: %s', (given) => {
    expect(text(given)).not.toMatch(/eyJ/);
    expect(text(given)).toMatch(/<(jwt|token|cli)>/);
  });

  it.each([
    ['wss://api-ws.mist.com/ssh?jwt=abc', 'wss://api-ws.mist.com/ssh?jwt=<token>'],
    ['https://h/?a=1&token=abc&sig=def&b=2#c', 'https://h/?a=1&token=<token>&sig=<token>&b=2#c'],
    ['https://h/cb#access_token=abc&x=1', 'https://h/cb#access_token=<token>&x=1'],
    ['https://h/?code=abc&country_code=US', 'https://h/?code=<token>&country_code=US'],
    ['https://h/f?%74oken=abc', 'https://h/f?%74oken=<token>'],
    ['https://h/?filter[token]=abc&page[size]=2', 'https://h/?filter[token]=<token>&page[size]=2'],
    ['https://h/go?u=https%3A%2F%2Fc.d%2F%3Fjwt%3Dabc&v=1', 'https://h/go?u=<token>&v=1'],
    ['https://h/go?u=https%3A%2F%2Fc.d%2F%3Fx%3D1', 'https://h/go?u=https%3A%2F%2Fc.d%2F%3Fx%3D1'],
    [
      'https://s3.amazonaws.com/b/k?X-Amz-Credential=a%2Fb&X-Amz-Date=2&X-Amz-Signature=ff',
      'https://s3.amazonaws.com/b/k?X-Amz-Credential=<token>&X-Amz-Date=2&X-Amz-Signature=<token>',
    ],
    ['https:\\/\\/h\\/x?key=abc', 'https:\\/\\/h\\/x?key=<token>'],
    ['"https://h/x?a=1\\u0026token=abc"', '"https://h/x?a=1\\u0026token=<token>"'],
    ['https://hooks.slack.com/services/T0/B0/xyz now', 'https://hooks.slack.com/<path> now'],
    ['https://discord.com/api/webhooks/1/abc', 'https://discord.com/<path>'],
    ['https://acme.webhook.office.com/webhookb2/a@b/x', 'https://acme.webhook.office.com/<path>'],
    ['https://api.telegram.org/bot12:AB/send', 'https://api.telegram.org/<path>'],
    ['https://nms.acme.com/hooks/k3jh45kj3h45kjh34', 'https://nms.acme.com/hooks/<path>'],
    ['marvisclient://api.mist.com/enroll/k3jh45kj3h45kjh34', 'marvisclient://api.mist.com/enroll/<path>'],
    ['https://user:p%40ss@h/x,https://b:c@d/', 'https://user:<password>@h/x,https://b:<password>@d/'],
    ['https://ghp0123456789abcdefghij@github.com/x', 'https://<password>@github.com/x'],
  ])('the part of a URL that is one: %s', (given, wanted) => {
    expect(text(given)).toBe(wanted);
    expect(maskText(maskText(given, false), false)).toBe(maskText(given, false));
  });

  it.each([
    'https://h/hooks/settings and https://h/?sort_key=name&page=2',
    'https://me@host:80/x',
    '/api/v1/sites/x/events?limit=2&token=AAAA&search_after=eyJhbGci.x',
    'https://api.mist.com/api/v1/saml/llDfa13f/login',
    `deleted API token ${ID} of site ${ID}`,
    'basic authentication-policies',
    'eyJust a word. And more',
  ])('nothing of %s', (given) => {
    expect(text(given)).toBe(given);
  });
});

describe('a text that is not JSON as a whole', () => {
  const whole = JSON.stringify({
    name: 'x',
    auth: { type: 'psk', psk: SECRET, keys: [SECRET, ''] },
    headers: { 'X-Key': SECRET },
    vars: { wifi_key: SECRET, vlan: '10' },
    auth_keys: { 1: SECRET },
    cli: [`set snmp community ${SECRET}`],
    secret: 12345678,
    key: `k${'0123456789'.repeat(3)}`,
    last: { radius: [{ host: 'h', secret: SECRET }] },
  });

  it.each([
    ['cut off', `${whole.slice(0, -4)}`],
    ['with words around it', `rejected: ${whole} (400)`],
    ['two of them', `${whole}\n${whole}`],
    ['put into a text', JSON.stringify(whole).slice(0, -3)],
    ['put into a text twice', JSON.stringify(JSON.stringify(whole)).slice(1, -3)],
    [
      'as Python prints it',
      `{'ssid': 'x', 'psk': '${SECRET}', 'secret': 12345678, 'vars': {'wifi_key': '${SECRET}'}} bad`,
    ],
  ])('is masked like one: %s', (_, given) => {
    const masked = text(given);
    expect(masked).not.toContain(SECRET);
    expect(masked).not.toContain('12345678');
    expect(masked).not.toContain('k012345');
    expect(masked).toContain('<psk>');
  });

  it('is masked wherever it is cut, and shows as much of what is none', () => {
    fc.assert(
      fc.property(fc.nat(whole.length), (length) => {
        // Cut within the name, nothing follows; cut within the value, its beginning is masked too.
        const masked = text(`diff: ${whole.slice(0, length)}`);
        expect(masked).not.toMatch(/hunt|S3c|1234567/);
        if (length > 12) expect(masked).toContain('"name":"x"');
      }),
    );
  });

  it.each([
    [`psk=${SECRET}`, 'psk=<psk>'],
    [`ssid=x, passphrase="${SECRET} y", vlan=3`, 'ssid=x, passphrase=<passphrase>, vlan=3'],
    [`api_key = ${SECRET}; z`, 'api_key = <api_key>; z'],
    [`X-Auth-Token: ${SECRET}`, 'X-Auth-Token: <X-Auth-Token>'],
    [`radius.secret: ${SECRET}\nhost: h`, 'radius.secret: <radius.secret>\nhost: h'],
    [`psk:${SECRET}`, 'psk:<psk>'],
    [`{psk:"${SECRET}", ssid:"x"}`, '{psk:<psk>, ssid:"x"}'],
    [`registration code: ${SECRET}`, 'registration code: <registration code>'],
    ['the claim code is ABCDE-FGHIJ-KLMNO', 'the claim code is <claim code>'],
    [`<psk>${SECRET}</psk><ssid>x</ssid>`, '<psk><psk></psk><ssid>x</ssid>'],
    [`&lt;wlan:psk&gt;${SECRET}&lt;/wlan:psk&gt;`, '&lt;wlan:psk&gt;<wlan:psk>&lt;/wlan:psk&gt;'],
    [`diff {&quot;psk&quot;:&quot;${SECRET}&quot;}`, 'diff {"psk":"<psk>"}'],
    [`diff %7B%22psk%22%3A%22${SECRET}%22%7D`, 'diff {"psk":"<psk>"}'],
    [`csrftoken=${SECRET}; sessionid=${SECRET}`, 'csrftoken=<csrftoken>; sessionid=<sessionid>'],
    [`changed {"name":"psk","value":"${SECRET}"`, 'changed {"name":"psk","value":"<psk>"'],
    [' key 7 0822455D0A16544541', ' key 7 "<cli>"'],
    [`-----BEGIN PGP PRIVATE KEY BLOCK-----\n${SECRET}\n-----END PGP PRIVATE KEY BLOCK----- x`, '<private key> x'],
    [`x ${JWT.replaceAll('.', '%2E')} y`, 'x <jwt> y'],
  ])('%s is shown as %s', (given, wanted) => {
    expect(text(given)).toBe(wanted);
  });

  it.each([
    'wrong password: try again',
    'token: expired',
    'psk=true, secret = null, password=<yours>, psk={{psk}}',
    `token=${ID}`,
    'psk_name=lobby key=ap_offline "code": "US", "keys": ["a"]',
    '"psk": {"type": "string"} and "psk": ""',
    'say "psk" or "secret"; it’s "password" here',
    'the registration code is wrong, and the api key: missing',
    '<p>psk</p> <password></password> &quot;bypass_vlan&quot;:&quot;turkey&quot;',
    'press key 7 to leave; pin: yes; session: 1; psk:wpa2',
    'GET /x?q=%22turkey_subnet%22%3A%2210.0.0.0%22',
    '{"name":"bypass_vlan","value":"10"',
  ])('nothing of %s', (given) => {
    expect(text(given)).toBe(given);
  });
});

describe('device configuration', () => {
  const curly = `system {
    root-authentication {
        encrypted-password "${SECRET}"; ## SECRET-DATA
    }
    radius-server {
        10.0.0.1 secret "${SECRET}"; ## SECRET-DATA
    }
    ntp {
        authentication-key 1 type md5 value "${SECRET}";
    }
}
snmp {
    community ${SECRET} {
        authorization read-only;
    }
    description "the secret sauce";
}
policy-options {
    policy-statement p {
        from {
            community CUSTOMERS;
        }
        then {
            community add CUSTOMERS;
        }
    }
    community CUSTOMERS members 65000:1;
}
security {
    macsec {
        connectivity-association c {
            pre-shared-key {
                ckn 37c9;
                cak "${SECRET}";
            }
        }
    }
    other-thing "${SECRET}"; ## SECRET-DATA
}`;

  it.each([
    ['under the name of commands', { cli: curly }],
    ['in any text', { text: curly }],
  ])('in curly form is masked and else the same, %s', (_, value) => {
    const masked = shown(value);
    expect(masked).not.toContain(SECRET);
    expect(masked.match(/<cli>/g)).toHaveLength(6);
    expect(masked.match(/CUSTOMERS/g)).toHaveLength(3);
    expect(masked).toContain('secret sauce');
  });

  it.each([
    `set system ntp authentication-key 1 type md5 value "${SECRET}"`,
    `set system ntp authentication-key 7 value ${SECRET}`,
    `set security macsec connectivity-association c pre-shared-key cak ${SECRET}`,
    `set snmp v3 snmp-community i community-name ${SECRET}`,
    `set protocols ospf area 0 interface x authentication md5 1 key ${SECRET}`,
    `set interfaces ge-0/0/0 unit 0 family inet address 1.1.1.1/24 vrrp-group 1 authentication-key ${SECRET}`,
    `user admin group administrators password ciphertext ${SECRET}`,
    `radius-server host 10.0.0.1 key plaintext ${SECRET}`,
    `radius-server host 10.0.0.1 key ${SECRET}`,
    `tacacs-server host 10.0.0.1 key ciphertext ${SECRET}`,
    `snmp-server community ${SECRET}`,
    `snmpv3 user u auth sha auth-pass plaintext ${SECRET} priv aes priv-pass plaintext ${SECRET}`,
    `ntp authentication-key 1 md5 ciphertext ${SECRET} trusted`,
    `neighbor 1.1.1.1 password ciphertext ${SECRET}`,
    `radius dyn-authorization client 10.0.0.1 secret-key plaintext ${SECRET}`,
    `mist registration-code ${SECRET}`,
    `mist activation-key ${SECRET}`,
    `wpa-passphrase ${SECRET}`,
    `enable secret 5 ${SECRET}`,
    `username x password 7 ${SECRET}`,
  ])('is masked under its name and in any text: %s', (line) => {
    expect(shown({ cli: [line] })).not.toContain(SECRET);
    const note = `seen on the switch:\n${line}\nthe secret is out`;
    expect(text(note)).not.toContain(SECRET);
    expect(text(note)).toMatch(/^seen on the switch:\n[\s\S]*\nthe secret is out$/);
  });

  it.each([
    'the user password is wrong, the secret abc too',
    'set policy-options community CUSTOMERS members 65000:1',
    'user training {\n  the password rules;\n}',
    'show radius-server',
  ])('is not seen in %s', (given) => {
    expect(text(given)).toBe(given);
  });
});

describe('the time that masking takes', () => {
  const pieces = [
    ...[
      'a-',
      'secret ',
      '://',
      '://x:',
      '-----BEGIN ',
      'bearer ',
      '$9$',
      'eyJ',
      'eyJaaaaa.',
      '"psk":',
      '\\"psk\\":\\"',
    ],
    ...['"vars":{', '"key":"', '"a":"b",', '{"headers":{', 'x="', "x='", 'token=', 'set snmp community ', 'key: 1 '],
    ...['https://h/hooks/', 'A', 'Ab', '{\n', 'community ', '\\', '\\\\\\"', '## SECRET-DATA ', 'radius-server x '],
    ...['https://x?token&', '=a&', '"auth":{"keys":["', "{'psk':'", '\u200b', '\n', ' ', '"'],
  ];

  it('grows with the length of the text alone: quadratic, one of these would take minutes', () => {
    for (const piece of pieces) {
      const text = piece.repeat(400_000 / piece.length);
      expect(() => redact({ cmd: text, note: text }), JSON.stringify(piece)).not.toThrow();
    }
  });

  it('of a megabyte of names and deep nesting is bounded too', () => {
    expect(() =>
      redact({ [`${'A'.repeat(500_000)}psk`]: 'x', vars: { [`${'aB'.repeat(300_000)}`]: 'x' } }),
    ).not.toThrow();
    expect(text(`x ${'{"vars":'.repeat(50_000)}`)).toContain('vars');
  });
});
