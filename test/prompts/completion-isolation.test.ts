import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Era } from '../harness/era.ts';
import { type Connected, type HttpStage, openHttpStage } from '../harness/http-stage.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await openHttpStage();
});
afterAll(() => stage.close());

const sites = async ({ client }: Connected, typed = ''): Promise<string[]> => {
  const { completion } = await client.complete({
    ref: { type: 'ref/prompt', name: 'morning_report' },
    argument: { name: 'site', value: typed },
  });
  return completion.values;
};

describe.each<Era>(['2025-11-25', '2026-07-28'])('tenants over HTTP, %s', (era) => {
  it('complete by what their own token sees, whoever came before', async () => {
    const { tokens } = stage.cloud;
    const whole = await stage.connect({ era, token: tokens.read });
    await expect.poll(() => sites(whole)).toContain('Zurich HQ');
    const one = await stage.connect({ era, token: tokens.site });
    expect(await sites(one, 'zur')).toEqual([]);
    await expect.poll(() => sites(one)).toEqual(['London Store']);
    await expect(stage.connect({ era, token: tokens.bad })).rejects.toThrow(/401/);
    expect(await sites(whole)).toContain('Zurich HQ');
  });

  it('have prompts and resources, and the clouds that they may choose', async () => {
    const { client } = await stage.connect({ era });
    expect((await client.listPrompts()).prompts.length).toBe(13);
    const { messages } = await client.getPrompt({ name: 'find', arguments: { what: 'printer' } });
    expect(JSON.stringify(messages)).toContain('text=printer');
    const { contents } = await client.readResource({ uri: 'mist://clouds' });
    const text = JSON.stringify(contents);
    expect(text).toContain('X-Mist-Cloud');
    expect(text).toContain(stage.cloud.url.replace('http://', ''));
  });
});

describe('names of two tokens', () => {
  it('are looked up for each of them', () => {
    const callers = stage.cloud.requests.filter(({ path }) => path === '/api/v1/self').map(({ caller }) => caller);
    expect(new Set(callers)).toEqual(new Set(['read', 'site', undefined]));
    expect(stage.cloud.violations).toEqual([]);
  });
});
