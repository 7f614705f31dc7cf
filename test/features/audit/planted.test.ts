import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import { RULES } from '../../../src/features/audit/catalog.ts';
import { startCloud } from '../../harness/cloud.ts';
import { type AuditFinding, findings, keyOf } from './audit-findings.ts';
import { type Planted, plant, prepare } from './plant.ts';

let cloud: DemoCloud;
let before: ReadonlySet<string>;
let planted: Planted;
let after: readonly AuditFinding[];

beforeAll(async () => {
  cloud = await startCloud();
  prepare(cloud.world);
  before = new Set((await findings(cloud)).map(keyOf));
  planted = plant(cloud.world);
  after = await findings(cloud);
});
afterAll(async () => {
  expect(cloud.violations).toEqual([]);
  await cloud.close();
});

describe('an audit of the simulated cloud', () => {
  it('finds each violation that was planted, where it was planted, and nothing else', () => {
    const found: Record<string, string[]> = {};
    for (const one of after) if (!before.has(keyOf(one))) found[one.rule] = [...(found[one.rule] ?? []), one.path];
    const sorted = (all: Planted): unknown =>
      Object.entries(all)
        .map(([rule, paths]) => [rule, [...paths].sort()])
        .sort();
    expect(sorted(found)).toEqual(sorted(planted));
  });

  it('has a planted violation for every rule of the catalog', () => {
    expect(Object.keys(planted).sort()).toEqual(RULES.map(({ id }) => id).sort());
  });

  it('holds no secret', () => {
    expect(JSON.stringify(after)).not.toMatch(/planted-(?:psk|secret)|demo-/);
  });
});
