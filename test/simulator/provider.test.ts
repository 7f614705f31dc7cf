import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { orgToken, provider, SECOND_MSP, SECOND_ORGS } from '../../simulator/world/provider.ts';

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 2, world: provider() });
});
afterAll(() => cloud.close());

async function ask(path: string, token: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${cloud.url}/api/v1/${path}`, { headers: { Authorization: `Token ${token}` } });
  return { status: response.status, body: await response.json() };
}

const org = (name: string) => cloud.world.id('orgs', name);
const msp = () => cloud.world.id('msps', SECOND_MSP);

describe('the second provider of the simulated cloud', () => {
  it('has three organizations, of which its token sees all and each of theirs one', async () => {
    const { body } = await ask(`msps/${msp()}/stats/orgs`, cloud.tokens.msp);
    expect(body).toMatchObject(SECOND_ORGS.map((name) => ({ name, num_devices: 3 })));
    const [first = '', second = ''] = SECOND_ORGS;
    expect((await ask(`orgs/${org(first)}/stats`, orgToken(2, first))).status).toBe(200);
    expect((await ask(`orgs/${org(second)}/stats`, orgToken(2, first))).status).toBe(403);
    expect((await ask(`msps/${msp()}/orgs`, orgToken(2, first))).status).toBe(403);
    expect(cloud.requests.slice(-2).map(({ caller }) => caller)).toEqual([`org:${first}`, `org:${first}`]);
  });

  it('says of a device whose it is, and of devices which releases they run', async () => {
    const [row = {}] = cloud.world.table('inventory');
    const found = await ask(`msps/${msp()}/inventory/${String(row.mac)}`, cloud.tokens.msp);
    expect(found.body).toMatchObject({ org_id: row.org_id, serial: row.serial });
    const [first = ''] = SECOND_ORGS;
    const counted = await ask(`orgs/${org(first)}/inventory/count?distinct=version&type=ap`, cloud.tokens.msp);
    expect(counted.body).toMatchObject({ total: 2, results: [{ count: 1 }, { count: 1 }] });
    expect(cloud.violations).toEqual([]);
  });
});
