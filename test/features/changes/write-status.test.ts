import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import { startCloud } from '../../harness/cloud.ts';
import { answerIn, CHANGE, type DeskStage, openDesk, questionIn, YES } from '../../harness/rounds.ts';

describe('a write that the API answers with an error', () => {
  let cloud: DemoCloud;
  let stage: DeskStage;
  let status = 0;
  let sent = 0;
  beforeAll(async () => {
    cloud = await startCloud();
    stage = await openDesk({
      cloud,
      intercept({ method }) {
        if (method === 'GET') return undefined;
        sent += 1;
        return Response.json({ detail: 'words of the API' }, { status });
      },
    });
  });
  afterAll(async () => {
    await stage.close();
    await cloud.close();
  });

  async function answerTo(code: number) {
    const object_id = cloud.world.id('sitetemplates', 'Office Sites');
    const payload = { vars: { code: String(code) } };
    const args = { action_type: 'update', object_type: 'org_sitetemplates', object_id, payload };
    const { state } = questionIn(await stage.ask(args, CHANGE));
    [status, sent] = [code, 0];
    return answerIn(await stage.reply(args, state, YES(), CHANGE));
  }

  it.each([400, 401, 403, 404, 409, 422, 429, 501])('is not done after %i, and says so', async (code) => {
    const { data, isError } = await answerTo(code);
    expect(isError).toBe(true);
    expect(data).toMatchObject({ status: code, api_said: 'words of the API' });
    expect(data.error).toContain('Nothing was changed.');
    expect(sent).toBe(1);
    expect(stage.records.at(-1)).toMatchObject({ outcome: 'failed' });
  });

  it.each([408, 500, 502, 503, 504])('may have been done after %i, and is read back', async (code) => {
    const { data, isError } = await answerTo(code);
    expect(isError).toBe(false);
    expect(data).toMatchObject({ outcome: 'not_applied', status: code, api_said: 'words of the API' });
    expect(data.note).toContain(`The API answered ${code} ("words of the API"), so the write may or may not`);
    expect(sent).toBe(1);
  });
});
