import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { floodTokens, holdBodies } from '../../scripts/attack/floods.ts';
import { startTarget, type Target } from '../../scripts/attack/target.ts';
import { Tenant } from '../../scripts/attack/tenant.ts';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { BUNDLE } from '../harness/bundle.ts';

// The long forms, which take time and measure waits, are `npm run attack`.

let cloud: DemoCloud;
let target: Target;
let tenant: Tenant;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
  target = await startTarget(cloud.url, process.env[BUNDLE]);
  tenant = new Tenant(target, cloud.tokens.read);
  await tenant.open();
});
afterAll(async () => {
  target.stop();
  await cloud.close();
});

describe('strangers from fifty addresses', () => {
  it('with invented tokens open nothing, and a known tenant is served', async () => {
    const flood = floodTokens(target, 200, 1);
    const { failed } = await tenant.ping(0, flood);
    expect(failed).toBe(0);
    expect(new Set((await flood).keys())).toEqual(new Set([401]));
    expect(await target.metric('mistmcp_sessions')).toBe(1);
    expect(await target.metric('mistmcp_tenants')).toBe(1);
  });

  it('with bodies that never end hold no connection, and a known tenant is served', async () => {
    const attack = holdBodies(target, 200, 1);
    const { failed } = await tenant.ping(0, attack);
    expect(failed).toBe(0);
    await attack;
    await expect.poll(() => target.metric('mistmcp_unproven_connections')).toBeLessThanOrEqual(1);
  });
});
