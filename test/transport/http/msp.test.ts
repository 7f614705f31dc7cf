import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpStage, openHttpStage } from '../../harness/http-stage.ts';

const MSP_TOOLS = ['mist_get_msp_objects', 'mist_get_msp_overview'];

describe('the tools for MSPs over HTTP', () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await openHttpStage();
  });
  afterAll(() => stage.close());

  async function mspTools(token: string): Promise<readonly string[]> {
    const { client } = await stage.connect({ token });
    const { tools } = await client.listTools();
    return tools.map(({ name }) => name).filter((name) => name.includes('_msp_'));
  }

  it('are offered where the token has a role at an MSP, and answer', async () => {
    expect((await mspTools(stage.cloud.tokens.msp)).toSorted()).toEqual(MSP_TOOLS);
    const { call } = await stage.connect({ token: stage.cloud.tokens.msp });
    expect((await call('mist_get_msp_overview', { parts: ['alarms'] })).data.results).not.toEqual([]);
  });

  it('are not offered to the token of one organization', async () => {
    expect(await mspTools(stage.cloud.tokens.read)).toEqual([]);
  });
});
