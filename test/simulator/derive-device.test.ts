import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveDevice } from '../../simulator/derive/device.ts';
import { matches } from '../../simulator/derive/matching.ts';
import { resolved } from '../../simulator/derive/variables.ts';
import type { Row } from '../../simulator/json.ts';
import { textOf } from '../../simulator/json.ts';
import { buildWorld } from '../../simulator/world/build.ts';
import type { World } from '../../simulator/world/world.ts';

const build = (): World => buildWorld(1, 1_800_000_000);

function row(world: World, table: string, name: string): Row {
  const found = world.table(table).find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not in ${table}`);
  return found;
}

function settings(world: World, site: string): Row {
  const found = world.table('site_settings').find((one) => one.site_id === world.id('sites', site));
  if (!found) throw new Error(`${site} has no settings`);
  return found;
}

const derive = (world: World, name: string) => deriveDevice(world, textOf(row(world, 'devices', name), 'id'));

const rules = (world: World, list: Row[]): void => {
  row(world, 'networktemplates', 'Campus Switching').switch_matching = { enable: true, rules: list };
};

/** Layers of a switch with a profile, the least specific first, with the name that sources give each. */
const SWITCH_LAYERS = (world: World): [source: string, attributes: Row][] => [
  ['networktemplate Campus Switching', row(world, 'networktemplates', 'Campus Switching')],
  ['site', settings(world, 'Zurich HQ')],
  ['deviceprofile Core Switch', row(world, 'deviceprofiles', 'Core Switch')],
  ['device', row(world, 'devices', 'ZUR-H-SW-CORE')],
];

test('the most specific layer that has an attribute wins, whatever the others say', () => {
  const given = fc.array(fc.option(fc.array(fc.ipV4(), { minLength: 1, maxLength: 3 })), {
    minLength: 4,
    maxLength: 4,
  });
  fc.assert(
    fc.property(given, (values) => {
      const world = build();
      const layers = SWITCH_LAYERS(world);
      layers.forEach(([, attributes], index) => {
        attributes.dns_servers = values[index] ?? null;
      });
      const last = values.findLastIndex((value) => value !== null);
      const { config, sources } = derive(world, 'ZUR-H-SW-CORE');
      expect(config.dns_servers).toEqual(values[last] ?? undefined);
      expect(sources.dns_servers).toBe(layers[last]?.[0]);
    }),
    { numRuns: 40 },
  );
});

describe('access points', () => {
  test('radio settings of the model replace those of the template', () => {
    const world = build();
    const names = new Map([...world.table('devices')].map((one) => [one.model, textOf(one, 'name')]));
    const ap45 = derive(world, names.get('AP45') ?? '');
    expect(row(world, 'devices', names.get('AP45') ?? '').site_id).not.toBe(world.id('sites', 'Rotterdam Warehouse'));
    expect(ap45.config.band_24).toEqual({ disabled: true });
    expect(derive(world, 'ZUR-H-AP-Roof').config.band_24).toMatchObject({ channels: [1, 6, 11] });
    expect(ap45.config).not.toHaveProperty('model_specific');
  });

  test('site, profile and device each give what only they have', () => {
    const { config, sources } = derive(build(), 'ZUR-H-AP-Roof');
    expect(sources).toMatchObject({
      led: 'site',
      mesh: 'deviceprofile Outdoor AP',
      ip_config: 'device',
      band_5: 'rftemplate Office RF',
    });
    expect(config).not.toHaveProperty('site_id');
  });

  test('a matching rule of the AP template reaches its model only', () => {
    const world = build();
    Object.assign(row(world, 'devices', 'ZUR-H-AP-Roof'), { model: 'AP12' });
    expect(derive(world, 'ZUR-H-AP-Roof').sources.port_config).toBe('ap_matching rule wall plates');
    expect(derive(world, 'ZUR-H-AP-Meeting').sources.port_config).toBeUndefined();
  });
});

describe('matching rules of switches', () => {
  const access: Row = { name: 'ZUR-H-SW-ACC1', model: 'EX4100-48P', role: 'access' };
  test.each<[Row, boolean]>([
    [{ match_model: 'EX4100' }, true],
    [{ match_model: 'EX4400' }, false],
    [{ 'match_model[0:6]': 'EX4100' }, true],
    [{ 'match_model[0-6]': 'EX4100' }, true],
    [{ 'match_name[0:3]': 'ZUR' }, true],
    [{ 'match_name[0:3]': 'BER' }, false],
    [{ 'match_name[9:12]': 'ACC' }, true],
    [{ 'match_name[8:11]': 'ACC' }, false],
    [{ match_name: 'ZUR' }, false],
    [{ match_name: 'ZUR-H-SW-ACC1' }, true],
    [{ match_role: 'access' }, true],
    [{ match_role: 'acc' }, false],
    [{ match_role: 'access', 'match_name[0:3]': 'BER' }, false],
    [{ name: 'default' }, true],
  ])('%j', (rule, expected) => {
    expect(matches(rule, access)).toBe(expected);
  });

  test('the first that fits is used, over its template and under the site', () => {
    const world = build();
    row(world, 'devices', 'ZUR-H-SW-ACC1').port_config = null;
    rules(world, [
      { name: 'other', match_model: 'QFX', port_config: { 'ge-0/0/1': { usage: 'camera' } } },
      { name: 'floor', 'match_name[0:3]': 'ZUR', port_config: { 'ge-0/0/1': { usage: 'desk' } }, switch_mgmt: {} },
      { name: 'default', port_config: { 'ge-0/0/1': { usage: 'ap' } } },
    ]);
    const { config, sources } = derive(world, 'ZUR-H-SW-ACC1');
    expect(config.port_config).toEqual({ 'ge-0/0/1': { usage: 'desk' } });
    expect(sources).toMatchObject({ port_config: 'switch_matching rule floor', switch_mgmt: 'site' });
  });

  test('ports of the device are added to those of the rule, and win', () => {
    const world = build();
    rules(world, [{ name: 'all', port_config: { 'ge-0/0/1': { usage: 'desk' }, 'ge-0/0/2': { usage: 'desk' } } }]);
    row(world, 'devices', 'ZUR-H-SW-ACC1').port_config = { 'ge-0/0/2': { usage: 'camera' } };
    expect(derive(world, 'ZUR-H-SW-ACC1').config.port_config).toEqual({
      'ge-0/0/1': { usage: 'desk' },
      'ge-0/0/2': { usage: 'camera' },
    });
  });

  test('switched off, they do nothing; rules of the site take the place of the template', () => {
    const world = build();
    row(world, 'devices', 'ZUR-H-SW-ACC1').port_config = null;
    const template = row(world, 'networktemplates', 'Campus Switching');
    template.switch_matching = { enable: false, rules: [{ name: 'off', port_config: { 'ge-0/0/1': {} } }] };
    expect(derive(world, 'ZUR-H-SW-ACC1').sources.port_config).toBeUndefined();
    rules(world, [{ name: 'template', port_config: { 'ge-0/0/1': {} } }]);
    settings(world, 'Zurich HQ').switch_matching = {
      enable: true,
      rules: [{ name: 'own', stp_config: { bridge_priority: '8k' } }],
    };
    const { sources } = derive(world, 'ZUR-H-SW-ACC1');
    expect(sources.stp_config).toBe('switch_matching rule own');
    expect(sources.port_config).toBeUndefined();
  });
});

describe('variables', () => {
  test('of the device win over the site, the site over its template', () => {
    const world = build();
    const device = row(world, 'devices', 'LON-S-SW-ACC0');
    Object.assign(row(world, 'sitetemplates', 'Store Sites'), { vars: { one: 't', two: 't', three: 't' } });
    Object.assign(settings(world, 'London Store'), { vars: { two: 's', three: 's' } });
    Object.assign(device, { vars: { three: 'd' }, notes: '{{one}} {{two}} {{three}} {{four}}' });
    const { config } = derive(world, 'LON-S-SW-ACC0');
    expect(config.notes).toBe('t s d {{four}}');
    expect(config.vars).toEqual({ one: 't', two: 's', three: 'd' });
  });

  test('a text without braces stays, at any depth', () => {
    const clean = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('{{'));
    fc.assert(
      fc.property(clean, (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(resolved(JSON.parse(text), { a: 'b' }))).toBe(text);
      }),
    );
  });

  test('a value is not looked at again, and a name of every object is no variable', () => {
    expect(resolved('{{a}}{{toString}}', { a: '{{b}}', b: 'x' })).toBe('{{b}}{{toString}}');
  });
});

test('gateways take from their site only what is meant for gateways', () => {
  const { config, sources } = derive(build(), 'TOK-O-GW-1');
  expect(sources).toMatchObject({ gateway_mgmt: 'site', dns_servers: 'gatewaytemplate SRX Branch', vars: 'device' });
  expect(config).not.toHaveProperty('networks');
  expect(Object.keys(config.port_config ?? {})).toEqual(['ge-0/0/0', 'ge-0/0/1']);
});

test('every device of the world can be derived, and everything has a source', () => {
  const world = build();
  for (const device of world.table('devices')) {
    const { config, sources } = deriveDevice(world, textOf(device, 'id'));
    expect(Object.keys(config).sort()).toEqual(Object.keys(sources).sort());
  }
  expect(() => deriveDevice(world, 'nobody')).toThrow(RangeError);
});
