import { expect, it } from 'vitest';
import { reportData, reportText } from '../../../scripts/soak/report.ts';
import { soak } from '../../../scripts/soak/run.ts';

it('mixed traffic with failures of every kind, then kills in the middle of writes: nothing is lost or wrong', async () => {
  const seen = await soak({ seconds: 10, seed: 7, crashSeconds: 1, brief: true });
  expect(seen.tally.failures, reportText(seen)).toEqual([]);
  expect(seen.tally.failed).toBe(0);
  const { tally, crashes } = seen;
  for (const what of [
    'answers held against the state of the cloud',
    'answers right',
    'connections',
    'outcomes: applied',
  ]) {
    expect(tally.of(what), what).toBeGreaterThan(0);
  }
  expect(Object.keys(tally.group('errors explained: ')).length).toBeGreaterThan(0);
  expect(crashes.kills).toBeGreaterThan(0);
  expect(crashes.sent).toBeGreaterThan(0);
  expect(Object.keys(seen.trends)).toHaveLength(3);
  expect(JSON.parse(JSON.stringify(reportData(seen)))).toMatchObject({ failed: 0, plan: { seed: 7 } });
}, 180_000);
