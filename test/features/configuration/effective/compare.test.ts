import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveDevice as cloudDerivation } from '../../../../simulator/derive/device.ts';
import { effectiveSetting } from '../../../../simulator/derive/site.ts';
import type { Json, Row } from '../../../../simulator/json.ts';
import { buildWorld } from '../../../../simulator/world/build.ts';
import type { World } from '../../../../simulator/world/world.ts';
import {
  deriveDevice,
  type EffectiveConfig,
  needsEffective,
} from '../../../../src/features/configuration/effective/device.ts';
import type { DeviceParts, TemplateKind } from '../../../../src/features/configuration/effective/layer.ts';
import { cases } from '../../../harness/cases.ts';

/**
 * The assembly against the simulated cloud's own derivation, which was written apart from it. Left out on purpose, as
 * the two answer different questions there: an RF template (members of `radio_config` here, roots there), commands
 * (appended here), rules of gateways (not applied there), and what identifies an object.
 */
const APART = new Set([
  ...['band_24', 'band_5', 'band_6', 'band_24_usage', 'scanning_enabled', 'radio_config', 'ant_gain_24', 'ant_gain_5'],
  ...['additional_config_cmds', 'gateway_matching', 'ap_matching', 'switch_matching'],
]);

const KINDS: readonly TemplateKind[] = [
  'rftemplate',
  'aptemplate',
  'networktemplate',
  'gatewaytemplate',
  'sitetemplate',
];

/** What the server would have fetched for a device. */
function assembled(world: World, device: Row): EffectiveConfig {
  const site = world.find('sites', String(device.site_id)) ?? {};
  const templates = Object.fromEntries(
    KINDS.flatMap((kind) => {
      const row = world.find(`${kind}s`, String(site[`${kind}_id`]));
      return row ? [[kind, row]] : [];
    }),
  );
  const deviceprofile = world.find('deviceprofiles', String(device.deviceprofile_id));
  const setting = world.table('site_settings').find((row) => row.site_id === site.id) ?? {};
  const parts: DeviceParts = { device, site, setting, deviceprofile, templates };
  const effective = needsEffective(parts) ? effectiveSetting(world, String(site.id)) : undefined;
  return deriveDevice({ ...parts, effective });
}

function compare(world: World, device: Row): void {
  const theirs = cloudDerivation(world, String(device.id));
  const ours = assembled(world, device);
  for (const [root, value] of Object.entries(theirs.config)) {
    if (APART.has(root)) continue;
    expect(ours.config[root], root).toEqual(value);
    const source = ours.sources[root] ?? {};
    // A template without a name is called by its id here.
    const said = (typeof source === 'string' ? [source] : Object.values(source)).map((text) =>
      text.startsWith('aptemplate ') ? 'aptemplate' : text,
    );
    expect(said, `source of ${root}`).toContain(theirs.sources[root]);
  }
}

describe('the world as it is', () => {
  const world = buildWorld(1, 1_750_000_000);
  it.each(['ap', 'switch', 'gateway'])('%s: alike for every device', (type) => {
    const devices = world.table('devices').filter((device) => device.type === type);
    expect(devices.length).toBeGreaterThan(2);
    for (const device of devices) compare(world, device);
  });
});

/** Values say where they come from, so that a wrong layer shows. */
const texts = (tag: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.nat(3).map((number) => `${tag}${number}`),
    fc.constantFrom('{{a}}', '{{ b }}-{{a}}', 'x{{unknown}}').map((text) => `${tag} ${text}`),
  );

const things = (tag: string): fc.Arbitrary<Row> =>
  fc.dictionary(
    fc.constantFrom('corp', 'guest', 'iot', 'ge-0/0/1', '__proto__'),
    texts(tag).map((note) => ({ note })),
    {
      minKeys: 1,
    },
  );

const object = (tag: string): fc.Arbitrary<Row> => texts(tag).map((note) => ({ note }));
const list = (tag: string): fc.Arbitrary<Json> => fc.array(texts(tag), { minLength: 1, maxLength: 2 });
const vars = (tag: string): fc.Arbitrary<Row> =>
  fc.dictionary(
    fc.constantFrom('a', 'b'),
    fc.nat(9).map((number) => `${tag}v${number}`),
    { minKeys: 1 },
  );

const optional = (roots: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<Row> =>
  fc.record(roots, { requiredKeys: [] }).map((row): Row => JSON.parse(JSON.stringify(row)));

const wired = (tag: string): Record<string, fc.Arbitrary<Json>> => ({
  networks: things(tag),
  port_usages: things(tag),
  dns_servers: list(tag),
  dns_suffix: list(tag),
  switch_mgmt: object(tag),
  snmp_config: object(tag),
});

/** Conditions, some of which hold for the switch that is asked for. */
const condition: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  fc.constantFrom('SW', 'AP').map((part) => ['match_name[6:8]', part] as const),
  fc.constantFrom('BER', 'ZUR').map((part) => ['match_name[0-3]', part] as const),
  fc.constantFrom('BER-O-SW-CORE', 'BER').map((name) => ['match_name', name] as const),
  fc.constantFrom('EX4400', 'EX4400-48P', 'EX4100').map((model) => ['match_model', model] as const),
  fc.constantFrom('EX4400', 'EX4100').map((model) => ['match_model[0:6]', model] as const),
  fc.constantFrom('core', 'access').map((role) => ['match_role', role] as const),
);

