import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors/input-error.ts';
import { checkPayload, emptyStrays } from '../../../src/features/changes/check/check.ts';
import { isNothing } from '../../../src/features/changes/json.ts';
import { keysText } from '../../../src/features/changes/keys.ts';
import { planUpdate } from '../../../src/features/changes/plan.ts';
import type { JsonObject, Mode, PayloadFindings } from '../../../src/features/changes/types.ts';
import { type Family, family, familyNames } from '../../../src/mist/families.ts';
import { payloadOf } from './payloads.ts';
import { isRow, type Json } from './values.ts';

const familyOf = (name: string): Family => {
  const found = family(name);
  if (!found) throw new Error(`no family ${name}`);
  return found;
};

const create = (name: string, payload: JsonObject, allowUnknown = false): PayloadFindings =>
  checkPayload({ family: familyOf(name), action: 'create', payload, allowUnknown });

function update(
  name: string,
  current: JsonObject,
  payload: JsonObject,
  mode?: Mode,
  allowUnknown: boolean | readonly string[] = false,
): PayloadFindings {
  const { result } = planUpdate(current, payload, mode);
  return checkPayload({ family: familyOf(name), action: 'update', payload, current, result, allowUnknown });
}

function refusal(attempt: () => unknown): InputError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const psk = { id: 'i', name: 'a', ssid: 's', passphrase: '12345678', modified_time: 5 };
const runs = { numRuns: 12 };

describe('what the schema allows', () => {
  it.each(familyNames)('%s: passes, for a new object and as an update of nothing', (name) => {
    fc.assert(
      fc.property(payloadOf(familyOf(name)), (payload) => {
        expect(create(name, payload).unknown).toEqual([]);
        // The type of a device is read-only.
        const current = Object.hasOwn(payload, 'type') ? { type: payload.type } : {};
        expect(update(name, current, payload, 'replace').unknown).toEqual([]);
      }),
      runs,
    );
  });
});

/** Every place of a value where no object stands, with the value there exchanged. */
function* exchanged(value: Json, by: unknown, keys: readonly string[] = []): Generator<[string, Json]> {
  for (const [key, one] of Object.entries(value)) {
    if (isRow(one)) {
      for (const [path, inner] of exchanged(one, by, [...keys, key])) yield [path, { ...value, [key]: inner }];
    } else if (!isNothing(one)) yield [keysText([...keys, key]), { ...value, [key]: by }];
  }
}

describe('what the schema does not allow', () => {
  it.each(familyNames)('%s: an object where a single value or a list belongs is named by its path', (name) => {
    let tried = 0;
    fc.assert(
      fc.property(payloadOf(familyOf(name)), (payload) => {
        for (const [path, wrong] of [...exchanged(payload, { surely: { not: 'this' } })].slice(0, 6)) {
          // Changing what tells the forms apart makes other fields wrong.
          if (path === 'type') continue;
          tried++;
          expect(refusal(() => create(name, wrong)).what).toContain(path);
        }
      }),
      // Some seeds give a small family nothing but empty payloads.
      { ...runs, seed: 1 },
    );
    expect(tried, 'places tried').toBeGreaterThan(0);
  });

  it.each(familyNames)('%s: a name that nobody knows is refused, unless it is let through', (name) => {
    fc.assert(
      fc.property(payloadOf(familyOf(name)), (payload) => {
        const wrong = { ...payload, surely_not_a_field: 1 };
        expect(refusal(() => create(name, wrong)).what).toContain('surely_not_a_field is no field');
        expect(create(name, wrong, true).unknown).toEqual(['surely_not_a_field']);
      }),
      { numRuns: 3 },
    );
  });
});

