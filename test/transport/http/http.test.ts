import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Era } from '../../harness/era.ts';
import { connectTo, type HttpStage, openHttpStage } from '../../harness/http-stage.ts';

const eras: readonly Era[] = ['2025-11-25', '2026-07-28'];

let stage: HttpStage;
beforeAll(async () => {
  stage = await openHttpStage(['--enable-write-tools']);
});
afterAll(() => stage.close());

describe.each(eras)('an application of %s over http', (era) => {
  it('is served in its own revision, with true answers', async () => {
    const { client, call } = await stage.connect({ era });
    expect(client.getNegotiatedProtocolVersion()).toBe(era);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('mist_get_self');
    expect((await call('mist_get_self', { action_type: 'account_info' })).data.email).toBe('read@lakeside.example');
  });

  it('may end the address with a slash, and is not redirected', async () => {
    const response = await fetch(`${stage.url}/`, { method: 'POST', redirect: 'manual' });
    expect(response.status).toBe(401);
    const { client, call } = await connectTo(`${stage.url}/`, { era, token: stage.cloud.tokens.read });
    expect((await call('mist_get_self', { action_type: 'account_info' })).isError).toBe(false);
    await client.close();
  });

  it.each([
    ['X-Authorization with the word', { 'X-Authorization': 'Bearer TOKEN' }],
    ['X-Authorization with the bare token', { 'X-Authorization': 'TOKEN' }],
    ['Authorization with the word of Mist', { Authorization: 'Token TOKEN' }],
    ['X-Authorization beside the Basic of a proxy', { Authorization: 'Basic YTpi', 'X-Authorization': 'Bearer TOKEN' }],
  ])('may send its token as %s', async (_, headers: Record<string, string>) => {
    const { tokens } = stage.cloud;
    const filled = Object.entries(headers).map(([name, value]) => [name, value.replace('TOKEN', tokens.helpdesk)]);
    const { client, call } = await connectTo(stage.url, { era, headers: Object.fromEntries(filled) });
    const { data } = await call('mist_get_self', { action_type: 'account_info' });
    expect(data.email).toBe('helpdesk@lakeside.example');
    await client.close();
  });

  it('gets text alone with ?output=string', async () => {
    const { client } = await stage.connect({ era, query: 'output=string' });
    const args = { name: 'mist_get_self', arguments: { action_type: 'account_info' } };
    expect((await client.callTool(args)).structuredContent).toBeUndefined();
    const other = await stage.connect({ era });
    expect((await other.client.callTool(args)).structuredContent).toBeDefined();
  });

  it('asks the person, and does nothing without a yes', async () => {
    const before = stage.changes.count;
    const no = await stage.connect({ era, answer: () => ({ action: 'decline' }) });
    expect((await no.call('test_change')).data.answer).toBe('declined');
    expect(stage.changes.count).toBe(before);
    const yes = await stage.connect({ era, answer: () => ({ action: 'accept', content: { confirm: true } }) });
    expect((await yes.call('test_change')).data.answer).toBe('accepted');
    expect(stage.changes.count).toBe(before + 1);
    const mute = await stage.connect({ era });
    expect((await mute.call('test_change')).isError).toBe(true);
    expect(stage.changes.count).toBe(before + 1);
  });
});

describe.each(eras)('what a token may do decides what is offered over http (%s)', (era) => {
  const answer = () => ({ action: 'accept', content: { confirm: true } }) as const;
  const offered = async (token: string): Promise<boolean> => {
    const { client } = await stage.connect({ era, token, answer });
    const { tools } = await client.listTools();
    return tools.some(({ name }) => name === 'mist_update_configuration_objects');
  };

  it('write tools with a role that may write, and not with one that reads', async () => {
    expect(await offered(stage.cloud.tokens.write)).toBe(true);
    expect(await offered(stage.cloud.tokens.read)).toBe(false);
    expect(stage.lines.some((line) => line.startsWith('Write tools are not offered'))).toBe(true);
  });
});
