import { describe, expect, it } from 'vitest';
import { startDemoCloud } from '../../../simulator/cloud.ts';
import { compareSides } from '../../../src/features/snapshot/compare.ts';
import { comparisonLines, MAX_LINES } from '../../../src/features/snapshot/comparison-text.ts';
import { cases } from '../../harness/cases.ts';
import { changeAtRandom, clientOf, dice, Organization, snapshotOf } from './changed-organization.ts';

describe('a comparison of a snapshot with what is live', () => {
  it.each([1, 2, 3, 4].slice(0, cases(4)))('names exactly the changes that were made since (seed %i)', async (seed) => {
    const cloud = await startDemoCloud({ seed });
    const { session, context } = clientOf(cloud.url, cloud.tokens.write);
    try {
      const before = await snapshotOf(context);
      const roll = dice(seed);
      const organization = new Organization(context, before, roll);
      const made = await changeAtRandom(organization, roll, 40);
      const after = await snapshotOf(context);
      const comparison = compareSides({ snapshot: before }, { snapshot: after });
      const said = comparison.objects.map(({ kind, family: name, name: called, changes }) => ({
        ...{ kind, family: name, name: called },
        fields: changes.map(({ path }) => path),
      }));
      const wanted = made.flatMap((one) => (one.kind === undefined ? [] : [{ ...one, fields: one.fields ?? [] }]));
      const sorted = (list: readonly object[]): readonly string[] =>
        list.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
      expect(sorted(said)).toEqual(sorted(wanted));
      expect(made.length).toBeGreaterThan(25);
      expect(made.filter(({ kind }) => kind === undefined).length).toBeGreaterThan(3);
      expect(comparison).toMatchObject({ unknown_secrets: 0, inconclusive: [] });
      const lines = comparisonLines(comparison, MAX_LINES);
      expect(lines.length).toBeLessThanOrEqual(MAX_LINES);
      expect(lines.join('\n')).not.toContain('another-secret');
      expect(cloud.violations).toEqual([]);
    } finally {
      await session.client.close();
      await cloud.close();
    }
  });
});