describe('what is wrong is said at once, the first five of it', () => {
  it('names, kinds, choices and limits, each with what is right', () => {
    const { what, advice } = refusal(() =>
      create('org_wlans', {
        ssid: 'x',
        vlan_idd: 3,
        enabled: 'yes',
        auth: { type: 'pks', psk: 7, typ: 'x' },
        max_idletime: 1,
      }),
    );
    expect(what).toMatch(/^The payload has 6 problems: .*; and 1 more\.$/);
    expect(what).toContain('vlan_idd is no field that the specification knows; the nearest names are vlan_id');
    expect(what).toContain('enabled cannot be "yes": it takes true or false');
    expect(what).toContain('auth.type cannot be "pks": it takes one of eap, eap192, open, psk, ');
    expect(what).toContain('max_idletime cannot be 1: it takes a whole number from 60 to 86400');
    expect(what).toContain('auth.psk cannot be what was given');
    expect(advice).toContain('schema_name org_wlans');
    expect(advice).toContain('allow_unknown');
  });

  it('other choices and inner names, where there is room for them', () => {
    const { what } = refusal(() =>
      create('org_wlans', { ssid: 'x', auth: { type: 'psk', typ: 'x' }, roam_mode: 'OKCC' }),
    );
    expect(what).toContain('auth.typ is no field that the specification knows; the nearest name is type');
    expect(what).toContain('roam_mode cannot be "OKCC": it takes one of 11r, NONE, OKC');
  });

  it('names no more than five of ten thousand unknown fields, and counts the others', () => {
    const payload = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`vlan_idd_${index}`, 1]));
    const { what } = refusal(() => create('org_wlans', { ssid: 'x', ...payload }));
    expect(what).toMatch(/^The payload has 10000 problems: \(1\) .*\(5\) .*; and 9995 more\.$/);
    expect(what).not.toContain('(6)');
  });

  it('required fields of a new object', () => {
    expect(refusal(() => create('org_psks', {})).what).toMatch(
      /name is required.*passphrase is required.*ssid is required/,
    );
  });

  it('fields of the form that the type chooses', () => {
    expect(
      refusal(() => create('org_deviceprofiles', { type: 'gateway', name: 'g', radio_config: {} })).what,
    ).toContain('radio_config is no field');
    expect(
      create('org_deviceprofiles', { type: 'ap', name: 'a', radio_config: { band_5: { channels: null } } }).unknown,
    ).toEqual([]);
    expect(refusal(() => create('org_deviceprofiles', { type: 'app', name: 'a' })).what).toContain('type');
    expect(
      update('site_devices', { type: 'switch', mac: '5c5b35000001' }, { port_config: { 'ge-0/0/1': { usage: 'ap' } } })
        .unknown,
    ).toEqual([]);
    expect(
      refusal(() => update('site_devices', { type: 'ap' }, { port_usages: {}, stp_config: { vstp_enabled: true } }))
        .what,
    ).toContain('stp_config');
  });
});

describe('defects of the specification', () => {
  it('two closed objects in one, which nothing could satisfy, are one object', () => {
    const setting = { switch: { port_usages: { ap: { mode: 'trunk' } }, auto_upgrade: { enabled: true } } };
    expect(update('site_settings', {}, setting).unknown).toEqual([]);
    expect(refusal(() => update('site_settings', {}, { switch: { port_usage: {} } })).what).toContain(
      'switch.port_usage is no field',
    );
  });

  it('an empty text takes the place of an id, a default is right whatever the kind', () => {
    expect(update('org_sites', { name: 's' }, { rftemplate_id: '' }).unknown).toEqual([]);
    expect(refusal(() => update('org_sites', { name: 's' }, { rftemplate_id: 'mine' })).what).toContain(
      'rftemplate_id cannot be "mine": it takes an id',
    );
  });
});

describe('a name where an id belongs', () => {
  it.each([
    ['org_sites', { rftemplate_id: 'mine' }, 'org_rftemplates'],
    ['org_sites', { sitegroup_ids: ['Stores'] }, 'org_sitegroups'],
    ['org_wlantemplates', { applies: { sitegroup_ids: ['Stores'] } }, 'org_sitegroups'],
  ] as const)('of %s is answered with where the ids are: %j', (name, payload, listed) => {
    expect(refusal(() => update(name, { name: 's' }, payload)).what).toContain(
      `; mist_get_configuration_objects with object_type ${listed} lists them`,
    );
  });

  it.each([
    ['org_assets', { tag_id: 'mine' }],
    ['org_webhooks', { assetfilter_ids: ['mine'] }],
  ] as const)('of %s is answered with no list where the id may be of another kind: %j', (name, payload) => {
    const { what } = refusal(() => update(name, { name: 's' }, payload));
    expect(what).toContain('it takes');
    expect(what).not.toContain('mist_get_configuration_objects');
  });
});

