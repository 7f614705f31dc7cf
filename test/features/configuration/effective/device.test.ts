import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveDevice, needsEffective } from '../../../../src/features/configuration/effective/device.ts';
import type { DeviceParts, Row } from '../../../../src/features/configuration/effective/layer.ts';
import { applyMatching } from '../../../../src/features/configuration/effective/matching.ts';
import { merge } from '../../../../src/features/configuration/effective/merge.ts';
import { overlaps, portsOf } from '../../../../src/features/configuration/effective/ports.ts';
import { resolveVariables } from '../../../../src/features/configuration/effective/variables.ts';

const SWITCH: Row = { id: 'd', type: 'switch', name: 'BER-SW-CORE', model: 'EX4100-24P', role: 'core' };

const parts = (more: Partial<DeviceParts>): DeviceParts => ({
  device: SWITCH,
  site: { id: 's', org_id: 'o' },
  setting: {},
  templates: {},
  ...more,
});

describe('precedence', () => {
  const says = (text: string): Row => ({
    name: text,
    switch_mgmt: { cli_banner: text },
    networks: { [text]: {}, x: { text } },
  });
  const all: DeviceParts = parts({
    device: { ...SWITCH, switch_mgmt: { cli_banner: 'device' } },
    deviceprofile: says('profile'),
    templates: { networktemplate: says('template') },
    setting: says('site'),
  });

  it('is device, device profile, template', () => {
    const first = deriveDevice(all);
    expect(first.config.switch_mgmt).toEqual({ cli_banner: 'device' });
    expect(first.sources.switch_mgmt).toBe('device');
    expect(first.config.name).toBe('BER-SW-CORE');
    const second = deriveDevice({ ...all, device: SWITCH });
    expect(second.config.switch_mgmt).toEqual({ cli_banner: 'profile' });
    expect(second.sources.switch_mgmt).toBe('deviceprofile profile');
    expect(second.overridden.switch_mgmt).toEqual(['networktemplate template', 'site']);
  });

  it('leaves it to the cloud whether template or site counts', () => {
    const { deviceprofile: _, ...bare } = { ...all, device: SWITCH };
    expect(needsEffective(bare)).toBe(true);
    for (const winner of ['site', 'template']) {
      const { config, sources, overridden } = deriveDevice({ ...bare, effective: says(winner) });
      expect(config.switch_mgmt).toEqual({ cli_banner: winner });
      const label = winner === 'site' ? 'site' : 'networktemplate template';
      expect(sources.switch_mgmt).toBe(label);
      expect(overridden.switch_mgmt).toEqual([label === 'site' ? 'networktemplate template' : 'site']);
    }
    // Without the cloud's word the template goes first.
    expect(deriveDevice(bare).sources.switch_mgmt).toBe('networktemplate template');
  });

  it('names both where the cloud made something of its own of them, and appends no command twice', () => {
    const commands = (list: string[]): Row => ({ name: 't', additional_config_cmds: list });
    const { config, sources } = deriveDevice(
      parts({
        device: { ...SWITCH, additional_config_cmds: ['c'] },
        templates: { networktemplate: commands(['a']) },
        setting: commands(['b']),
        effective: commands(['a', 'b']),
      }),
    );
    expect(config.additional_config_cmds).toEqual(['a', 'b', 'c']);
    expect(sources.additional_config_cmds).toBe('networktemplate t + site + device');
  });

  it('leaves out what the cloud left out when it merged', () => {
    const tags = (name: string): Row => ({ acl_tags: { [name]: {} } });
    const meeting = parts({ templates: { networktemplate: { name: 't', ...tags('a') } }, setting: tags('b') });
    expect(deriveDevice({ ...meeting, effective: tags('b') }).config.acl_tags).toEqual({ b: {} });
    const both = { acl_tags: { a: {}, b: {} } };
    expect(deriveDevice({ ...meeting, effective: both }).config.acl_tags).toEqual(both.acl_tags);
    expect(deriveDevice(meeting).config.acl_tags).toEqual(both.acl_tags);
  });

  it('does not ask the cloud where template and site agree or do not meet', () => {
    const agreed = { dns_servers: ['1.1.1.1'], networks: { a: { vlan_id: 1 } } };
    expect(
      needsEffective(
        parts({ templates: { networktemplate: { name: 't', ...agreed } }, setting: { ...agreed, rogue: {} } }),
      ),
    ).toBe(false);
    expect(needsEffective(parts({ setting: { dns_servers: ['1.1.1.1'] } }))).toBe(false);
  });

  it('merges maps of named things name by name, and nothing else', () => {
    const { config, sources } = deriveDevice({ ...all, deviceprofile: { name: 'p', networks: { y: { text: 'p' } } } });
    expect(Object.keys(Object(config.networks)).sort()).toEqual(['site', 'template', 'x', 'y']);
    expect(sources.networks).toMatchObject({
      y: 'deviceprofile p',
      template: 'networktemplate template',
      site: 'site',
    });
  });

  it('takes null and an empty list for nothing said', () => {
    const { config, sources } = deriveDevice(
      parts({
        device: { ...SWITCH, dns_servers: [], ntp_servers: null },
        templates: { networktemplate: { name: 't', dns_servers: ['1.1.1.1'], ntp_servers: ['2.2.2.2'] } },
      }),
    );
    expect(config).toMatchObject({ dns_servers: ['1.1.1.1'], ntp_servers: ['2.2.2.2'] });
    expect(sources).toMatchObject({ dns_servers: 'networktemplate t', ntp_servers: 'networktemplate t' });
  });

  it('keeps what identifies templates and profiles out of the device', () => {
    const foreign = {
      id: 'x',
      org_id: 'x',
      name: 'x',
      type: 'standalone',
      created_time: 1,
      modified_time: 2,
      for_site: false,
    };
    const { config } = deriveDevice(
      parts({ deviceprofile: foreign, templates: { networktemplate: foreign }, setting: { id: 'x', site_id: 'x' } }),
    );
    expect(config).toEqual(SWITCH);
  });

  it('lays RF template, model and radio settings over each other, band by band', () => {
    const { config, sources } = deriveDevice(
      parts({
        device: { type: 'ap', model: 'AP45', radio_config: { band_5: { power: 9 } } },
        site: { org_id: 'o', country_code: 'CH' },
        templates: {
          rftemplate: {
            name: 'RF',
            band_24: { power: 5 },
            band_5: { power: 12 },
            band_6: { power: 7 },
            model_specific: { AP45: { band_24: { disabled: true } }, AP12: { band_6: { disabled: true } } },
          },
        },
        setting: {
          radio_config: { band_6: { power: 1 }, scanning_enabled: true },
          wifi: { enabled: true },
          networks: {},
        },
      }),
    );
    expect(config.radio_config).toEqual({
      band_5: { power: 9 },
      band_24: { disabled: true },
      band_6: { power: 7 },
      scanning_enabled: true,
    });
    expect(sources.radio_config).toEqual({
      band_5: 'device',
      band_24: 'rftemplate RF for AP45',
      band_6: 'rftemplate RF',
      scanning_enabled: 'site',
    });
    expect(config).toMatchObject({ country_code: 'CH', wifi: { enabled: true } });
    expect(config).not.toHaveProperty('networks');
  });

  it('gives gateways none of the settings that a site has for its switches', () => {
    const { config } = deriveDevice(
      parts({
        device: { type: 'gateway' },
        setting: { networks: { a: {} }, additional_config_cmds: ['x'], gateway_additional_config_cmds: ['y'] },
        templates: { gatewaytemplate: { name: 'g', type: 'standalone', dns_servers: ['1.1.1.1'] } },
      }),
    );
    expect(config).toEqual({ type: 'gateway', additional_config_cmds: ['y'], dns_servers: ['1.1.1.1'] });
  });
});

