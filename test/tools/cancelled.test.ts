import { expect, it } from 'vitest';
import { holdAnswers } from '../harness/cloud.ts';
import { openStage } from '../harness/stage.ts';

it('a call that nobody waits for any more is no failure of the server', async () => {
  const stage = await openStage();
  try {
    const letGo = holdAnswers(stage.cloud, { match: '/api/v1/self' });
    const controller = new AbortController();
    const call = stage.call(
      'mist_get_configuration_objects',
      { object_type: 'org_wlans' },
      { signal: controller.signal },
    );
    await expect.poll(() => stage.cloud.requests.length).toBeGreaterThan(0);
    controller.abort();
    await expect(call).rejects.toThrow();
    letGo();
    // The look-up behind it is shared, so it goes on; the call ends with it.
    await expect
      .poll(() => stage.call('mist_get_self', { action_type: 'account_info' }))
      .toMatchObject({ isError: false });
  } finally {
    await stage.close();
  }
  expect(stage.stderr()).not.toContain('A tool failed');
});