describe('only what changes is checked', () => {
  const broken = { ssid: 'x', auth: { type: 'nonsense', psk: 'abcdefgh', extra: 1 }, vlan_id: 'none of it', odd: [1] };

  it('old faults stop nobody', () => {
    expect(update('org_wlans', broken, { enabled: true })).toEqual({ warnings: [], unknown: [] });
    expect(update('org_wlans', broken, { auth: { multi_psk_only: true } }).unknown).toEqual([]);
    expect(update('org_wlans', { enabled: true }, { vlan_id: 7, vlan_enabled: true }).unknown).toEqual([]);
  });

  it('new ones do', () => {
    expect(refusal(() => update('org_wlans', broken, { auth: { type: 'nonsensical' } })).what).toContain('auth.type');
    expect(refusal(() => update('org_wlans', broken, { ssid: null })).what).toContain('ssid is required');
    expect(refusal(() => update('org_wlans', { ssid: 'x' }, { '-ssid': '' })).what).toContain('ssid is required');
  });

  it('lets the gateway settings of a site be without the name that a gateway template has', () => {
    const gateway = { dhcpd_config: { corp: { type: 'none' } } };
    expect(update('site_settings', {}, { gateway }).warnings).toEqual([]);
    expect(refusal(() => create('org_gatewaytemplates', gateway)).what).toContain('name is required');
  });

  it('refuses a range of ports that goes backward, wherever it is new', () => {
    const map = { 'ge-0/0/5-3': { usage: 'desk' } };
    const says = 'ge-0/0/5-3 is a range that ends before it begins';
    expect(refusal(() => update('site_devices', { type: 'switch' }, { port_config: map })).what).toContain(says);
    const rule = { name: 'a', port_config: { 'ge-0/0/0-1, ge-0/0/5-3': { usage: 'desk' } } };
    const rules = { switch_matching: { enable: true, rules: [rule] } };
    expect(refusal(() => update('org_networktemplates', {}, rules)).what).toContain(says);
    expect(update('site_devices', { type: 'switch', port_config: map }, { port_config: {} }).warnings).toEqual([]);
    const other = { port_config: { 'ge-0/0/5-3': { usage: 'iot' } } };
    expect(update('site_devices', { type: 'switch', port_config: map }, other).warnings).toEqual([]);
  });

  it.each([
    ['ge-0/0', 'is not a port or a range of ports'],
    ['GE-0/0/5', 'is not a port or a range of ports'],
    ['ge-0/0/5 - 7', 'is not a port or a range of ports'],
    ['xx-0/0/1', 'xx is no kind of port'],
    ['ge-0/0/1,', 'one of its parts is empty'],
    ['ge-0/0/0-99999', 'goes beyond 4096 ports'],
  ])('refuses the new key %j of a map of ports and names the form of one', (key, says) => {
    const port_config = { [key]: { usage: 'desk' } };
    const refused = refusal(() => update('site_devices', { type: 'switch' }, { port_config })).what;
    expect(refused).toContain(says);
    expect(refused).toContain('a range (ge-0/0/0-23)');
    const [, path = ''] = /: (port_config\..+) cannot be/.exec(refused) ?? [];
    expect(update('site_devices', { type: 'switch' }, { port_config }, 'merge', [path]).warnings).toEqual([]);
  });

  it.each(['ge-0/0/1, ge-0/0/3-5', 'et-0/0/0:0-3', '{{uplink}}', 'mge-0/0/{{n}}', 'ae0', 'irb', 'cl-1/0/0', 'reth1'])(
    'takes the key %j of a map of ports',
    (key) => {
      const port_config = { [key]: { usage: 'desk' } };
      expect(update('site_devices', { type: 'switch' }, { port_config })).toEqual({ warnings: [], unknown: [] });
    },
  );

  it('warns of two new keys on one port, in a rule too', () => {
    const rule = { name: 'a', port_config: { 'ge-0/0/0-3': { usage: 'desk' }, 'ge-0/0/2': { usage: 'iot' } } };
    const { warnings } = update('org_networktemplates', {}, { switch_matching: { enable: true, rules: [rule] } });
    expect(warnings.join()).toContain('ge-0/0/0-3 and ge-0/0/2 both set ge-0/0/2');
  });

  it('elements of a list that were there stay unchecked, wherever they stand', () => {
    const current = {
      ssid: 'x',
      auth_servers: [{ host: 1 }, { port: [], keywrap_kek: 7 }, { host: 'a', secret: 's' }],
    };
    const payload = { auth_servers: [{ keywrap_kek: 7 }, { host: 'a', secret: 't' }, { host: 1 }] };
    expect(update('org_wlans', current, payload).unknown).toEqual([]);
    expect(refusal(() => update('org_wlans', current, { auth_servers: [{ host: 2 }] })).what).toContain(
      'auth_servers[0].host',
    );
  });

  it('names to be removed that are nowhere', () => {
    expect(refusal(() => update('org_wlans', { ssid: 'x' }, { vlan_idd: null })).what).toContain(
      'vlan_idd is no field',
    );
    expect(refusal(() => update('org_wlans', { ssid: 'x' }, { '-vlan_idd': '' })).what).toContain(
      '-vlan_idd is no field',
    );
    expect(
      refusal(() => update('org_wlans', { ssid: 'x', auth: { type: 'psk' } }, { auth: { pks: null } })).what,
    ).toContain('auth.pks is no field');
    expect(refusal(() => update('site_devices', { type: 'switch' }, { radio_config: null })).what).toContain(
      'radio_config is no field',
    );
    expect(update('org_wlans', broken, { odd: null, auth: { extra: null } }).unknown).toEqual([]);
    expect(update('org_wlans', { ssid: 'x' }, { vlan_id: null }).unknown).toEqual([]);
  });
});