describe('variables', () => {
  const known = new Map([
    ['vlan', '30'],
    ['self', '{{vlan}}'],
  ]);

  it.each<[unknown, unknown]>([
    ['{{vlan}}', '30'],
    ['vlan {{ vlan }} and {{vlan}}', 'vlan 30 and 30'],
    [{ '{{vlan}}': ['{{vlan}}', 5, null, true] }, { '30': ['30', 5, null, true] }],
    ['{{self}}', '{{vlan}}'],
    ['{vlan} {{}} {{a b}}', '{vlan} {{}} {{a b}}'],
  ])('%j becomes %j', (value, expected) => {
    expect(resolveVariables(value, known, '').value).toEqual(expected);
  });

  it('says which have no value, and where', () => {
    const { unresolved } = resolveVariables(
      { networks: { a: { vlan_id: '{{x}}' } }, list: ['{{x}}', '{{y}}'] },
      known,
      '',
    );
    expect([...unresolved]).toEqual([
      ['x', 'networks.a.vlan_id'],
      ['y', 'list[]'],
    ]);
  });

  it('take the most specific value, the template only what nothing else says', () => {
    const { config, sources, warnings } = deriveDevice(
      parts({
        device: { ...SWITCH, vars: { a: 'device' } },
        templates: {
          networktemplate: { name: 't', dns_suffix: ['{{a}}.{{b}}.{{c}}.{{d}}'] },
          sitetemplate: { name: 'st', vars: { b: 'st', c: 'st' } },
        },
        setting: { vars: { a: 'site', b: 'site' } },
        effective: { vars: { a: 'site', b: 'site', c: 'st' }, dns_suffix: ['site.site.st.{{d}}'] },
      }),
    );
    expect(config.dns_suffix).toEqual(['device.site.st.{{d}}']);
    expect(sources.vars).toEqual({ a: 'device', b: 'site', c: 'sitetemplate st' });
    expect(warnings).toEqual(['{{d}} in dns_suffix[] has no value in any layer.']);
  });

  it('leaves a secret as a reference, without calling it unknown', () => {
    const setting = { vars: { radius_secret: 'hunter2' }, ssh_keys: ['key {{radius_secret}}'] };
    const { config, warnings } = deriveDevice(parts({ setting }), (name) => name.endsWith('secret'));
    expect(config.ssh_keys).toEqual(['key {{radius_secret}}']);
    expect(warnings).toEqual([]);
    expect(deriveDevice(parts({ setting })).config.ssh_keys).toEqual(['key hunter2']);
  });

  it('are found whatever their names and text are', () => {
    const name = fc.stringMatching(/^[\w.-]{1,12}$/);
    fc.assert(
      fc.property(
        name,
        fc.string(),
        fc.string({ unit: fc.constantFrom('a', ' ', '$', '&', '{', '}') }),
        (key, value, around) => {
          fc.pre(!around.includes('{{') && !`${around}{{`.includes('{{{'));
          expect(resolveVariables(`${around}{{${key}}}`, new Map([[key, value]]), '').value).toBe(around + value);
        },
      ),
    );
  });
});

