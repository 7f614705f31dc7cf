import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors/input-error.ts';
import { difference } from '../../../src/features/changes/difference.ts';
import { completeLines } from '../../../src/features/changes/difference-text.ts';
import type { JsonObject } from '../../../src/features/changes/types.ts';

const wording = { names: new Map<string, string>(), most: 600, mask: (value: unknown) => value };
const lines = (before: JsonObject, after: JsonObject): readonly string[] =>
  completeLines(difference(before, after), wording);

const networks = (count: number): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`vlan${index}`, { vlan_id: index, subnet: '' }]));

describe('many differences', () => {
  it('share lines by entry, with what all entries have said once', () => {
    const [line = '', ...others] = lines({}, { networks: networks(400) });
    expect(others).toEqual([]);
    expect(line).toMatch(/^networks: \(set\) 400 entries, each subnet ""; vlan0 vlan_id 0; vlan1 vlan_id 1;/);
    expect(line).toMatch(/vlan399 vlan_id 399$/);
  });

  it('keep a line of their own where a value changes, with both values', () => {
    const all = lines(
      { networks: networks(400) },
      { networks: { ...networks(200), vlan5: { vlan_id: 6, subnet: '' } } },
    );
    expect(all).toContain('networks.vlan5.vlan_id: 5 → 6');
  });

  it('tell what goes by name', () => {
    const [line = ''] = lines({ networks: networks(400) }, { networks: {} });
    expect(line).toMatch(/^networks: 800 removed, of vlan0, vlan1, /);
    expect(line.length).toBeLessThanOrEqual(600);
  });

  it('keep a line each where they are few', () => {
    expect(lines({}, { networks: networks(2) })).toEqual([
      'networks.vlan0.vlan_id: (none) → 0',
      'networks.vlan0.subnet: (none) → ""',
      'networks.vlan1.vlan_id: (none) → 1',
      'networks.vlan1.subnet: (none) → ""',
    ]);
  });

  it('are refused where even so nobody would read them', () => {
    const vars = Object.fromEntries(
      Array.from({ length: 1600 }, (_, index) => [`variable_${index}`, `value ${index}`]),
    );
    expect(() => lines({}, { vars })).toThrow(InputError);
  });
});