describe('what the cloud owns', () => {
  it('a read-back passes, a changed one does not', () => {
    const current = { ...psk, org_id: 'o', created_time: 1, admin_sso_id: 'me' };
    expect(update('org_psks', current, current).unknown).toEqual([]);
    expect(refusal(() => update('org_psks', current, { admin_sso_id: 'you' })).what).toContain(
      'admin_sso_id is read-only',
    );
    expect(refusal(() => update('org_psks', current, { id: 'j', name: 'b' })).what).toContain('id is read-only');
    expect(refusal(() => update('org_psks', current, { '-admin_sso_id': '' })).what).toContain(
      'admin_sso_id is read-only',
    );
    expect(refusal(() => update('org_psks', current, { '-id': '' })).what).toContain('id is read-only');
  });

  it('a read-back of an older state is refused', () => {
    const stale = { ...psk, name: 'b', modified_time: 4 };
    expect(refusal(() => update('org_psks', psk, stale)).what).toContain('has changed since this payload was read');
  });

  it('another object can be the pattern of a new one', () => {
    expect(create('org_psks', { ...psk, org_id: 'o', created_time: 1 }).unknown).toEqual([]);
  });

  it('a new object gives what is marked read-only and needed all the same', () => {
    expect(
      create('site_rssizones', { devices: [{ device_id: '00000000-0000-0000-1000-5c5b35000001', rssi: -70 }] })
        .warnings,
    ).toEqual([]);
    expect(create('site_zones', { name: 'z', map_id: '4a3c1b70-0c11-4f0e-9a52-0d7d4f1b2c3d' }).warnings).toEqual([]);
  });
});

