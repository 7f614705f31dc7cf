import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors/input-error.ts';
import type { Allowance } from '../../../src/features/changes/check/allowance.ts';
import { checkPayload, doubtfulPaths } from '../../../src/features/changes/check/check.ts';
import { HeldFields } from '../../../src/features/changes/check/held-fields.ts';
import { defaultAt, withoutDefaults } from '../../../src/features/changes/defaults.ts';
import { difference } from '../../../src/features/changes/difference.ts';
import { planUpdate } from '../../../src/features/changes/plan.ts';
import type { JsonObject } from '../../../src/features/changes/types.ts';
import { type Family, family } from '../../../src/mist/families.ts';

function familyOf(name: string): Family {
  const found = family(name);
  if (!found) throw new Error(`no family ${name}`);
  return found;
}

const create = (name: string, payload: JsonObject, allowUnknown: Allowance = false) =>
  checkPayload({ family: familyOf(name), action: 'create', payload, allowUnknown });

const update = (name: string, current: JsonObject, payload: JsonObject, allowUnknown: Allowance = false) =>
  checkPayload({ family: familyOf(name), action: 'update', payload, current, allowUnknown });

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.what;
    throw error;
  }
  return '';
}

describe('fields that the cloud itself has put there', () => {
  const current = { port_usages: { desk: { mode: 'access', future: 1, storm_control: { newer: true } } } };

  it('are taken in the same entry and in a sister entry, at the same depth', () => {
    const desk = { ...current.port_usages.desk, future: 2 };
    expect(update('org_networktemplates', current, { port_usages: { desk } }).unknown).toEqual([]);
    const lab = { mode: 'access', future: 3, storm_control: { newer: false } };
    expect(update('org_networktemplates', current, { port_usages: { lab } }).unknown).toEqual([]);
  });

  it('are refused where nothing at that depth has them', () => {
    const lab = { mode: 'access', newer: true };
    expect(refusal(() => update('org_networktemplates', current, { port_usages: { lab } }))).toContain(
      'port_usages.lab.newer is no field',
    );
    expect(refusal(() => update('org_networktemplates', current, { future: 1 }))).toContain('future is no field');
  });

  it('are gathered once for all entries of a map', () => {
    const entries = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`p${index}`, { a: index }]));
    const held = new HeldFields([{ map: entries }]).under('map');
    expect(held.entries()).toBe(held.entries());
    expect(held.entries().under('a')).toBe(held.entries().under('a'));
    expect(held.entries().has('a')).toBe(true);
  });
});

describe('what the specification does not list', () => {
  it('is taken where the cloud is known to keep it', () => {
    const usages = { ap: { mode: 'trunk', poe_legacy_pd: true, name: 'ap' } };
    expect(create('org_networktemplates', { name: 'n', port_usages: usages }).unknown).toEqual([]);
    expect(create('org_networks', { name: 'n', ip: '10.0.0.0', prefix: '24' }).unknown).toEqual([]);
    expect(refusal(() => create('org_networks', { name: 'n', ip6: 'x' }))).toContain('ip6 is no field');
  });

  it('is let through by path, at and below it, and nowhere else', () => {
    const payload = { name: 'n', newer: { deep: 1 }, newest: 1 };
    expect(refusal(() => create('org_networks', payload, ['newer']))).toContain('newest is no field');
    expect(create('org_networks', payload, ['newer', 'newest']).unknown).toEqual(['newer', 'newest']);
    expect(create('org_networks', payload, true).unknown).toEqual(['newer', 'newest']);
  });

  it('is let through as a value only where its path is named', () => {
    const payload = { ssid: 's', roam_mode: 'telepathic' };
    expect(refusal(() => create('org_wlans', payload, true))).toContain('roam_mode cannot be "telepathic"');
    expect(create('org_wlans', payload, ['roam_mode']).unknown).toEqual(['roam_mode']);
  });

  it('is no reason to refuse a choice that is written in another case', () => {
    expect(create('org_wlans', { ssid: 's', roam_mode: 'none' }).warnings).toEqual([
      'roam_mode is spelled NONE in the specification.',
    ]);
  });
});

describe('what the document marks wrongly', () => {
  const id = '4a3c1b70-0c11-4f0e-9a52-0d7d4f1b2c3d';

  it('can be written: the site of a Mist Edge, the map of a zone', () => {
    expect(update('org_mxedges', { name: 'm' }, { site_id: id })).toEqual({ warnings: [], unknown: [] });
    expect(planUpdate({ name: 'm' }, { site_id: id }, 'merge', 'org_mxedges').body).toEqual({ site_id: id });
    expect(update('site_zones', { name: 'z', map_id: 'old' }, { map_id: id }).warnings).toEqual([]);
  });

  it('gives no warning of a required field that has a default', () => {
    expect(create('org_nactags', { name: 't', type: 'match', match: 'cert_cn', values: ['x'] }).warnings).toEqual([]);
  });
});

describe('defaults', () => {
  const networks = familyOf('org_networktemplates');
  const before = { port_usages: { ap: { mode: 'trunk', all_networks: false, mtu: 9000 } } };

  it('are found down maps and lists', () => {
    expect(defaultAt(networks, before, ['port_usages', 'ap', 'all_networks'])).toBe(false);
    expect(defaultAt(networks, before, ['port_usages', 'ap', 'mtu'])).toBeUndefined();
    expect(defaultAt(networks, before, ['no_such', 'x'])).toBeUndefined();
  });

  it('that are left out are no difference beside others, and shown where they are all there is', () => {
    const lean = difference(before, { port_usages: { ap: { mode: 'access' } } });
    expect(withoutDefaults(networks, before, lean).map(({ path }) => path)).toEqual([
      'port_usages.ap.mode',
      'port_usages.ap.mtu',
    ]);
    const only = difference(before, { port_usages: { ap: { mode: 'trunk', mtu: 9000 } } });
    expect(withoutDefaults(networks, before, only).map(({ path }) => path)).toEqual(['port_usages.ap.all_networks']);
  });
});

describe('the way back of an object that the specification does not know whole', () => {
  it('names every path that it needs', () => {
    const object = { name: 'n', newer: 1, isolation: 'unheard-of', subnet: '10.0.0.0/24' };
    expect(doubtfulPaths(familyOf('org_networks'), object)).toEqual(['newer', 'isolation']);
    expect(doubtfulPaths(familyOf('org_networks'), object, object)).toEqual([]);
  });
});
