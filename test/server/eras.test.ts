import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnswer } from '../harness/answer.ts';
import type { Era } from '../harness/era.ts';
import { type OldStage, openOldStage } from '../harness/old-stage.ts';
import { openStage, type Stage } from '../harness/stage.ts';

const eras: readonly Era[] = ['2025-11-25', '2026-07-28'];

describe.each(eras)('an application of %s', (era) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ era });
  });
  afterAll(() => stage.close());

  it('is served in its own revision', () => {
    expect(stage.client.getNegotiatedProtocolVersion()).toBe(era);
  });

  it('lists tools and gets true answers', async () => {
    const { tools } = await stage.client.listTools();
    expect(tools.map(({ name }) => name)).toContain('mist_get_self');
    const { data } = await stage.call('mist_get_self', { action_type: 'account_info' });
    expect(data.email).toBe('read@lakeside.example');
  });

  it('is told of an unknown tool by the protocol, of wrong inputs by the answer', async () => {
    await expect(stage.call('mist_nothing')).rejects.toThrow(/-32602|not found|unknown/i);
    const { data, isError } = await stage.call('mist_get_self', { action: 'account_info' });
    expect(isError).toBe(true);
    expect(data.error).toBe('mist_get_self has no input `action`. Did you mean `action_type`?');
  });

  it('can cancel a call down to the socket', async () => {
    const off = stage.cloud.fault({ kind: 'hang', match: '/api/v1/self/usage' });
    const abort = new AbortController();
    const call = stage.call('mist_get_self', { action_type: 'api_usage' }, { signal: abort.signal });
    await expect.poll(() => stage.cloud.requests.some(({ path }) => path === '/api/v1/self/usage')).toBe(true);
    abort.abort(new Error('the person changed their mind'));
    await expect(call).rejects.toThrow();
    off();
    expect((await stage.call('mist_get_self', { action_type: 'api_usage' })).data.request_limit).toBe(5000);
  });
});

describe('an application of the first SDK generation', () => {
  let stage: OldStage;
  beforeAll(async () => {
    stage = await openOldStage();
  });
  afterAll(() => stage.close());

  it('lists tools and gets true answers', async () => {
    const { tools } = await stage.client.listTools();
    expect(tools.length).toBeGreaterThan(20);
    const answer = readAnswer({
      ...(await stage.client.callTool({ name: 'mist_get_org_or_site_info', arguments: { info_type: 'org' } })),
    });
    expect(answer.data.name).toBe('Lakeside Retail Group');
  });
});

describe('the response format', () => {
  it('can be text alone, for applications that want no structured content', async () => {
    const stage = await openStage({ args: ['--response_format', 'string'] });
    try {
      const result = await stage.client.callTool({ name: 'mist_get_self', arguments: { action_type: 'api_usage' } });
      expect(result.structuredContent).toBeUndefined();
      expect(readAnswer(result).data.request_limit).toBe(5000);
    } finally {
      await stage.close();
    }
  });
});
