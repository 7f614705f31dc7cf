import { describe, expect, it } from 'vitest';
import { startDemoCloud } from '../../../simulator/cloud.ts';
import { restorePlan } from '../../../src/features/plans/make/restore-plan.ts';
import { planFile } from '../../../src/features/plans/read-plan.ts';
import { compareSides } from '../../../src/features/snapshot/compare.ts';
import { openDirect } from '../../harness/direct-stage.ts';
import { changeAtRandom, clientOf, dice, Organization, snapshotOf } from '../snapshot/changed-organization.ts';

/** Seeds of `npm test`; the long run takes more. */
const SEEDS = process.env.RESTORE_SEEDS?.split(',').map(Number) ?? [1];

describe('an organization after 40 random changes', () => {
  it.each(SEEDS)('is as before once the snapshot was restored as one plan (seed %i)', async (seed) => {
    const cloud = await startDemoCloud({ seed });
    const { session, context } = clientOf(cloud.url, cloud.tokens.write);
    const stage = await openDirect({ cloud });
    try {
      const before = await snapshotOf(context, 'clear');
      const roll = dice(seed);
      const made = await changeAtRandom(new Organization(context, before, roll), roll, 40);
      const live = await snapshotOf(context, 'clear');
      const wanted = made.filter(({ kind }) => kind !== undefined);
      const drift = compareSides({ snapshot: before }, { snapshot: live }).objects;
      expect(drift.length).toBeGreaterThanOrEqual(wanted.length);

      const plan = await restorePlan({ wanted: before, live, exact: true });
      expect(plan.changes.length).toBeGreaterThanOrEqual(wanted.length);
      const file = JSON.stringify(planFile(plan));
      let { data, text } = await stage.call('mist_apply_plan', { action: 'apply', file });
      while (data.outcome === 'paused')
        ({ data, text } = await stage.call('mist_apply_plan', { action: 'continue', run: data.run }));
      expect(data, text).toMatchObject({ outcome: 'applied', done: plan.changes.length });
      expect(stage.questions).toHaveLength(1);

      const after = await snapshotOf(context, 'clear');
      const comparison = compareSides({ snapshot: before }, { snapshot: after });
      expect(comparison.objects).toEqual([]);
      expect(comparison).toMatchObject({ inconclusive: [], unknown_secrets: 0 });
      expect(cloud.violations).toEqual([]);
    } finally {
      await stage.close();
      await session.client.close();
      await cloud.close();
    }
  });
});