describe('matching rules', () => {
  const fits = (conditions: Row, device: Row = SWITCH): boolean =>
    applyMatching(
      [
        {
          source: 'networktemplate t',
          roots: { switch_matching: { enable: true, rules: [{ name: 'r', ...conditions }] } },
        },
      ],
      'switch_matching',
      device,
    ).layers.some(({ source }) => source === 'switch_matching rule r');

  it.each<[Row, boolean]>([
    [{}, true],
    [{ match_name: 'BER-SW-CORE' }, true],
    [{ match_name: 'ber-sw-core' }, true],
    [{ match_name: 'BER' }, false],
    [{ 'match_name[0:3]': 'BER' }, true],
    [{ 'match_name[4:6]': 'SW' }, true],
    [{ 'match_name[4-6]': 'SW' }, true],
    [{ 'match_name[4:6]': 'AP' }, false],
    [{ 'match_name[0:30]': 'BER-SW-CORE' }, true],
    [{ match_name: 'SW', match_name_offset: 4 }, true],
    [{ match_name: 'SW', match_name_offset: 3 }, false],
    [{ match_model: 'EX4100-24P' }, true],
    [{ match_model: 'EX4100' }, true],
    [{ match_model: 'EX41' }, false],
    [{ match_model: 'EX4100-24' }, false],
    [{ 'match_model[0:6]': 'EX4100' }, true],
    [{ 'match_model[0-6]': 'EX4400' }, false],
    [{ match_role: 'core' }, true],
    [{ match_role: 'access' }, false],
    [{ 'match_name[0:3]': 'BER', match_role: 'access' }, false],
    [{ 'match_name[0:3]': 'BER', match_role: 'core', match_model: 'EX4100' }, true],
    [{ match_moon: 'full' }, false],
  ])('%j: %s', (conditions, expected) => {
    expect(fits(conditions)).toBe(expected);
  });

  it('says of a condition that it does not know it', () => {
    const rules = [{ name: 'r', match_moon: 'full' }];
    const layers = [{ source: 'site', roots: { switch_matching: { enable: true, rules } } }];
    expect(applyMatching(layers, 'switch_matching', SWITCH).warnings).toEqual([
      'The rule "r" has a condition not known here: match_moon.',
    ]);
  });

  const ruled = (rules: Row[], enable = true): Row => ({
    name: 't',
    switch_mgmt: { a: 1 },
    switch_matching: { enable, rules },
  });

  it('lets the first that fits apply, above its template and below profile and device', () => {
    const template = ruled([
      { name: 'other', match_role: 'access', stp_config: { a: 0 } },
      {
        name: 'core',
        match_role: 'core',
        switch_mgmt: { a: 2 },
        port_config: { 'ge-0/0/0': { usage: 'rule' }, 'ge-0/0/1': {} },
      },
      { name: 'default', stp_config: { a: 9 } },
    ]);
    const device = { ...SWITCH, port_config: { 'ge-0/0/0': { usage: 'device' } } };
    const { config, sources } = deriveDevice(parts({ device, templates: { networktemplate: template } }));
    expect(config).toEqual({
      ...SWITCH,
      switch_mgmt: { a: 2 },
      port_config: { 'ge-0/0/0': { usage: 'device' }, 'ge-0/0/1': {} },
    });
    expect(sources.switch_mgmt).toBe('switch_matching rule core');
    expect(sources.port_config).toEqual({ 'ge-0/0/0': 'device', 'ge-0/0/1': 'switch_matching rule core' });
  });

  it('does nothing when switched off, and takes the rules that the cloud says count', () => {
    const off = deriveDevice(
      parts({ templates: { networktemplate: ruled([{ name: 'r', stp_config: { a: 1 } }], false) } }),
    );
    expect(off.config).not.toHaveProperty('stp_config');
    const theirs = ruled([{ name: 'theirs', stp_config: { a: 1 } }]);
    const own = { switch_matching: { enable: true, rules: [{ name: 'own', stp_config: { a: 2 } }] } };
    const { sources } = deriveDevice(parts({ templates: { networktemplate: theirs }, setting: own, effective: own }));
    expect(sources.stp_config).toBe('switch_matching rule own');
  });
});

