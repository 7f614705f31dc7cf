import { describe, expect, it } from 'vitest';
import { Work } from '../../../src/core/work.ts';
import { resultsOf } from '../../../src/tool/result-store/results.ts';
import { HandleStore } from '../../../src/tool/result-store/store.ts';
import { masking } from '../../harness/fake-context.ts';

describe('rows that cost more computing than a call may do', () => {
  it('are kept as far as it goes, with some left for the answer that tells of them', async () => {
    const time = { now: 0 };
    const clock = { now: () => time.now, cpu: () => time.now };
    const work = new Work({ limitMs: 1000, clock, rest: async () => {} });
    const mask = (row: unknown): unknown => {
      time.now += 10;
      return row;
    };
    const owner = { principal: 'p', token: undefined, tool: 'mist_test', offered: true, work };
    const results = resultsOf(new HandleStore(), { ...owner, masking: { ...masking(false), mask } }, []);
    const { rows } = await results.keep({ rows: Array.from({ length: 500 }, (_, id) => ({ id })) });
    expect(rows.length).toBeGreaterThan(70);
    expect(rows.length).toBeLessThan(90);
    expect(work.leftMs).toBeGreaterThan(100);
  });
});
