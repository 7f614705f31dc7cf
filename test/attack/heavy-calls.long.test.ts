import { expect, it } from 'vitest';
import { callHeavily } from '../../scripts/attack/heavy-calls.ts';
import { startTarget } from '../../scripts/attack/target.ts';
import { Tenant } from '../../scripts/attack/tenant.ts';
import { startDemoCloud } from '../../simulator/cloud.ts';
import { BUNDLE } from '../harness/bundle.ts';

/** CPU that one call may take at a time, in seconds. */
const BUDGET = 2;

it('the heaviest calls of a tenant keep others waiting no longer than the budget of a call beyond an idle server', async () => {
  const cloud = await startDemoCloud({ seed: 1 });
  const target = await startTarget(cloud.url, process.env[BUNDLE]);
  const delay = (): Promise<number> => target.metric('mistmcp_event_loop_delay_max_seconds');
  const [heavy, other] = [new Tenant(target, cloud.tokens.write), new Tenant(target, cloud.tokens.read)];
  await heavy.open();
  await other.open();
  // What is loaded once is no work of a call.
  await callHeavily(heavy);
  await delay();
  await other.ping(3000);
  const idle = await delay();
  const calls = callHeavily(heavy);
  const { failed } = await other.ping(0, calls);
  expect(await calls).toEqual([200, 200, 200, 200, 200]);
  expect(failed).toBe(0);
  expect(await delay()).toBeLessThan(BUDGET + idle);
  target.stop();
  await cloud.close();
});