describe('ports', () => {
  it.each([
    ['ge-0/0/1', ['ge-0/0/1']],
    ['ge-0/0/0-2', ['ge-0/0/0', 'ge-0/0/1', 'ge-0/0/2']],
    ['mge-0-1/0/3', ['mge-0/0/3', 'mge-1/0/3']],
    ['ge-0/0/1, xe-0/1/0', ['ge-0/0/1', 'xe-0/1/0']],
    ['eth1,eth2', ['eth1', 'eth2']],
    ['{{myport}}', ['{{myport}}']],
    ['ge-0/0/5-2', ['ge-0/0/5-2']],
    ['et-0/0/0:0-3', ['et-0/0/0:0', 'et-0/0/0:1', 'et-0/0/0:2', 'et-0/0/0:3']],
    ['ae0', ['ae0']],
  ])('%s', (key, expected) => {
    expect(portsOf(key)).toEqual(expected);
  });

  it('never takes long, whatever stands there', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^ge-\d{1,9}-\d{1,9}\/\d-\d{1,9}\/\d-\d{1,9}$/), (key) => {
        expect(portsOf(key).length).toBeLessThanOrEqual(4096);
      }),
      { numRuns: 30 },
    );
  });

  it('tells of ports that two layers name differently', () => {
    const layer = (source: string, ...keys: string[]) => ({
      source,
      roots: { port_config: Object.fromEntries(keys.map((key) => [key, {}])) },
    });
    expect(overlaps([layer('device', 'ge-0/0/5'), layer('rule', 'ge-0/0/0-35', 'ge-0/0/40')])).toEqual([
      'port_config: ge-0/0/0-35 of rule also covers ge-0/0/5, which device sets; there the more specific entry counts.',
    ]);
    expect(overlaps([layer('device', 'ge-0/0/5'), layer('rule', 'ge-0/0/5')])).toEqual([]);
  });
});

describe('merge', () => {
  it('is for every attribute the word of the most specific layer, and loses none', () => {
    const layer = fc.dictionary(
      fc.constantFrom('a', 'b', 'networks', '__proto__'),
      fc.oneof(fc.nat(), fc.dictionary(fc.string(), fc.nat())),
    );
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 4 }), (rows) => {
        const layers = rows.map((roots, index) => ({ source: `layer ${index}`, roots }));
        const { config, sources } = merge(layers);
        expect(Object.keys(config).sort()).toEqual([...new Set(rows.flatMap((row) => Object.keys(row)))].sort());
        for (const [name, value] of Object.entries(config)) {
          const index = rows.findIndex((row) => Object.hasOwn(row, name));
          const origin = sources[name];
          if (name === 'networks' && typeof rows[index]?.[name] === 'object') continue;
          expect(origin).toBe(`layer ${index}`);
          expect(value).toEqual(rows[index]?.[name]);
        }
      }),
    );
  });
});
