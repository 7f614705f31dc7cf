import { describe, expect, it } from 'vitest';
import { deriveDevice } from '../../../simulator/derive/device.ts';
import { wlansAt } from '../../../simulator/derive/wlans.ts';
import { isRow, type Json, type Row } from '../../../simulator/json.ts';
import { isRecord, type JsonObject } from '../../../src/core/json.ts';
import { effectOf } from '../../../src/features/effects/index.ts';
import type { Effect, SiteState } from '../../../src/features/effects/model.ts';
import { made, update, useEffectStage } from './effect-stage.ts';

/**
 * What is computed for after a change against what the simulated cloud derives once the change was really made. Its
 * derivation was written apart from the one under test.
 */
const stage = useEffectStage();

/** Rules stand apart, commands are appended here; neither is in the other's answer. */
const APART = new Set(['switch_matching', 'gateway_matching', 'additional_config_cmds']);

const tables: Readonly<Record<string, string>> = {
  org_networktemplates: 'networktemplates',
  org_gatewaytemplates: 'gatewaytemplates',
  org_wlantemplates: 'templates',
  org_wlans: 'wlans',
  site_settings: 'site_settings',
  site_devices: 'devices',
};

function expectDerived({ switches, gateways }: SiteState, types: readonly string[]): number {
  const { world } = stage.cloud;
  const devices = [...switches, ...gateways].filter(({ type }) => types.includes(type));
  for (const device of devices)
    for (const [root, value] of Object.entries(deriveDevice(world, device.id).config))
      if (!APART.has(root)) expect(device.config[root], `${device.name} ${root}`).toEqual(value);
  return devices.length;
}

const idsOf = (rows: readonly JsonObject[]): string[] => rows.map(({ id }) => String(id)).toSorted();

interface Case {
  readonly name: string;
  readonly family: string;
  readonly isMeant: (row: Row) => boolean;
  readonly patch: (row: Row) => Readonly<Record<string, Json>>;
  /** Types of devices that are computed for it. */
  readonly types: readonly string[];
}

const mapOf = (value: Json | undefined): Row => (isRow(value) ? value : {});

const isSwitch = (row: Row): boolean => row.type === 'switch';

const CASES: readonly Case[] = [
  {
    name: 'a network of a template',
    family: 'org_networktemplates',
    isMeant: () => true,
    patch: (row) => ({ networks: { ...mapOf(row.networks), iot: { vlan_id: 31 }, lab: { vlan_id: 90 } } }),
    types: ['switch'],
  },
  {
    name: 'a usage that sites may override',
    family: 'org_networktemplates',
    isMeant: () => true,
    patch: (row) => ({ port_usages: { ...mapOf(row.port_usages), ap: { mode: 'access', port_network: 'iot' } } }),
    types: ['switch'],
  },
  {
    name: 'rules of a template',
    family: 'org_networktemplates',
    isMeant: () => true,
    patch: () => ({
      switch_matching: { enable: true, rules: [{ name: 'all', port_config: { 'xe-0/1/3': { usage: 'camera' } } }] },
    }),
    types: ['switch'],
  },
  {
    name: 'what a site says against its template',
    family: 'site_settings',
    isMeant: (row) => isRecord(row.networks) && isRecord(row.vars) && row.vars.guest_vlan !== undefined,
    patch: (row) => ({ networks: { ...mapOf(row.networks), corp: { vlan_id: 20 } }, dns_servers: ['10.9.9.9'] }),
    types: ['switch'],
  },
  {
    name: 'variables of a site',
    family: 'site_settings',
    isMeant: (row) => isRecord(row.vars) && row.vars.guest_vlan !== undefined,
    patch: (row) => ({ vars: { ...mapOf(row.vars), guest_vlan: '66', site_octet: '99' } }),
    types: ['switch', 'gateway'],
  },
  {
    name: 'the ports and role of a switch',
    family: 'site_devices',
    isMeant: (row) => isSwitch(row) && String(row.name).includes('ACC1'),
    patch: () => ({ port_config: { 'ge-0/0/9': { usage: 'camera' } }, role: 'none' }),
    types: ['switch'],
  },
];

describe('the computed state after a change', () => {
  it.each(CASES)('of $name is what the simulated cloud derives once it is made', async (one) => {
    const row = stage.first(tables[one.family] ?? '', one.isMeant);
    const patch = one.patch(row);
    const effect: Effect = await effectOf(stage.context, update(one.family, { ...row }, patch));
    expect(effect.notComputed).toEqual([]);
    expect(effect.sites.length).toBeGreaterThan(0);
    const compared = effect.sites.map(({ before, after }) => {
      expectDerived(before, one.types);
      return made(row, patch, () => expectDerived(after, one.types));
    });
    expect(Math.max(...compared)).toBeGreaterThan(0);
  });

  it('of a WLAN template has the WLANs that the simulated cloud then shows', async () => {
    const row = stage.first('templates', (one) => isRecord(one.applies) && one.applies.org_id !== undefined);
    const sites = stage.cloud.world.table('sites').filter(({ org_id }) => org_id === row.org_id);
    const patch = { applies: { site_ids: sites.slice(0, 2).flatMap(({ id }) => id ?? []) } };
    const effect = await effectOf(stage.context, update('org_wlantemplates', { ...row }, patch));
    expect(effect.sites.length).toBeGreaterThan(0);
    for (const { before, after } of effect.sites) {
      expect(idsOf([...before.wlans].map(({ id }) => ({ id })))).toEqual(idsOf(wlansAt(stage.cloud.world, before.id)));
      const shown = made(row, patch, () => idsOf(wlansAt(stage.cloud.world, after.id)));
      expect(idsOf([...after.wlans].map(({ id }) => ({ id })))).toEqual(shown);
    }
  });
});

describe('the computed ports', () => {
  it('of every switch name the profile that the simulated cloud’s rows of ports run', async () => {
    const template = stage.first('networktemplates');
    const usages = { ...mapOf(template.port_usages), unused: { mode: 'access' } };
    const renamed = update(
      'org_networktemplates',
      { ...template },
      { port_usages: { ...usages, desk: { mode: 'access' } } },
    );
    const { sites } = await effectOf(stage.context, renamed);
    let count = 0;
    for (const { before } of sites) {
      const route = 'GET /api/v1/sites/{site_id}/stats/ports/search';
      const { body } = await stage.context.send(route, { path: { site_id: before.id }, query: { limit: 1000 } });
      const rows = isRecord(body) && Array.isArray(body.results) ? body.results.filter(isRecord) : [];
      for (const device of before.switches)
        for (const { mac, port_id, port_usage } of rows) {
          if (mac !== device.mac || typeof port_id !== 'string') continue;
          const port = device.ports.get(port_id);
          // A port that no layer names runs by the cloud's defaults, a dynamic one by what hangs on it.
          if (!port || port.mode === 'dynamic') continue;
          expect(port.usage, `${device.name} ${port_id}`).toBe(port_usage);
          count += 1;
        }
    }
    expect(count).toBeGreaterThan(50);
  });
});