const rule = (tag: string): fc.Arbitrary<Row> =>
  fc
    .tuple(
      fc.array(condition, { maxLength: 2 }),
      optional({
        port_config: things(`${tag}rule`),
        switch_mgmt: object(`${tag}rule`),
        stp_config: object(`${tag}rule`),
      }),
      fc.nat(99),
    )
    .map(([conditions, effect, number]) => ({
      ...effect,
      ...Object.fromEntries(conditions),
      name: `${tag} ${number}`,
    }));

const matching = (tag: string, switchedOn: 'enable' | 'enabled'): fc.Arbitrary<Row> =>
  fc.record({ [switchedOn]: fc.boolean(), rules: fc.array(rule(tag), { maxLength: 3 }) }).map((row) => ({ ...row }));

/** Replaces the settings of a row, keeping what identifies it. */
function rewrite(row: Row | undefined, roots: Row): void {
  if (!row) throw new Error('the world lacks a row');
  const kept = ['id', 'org_id', 'site_id', 'name', 'type', 'mac', 'model', 'deviceprofile_id', 'role'];
  for (const key of Object.keys(row)) if (!kept.includes(key) && !key.endsWith('_id')) delete row[key];
  Object.assign(row, roots);
}

/** A site whose layers can be rewritten, and one of its devices. */
function subject(type: string) {
  const world = buildWorld(1, 1_750_000_000);
  const device = world.table('devices').find((row) => row.type === type && String(row.name).startsWith('BER-O'));
  const site = world.find('sites', String(device?.site_id));
  if (!device || !site) throw new Error('the world lacks the Berlin office');
  const template = (kind: TemplateKind) => world.find(`${kind}s`, String(site[`${kind}_id`]));
  const setting = world.table('site_settings').find((row) => row.site_id === site.id);
  const profile = world.table('deviceprofiles').find((row) => row.type === type);
  return { world, device, setting, profile, template };
}

describe('whatever the layers say', () => {
  it('switches', () => {
    const { world, device, setting, profile, template } = subject('switch');
    const layers = fc.record({
      device: optional({ ...wired('dev'), port_config: things('dev'), stp_config: object('dev'), vars: vars('dev') }),
      profile: optional({ ...wired('pro'), port_config: things('pro'), stp_config: object('pro') }),
      network: optional({ ...wired('net'), switch_matching: matching('net', 'enable') }),
      setting: optional({ ...wired('site'), switch_matching: matching('site', 'enable'), vars: vars('site') }),
      sitetemplate: optional({ vars: vars('tpl') }),
      role: fc.constantFrom('core', 'access'),
      profiled: fc.boolean(),
    });
    fc.assert(
      fc.property(layers, (given) => {
        device.role = given.role;
        device.deviceprofile_id = given.profiled ? String(profile?.id) : null;
        rewrite(device, given.device);
        rewrite(profile, given.profile);
        rewrite(template('networktemplate'), given.network);
        rewrite(template('sitetemplate'), given.sitetemplate);
        rewrite(setting, given.setting);
        compare(world, device);
      }),
      { numRuns: cases(400) },
    );
  });

  it('access points', () => {
    const { world, device, setting, profile, template } = subject('ap');
    const common = (tag: string) => ({ led: object(tag), ble_config: object(tag), uwb_config: object(tag) });
    const layers = fc.record({
      device: optional({ ...common('dev'), ip_config: object('dev'), port_config: things('dev'), vars: vars('dev') }),
      profile: optional({
        ...common('pro'),
        ip_config: object('pro'),
        mesh: object('pro'),
        port_config: things('pro'),
      }),
      ap: optional({ wifi: object('apt'), ap_matching: matching('apt', 'enabled') }),
      setting: optional({ ...common('site'), wifi: object('site'), vars: vars('site') }),
      sitetemplate: optional({ vars: vars('tpl') }),
    });
    fc.assert(
      fc.property(layers, (given) => {
        device.deviceprofile_id = String(profile?.id);
        rewrite(device, given.device);
        rewrite(profile, given.profile);
        rewrite(template('aptemplate'), given.ap);
        rewrite(template('sitetemplate'), given.sitetemplate);
        rewrite(setting, given.setting);
        compare(world, device);
      }),
      { numRuns: cases(200) },
    );
  });

  it('gateways', () => {
    const { world, device, setting, profile, template } = subject('gateway');
    const common = (tag: string) => ({
      port_config: things(tag),
      gateway_mgmt: object(tag),
      dns_servers: list(tag),
      service_policies: list(tag),
    });
    const layers = fc.record({
      device: optional({ ...common('dev'), vars: vars('dev') }),
      profile: optional(common('pro')),
      gateway: optional(common('gw')),
      setting: optional({ gateway_mgmt: object('site'), networks: things('site'), vars: vars('site') }),
      sitetemplate: optional({ vars: vars('tpl') }),
    });
    fc.assert(
      fc.property(layers, (given) => {
        device.deviceprofile_id = String(profile?.id);
        rewrite(device, given.device);
        rewrite(profile, given.profile);
        rewrite(template('gatewaytemplate'), given.gateway);
        rewrite(template('sitetemplate'), given.sitetemplate);
        rewrite(setting, given.setting);
        compare(world, device);
      }),
      { numRuns: cases(200) },
    );
  });
});
