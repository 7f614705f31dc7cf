import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveDevice } from '../../../simulator/derive/device.ts';
import { isRow, type Json, type Row } from '../../../simulator/json.ts';
import { isRecord } from '../../../src/core/json.ts';
import { EFFECT_BOUNDS, effectOf } from '../../../src/features/effects/index.ts';
import type { SiteState } from '../../../src/features/effects/model.ts';
import { keyOfValue } from '../../../src/features/effects/state/port-tuple.ts';
import { made, update, useEffectStage } from './effect-stage.ts';

/**
 * What is computed against what the simulated cloud derives, over changes that nobody here made up and over made-up ones.
 * The payloads are not part of the repository.
 */
const FILE = fileURLToPath(new URL('../../../../shared/real/payloads.json', import.meta.url));

const stage = useEffectStage();

/** Rules stand apart, commands are appended here; neither is in the other's answer. */
const APART = new Set(['switch_matching', 'gateway_matching', 'additional_config_cmds', 'name']);
const FEW = { ...EFFECT_BOUNDS, sites: 1 };

/** The row that a change of a family is made to, and the types of devices that it reaches. */
const TARGETS: Readonly<Record<string, { readonly table: string; readonly types: readonly string[] }>> = {
  org_networktemplates: { table: 'networktemplates', types: ['switch'] },
  org_gatewaytemplates: { table: 'gatewaytemplates', types: ['gateway'] },
};

const targetOf = (family: string): Row => stage.first(TARGETS[family]?.table ?? '');

/** Maps that both join name by name. Of the others the simulated cloud takes the narrowest layer whole. */
const BY_NAME = new Set(['vars', 'networks', 'port_usages', 'port_config', 'local_port_config']);

/** What must be the same: a value whole, or every member of a map of which the two join more or less. */
function parts(
  root: string,
  value: Json,
): readonly (readonly [string, Json | undefined, (ours: unknown) => unknown])[] {
  if (!isRow(value) || BY_NAME.has(root)) return [[root, value, (ours) => ours]];
  return Object.entries(value).map(([name, one]) => [
    `${root}.${name}`,
    one,
    (ours) => (isRecord(ours) ? ours[name] : ours),
  ]);
}

/** Every root that the simulated cloud derives for the devices of a site is the same here. */
function expectDerived({ switches, gateways }: SiteState, types: readonly string[]): void {
  for (const device of [...switches, ...gateways].filter(({ type }) => types.includes(type))) {
    const derived = Object.entries(deriveDevice(stage.cloud.world, device.id).config);
    for (const [root, all] of derived.filter(([name]) => !APART.has(name)))
      for (const [path, value, of] of parts(root, all ?? null))
        expect(keyOfValue(of(device.config[root])), `${device.name} ${path}`).toBe(keyOfValue(value));
  }
}

/** Holds both sides of a change against the simulated cloud's derivation, and says how many sites it reached. */
async function compare(family: string, patch: Readonly<Record<string, Json>>): Promise<number> {
  const row = targetOf(family);
  const { types = [] } = TARGETS[family] ?? {};
  const { sites } = await effectOf(stage.context, update(family, { ...row }, patch), FEW);
  for (const { before, after } of sites) {
    expectDerived(before, types);
    made(row, patch, () => expectDerived(after, types));
  }
  return sites.length;
}

interface Payload {
  readonly family: string;
  readonly payload: Row;
}

function readPayloads(): readonly Payload[] {
  if (!existsSync(FILE)) return [];
  const read: Json = JSON.parse(readFileSync(FILE, 'utf8'));
  return (Array.isArray(read) ? read : [])
    .filter(isRow)
    .flatMap(({ family, payload, valid }) =>
      typeof family === 'string' && Object.hasOwn(TARGETS, family) && isRow(payload) && valid !== false
        ? [{ family, payload }]
        : [],
    );
}

describe('the effect of published templates', () => {
  const payloads = readPayloads();

  it.skipIf(payloads.length === 0)('is what the simulated cloud derives of each of them', async () => {
    let reached = 0;
    for (const { family, payload } of payloads) reached += await compare(family, payload);
    expect(reached).toBeGreaterThan(payloads.length / 2);
  });
});

describe('the effect of any change of a template', () => {
  const name = fc.constantFrom('corp', 'guest', 'iot', 'lab');
  const usage = fc.record(
    {
      mode: fc.constantFrom('access', 'trunk'),
      port_network: name,
      networks: fc.array(name, { maxLength: 3 }),
      poe_disabled: fc.boolean(),
      stp_edge: fc.boolean(),
    },
    { requiredKeys: ['mode'] },
  );
  const patch = fc.record(
    {
      networks: fc.dictionary(
        name,
        fc.record({ vlan_id: fc.oneof(fc.integer({ min: 1, max: 4094 }), fc.constant('{{guest_vlan}}')) }),
        {
          minKeys: 1,
        },
      ),
      port_usages: fc.dictionary(fc.constantFrom('desk', 'ap', 'camera', 'other'), usage, { minKeys: 1 }),
      dns_servers: fc.array(fc.ipV4(), { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: ['networks'] },
  );

  it('is what the simulated cloud derives once it is made', async () => {
    await fc.assert(
      fc.asyncProperty(patch, async (one) => {
        const rows: Json = JSON.parse(JSON.stringify(one));
        await compare('org_networktemplates', isRow(rows) ? rows : {});
      }),
      { numRuns: 15 },
    );
  });
});
