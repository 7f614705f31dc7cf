import { expect, it } from 'vitest';
import { startCloud } from '../../harness/cloud.ts';
import { openDirect } from '../../harness/direct-stage.ts';
import { findings, keyOf } from './audit-findings.ts';
import { plant, prepare } from './plant.ts';

it('the changes of an audit are taken by the tool as they are, and mend what was found', async () => {
  const cloud = await startCloud();
  const direct = await openDirect({ cloud });
  try {
    prepare(cloud.world);
    const before = await findings(cloud);
    const known = new Set(before.map(keyOf));
    plant(cloud.world);
    const mended = (await findings(cloud)).filter((one) => one.fix !== undefined && !known.has(keyOf(one)));
    expect(mended.length).toBeGreaterThan(20);
    for (const { rule, fix = {} } of mended) {
      const { data, text } = await direct.call('mist_change_configuration_objects', fix);
      expect(data.outcome, `${rule}: ${text.slice(0, 400)}`).toBe('applied');
    }
    const left = new Set((await findings(cloud)).map(keyOf));
    expect(mended.map(keyOf).filter((key) => left.has(key))).toEqual([]);
    expect(cloud.violations).toEqual([]);
  } finally {
    await direct.close();
    await cloud.close();
  }
}, 300_000);