describe('dash keys', () => {
  it('take "" or true, on an object that is there, and not beside the field itself', () => {
    expect(update('org_psks', { ...psk, note: 'n' }, { '-note': true }).unknown).toEqual([]);
    expect(refusal(() => update('org_psks', psk, { '-note': 'yes' })).what).toContain('-note takes "" or true');
    expect(refusal(() => update('org_psks', psk, { '-note': '', note: 'x' })).what).toContain('both given and removed');
    expect(refusal(() => create('org_psks', { ...psk, '-note': '' })).what).toContain('there is no object yet');
    expect(refusal(() => update('org_wlans', { ssid: 'x' }, { auth: { '-psk': '' } })).what).toContain(
      'null removes a field',
    );
  });
});

describe('variables, masks and dangerous names', () => {
  it('{{variables}} stand for any single value', () => {
    expect(create('org_networks', { name: 'n', vlan_id: '{{vlan}}', subnet: '{{net}}.0/24' }).unknown).toEqual([]);
    expect(update('org_networktemplates', {}, { dns_servers: ['{{dns}}'], ntp_servers: ['10.0.0.1'] }).unknown).toEqual(
      [],
    );
    expect(refusal(() => create('org_networks', { name: 'n', vlan_id: 1, vpn_access: '{{all}}' })).what).toContain(
      'vpn_access',
    );
  });

  it('a mask that would be sent along with a changed root is refused', () => {
    const current = { ssid: 'x', auth: { type: 'psk', psk: '****' } };
    expect(refusal(() => update('org_wlans', current, { auth: { multi_psk_only: true } })).what).toContain(
      'auth holds a mask',
    );
    expect(update('org_wlans', current, { enabled: false }).unknown).toEqual([]);
    expect(refusal(() => create('org_psks', { ...psk, passphrase: '****' })).what).toContain('passphrase holds a mask');
  });

  it('names of the prototype are names like any other', () => {
    const payload: unknown = JSON.parse(
      '{"ssid":"x","__proto__":{"enabled":true},"constructor":1,"auth":{"__proto__":{"a":1}}}',
    );
    if (!isRow(payload)) throw new Error('no object');
    const { what } = refusal(() => create('org_wlans', payload));
    expect(what).toContain('__proto__ is no field');
    expect(what).toContain('constructor is no field');
    expect(what).toContain('auth.__proto__ is no field');
    expect(Object.hasOwn(Object.prototype, 'enabled')).toBe(false);
    const plan = planUpdate({ vars: { a: '1' } }, JSON.parse('{"vars":{"__proto__":{"b":"2"}}}'));
    expect(JSON.stringify(plan.body)).toBe('{"vars":{"a":"1","__proto__":{"b":"2"}}}');
  });
});

describe('conditions', () => {
  it('warn, and never of what was so before', () => {
    const missing = create('org_wlans', {
      ssid: 'x',
      portal: { enabled: true, auth: 'none', sms_enabled: true, sms_provider: 'twilio' },
    });
    expect(missing.warnings.join('\n')).toContain('portal.twilio_sid is required while sms_provider is twilio.');
    const useless = create('org_wlans', { ssid: 'x', auth: { type: 'open', keys: ['1234567890'] } });
    expect(useless.warnings.join('\n')).toMatch(/auth\.keys has an effect only while type is wep \(it is open\)\./);
    const current = { ssid: 'x', portal: { enabled: true, sms_provider: 'twilio' } };
    expect(update('org_wlans', current, { portal: { sponsor_enabled: true } }).warnings.join()).not.toContain('twilio');
  });

  it('do not warn of what cannot be told', () => {
    const template = { ssid: 'x', auth: { type: '{{type}}', keys: ['1234567890'] } };
    expect(create('org_wlans', template).warnings.join()).not.toContain('auth.keys');
  });
});

describe('an empty attribute of a new object', () => {
  it('is a stray where the specification knows none of that name, and only there', () => {
    const strays = (name: string, payload: JsonObject) => emptyStrays(familyOf(name), payload);
    const payload = {
      name: 'x',
      site_ids: [],
      nothing: null,
      ibeacon_uuid: null,
      empty: '',
      object: {},
      '-gone': null,
    };
    expect(strays('org_assetfilters', payload)).toEqual(['site_ids', 'nothing']);
    expect(strays('org_sitegroups', { name: 'x', site_ids: [] })).toEqual([]);
  });
});
