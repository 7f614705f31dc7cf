import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoCloud } from '../../simulator/cloud.ts';
import { parseCloud } from '../../src/mist/clouds.ts';
import { knownNames } from '../../src/mist/known-names.ts';
import { createSession } from '../../src/mist/session.ts';
import { callsOf } from '../harness/cloud.ts';
import type { Era } from '../harness/era.ts';
import { openStage, type Stage } from '../harness/stage.ts';

const eras: readonly Era[] = ['2025-11-25', '2026-07-28'];

/** What is offered for an argument of a prompt. */
async function offered(
  { client }: Stage,
  name: string,
  [argument, value]: readonly [string, string],
  filled: Record<string, string> = {},
): Promise<{ values: string[]; total?: number | undefined; hasMore?: boolean | undefined }> {
  const { completion } = await client.complete({
    ref: { type: 'ref/prompt', name },
    argument: { name: argument, value },
    context: { arguments: filled },
  });
  return completion;
}

describe.each(eras)('completion for an application of %s', (era) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ era });
  });
  afterAll(() => stage.close());

  const values = async (...asked: Parameters<typeof offered> extends [Stage, ...infer R] ? R : never) =>
    (await offered(stage, ...asked)).values;

  it('knows choices, spans and ports without asking anybody', async () => {
    expect(await values('worst_sle', ['sle', 'wi'])).toEqual(['wifi', 'wired']);
    expect(await values('firmware_plan', ['device_type', ''])).toEqual(['ap', 'switch', 'gateway']);
    expect(await values('find', ['since', '-7'])).toEqual(['-7d']);
    const ports = await offered(stage, 'port_change', ['port', 'ge-0/0/4']);
    expect(ports.values.slice(0, 3)).toEqual(['ge-0/0/4', 'ge-0/0/40', 'ge-0/0/41']);
    expect(await values('unhappy_client', ['client', 'a'])).toEqual([]);
    expect(callsOf(stage.cloud)).toEqual([]);
  });

  it('has at most a hundred values, and says how many there are', async () => {
    const { values: first, total, hasMore } = await offered(stage, 'port_change', ['port', '']);
    expect(first.length).toBe(100);
    expect(total).toBe(108);
    expect(hasMore).toBe(true);
    const few = await offered(stage, 'port_change', ['port', 'xe-']);
    expect(few).toMatchObject({ total: 8, hasMore: false });
  });

  it('knows schemas and guides', async () => {
    const resource = async (uri: string, name: string, value: string) => {
      const { completion } = await stage.client.complete({
        ref: { type: 'ref/resource', uri },
        argument: { name, value },
      });
      return completion.values;
    };
    expect(await resource('mist://schema/{name}', 'name', 'site_wl')).toEqual(['site_wlan', 'site_wlans']);
    expect(await resource('mist://guide/{topic}', 'topic', 'w')).toEqual(['writing-safely']);
    expect(callsOf(stage.cloud)).toEqual([]);
  });

  it('learns names behind the first question, and has them soon after', async () => {
    const typed = ['', 'z', 'zu', 'zur'].flatMap((text) => [text, text, text, text]);
    const cold = await Promise.all(typed.map((text) => values('morning_report', ['site', text])));
    expect(cold[0]).toEqual([]);
    await expect.poll(() => values('morning_report', ['site', 'zur'])).toEqual(['Zurich HQ']);
    expect(await values('morning_report', ['org', 'lake'])).toEqual(['Lakeside Retail Group']);
    expect(await values('morning_report', ['site', 'office'])).toContain('Berlin Office');
    const org = { org: 'lakeside retail group' };
    expect(await values('morning_report', ['site', 'zur'], org)).toEqual(['Zurich HQ']);
    expect(await values('morning_report', ['site', 'zur'], { org: 'Nobody' })).toEqual([]);
  });

  it('knows devices, those of the site that was filled in, and switches where one is wanted', async () => {
    await expect.poll(() => values('device_down', ['device', 'ZUR-H-AP-Can'])).toEqual(['ZUR-H-AP-Canteen']);
    const there = await values('device_down', ['device', ''], { site: 'Zurich HQ' });
    expect(there.length).toBeGreaterThan(5);
    expect(there.filter((name) => !name.startsWith('ZUR-H-'))).toEqual([]);
    const switches = await values('port_change', ['switch', '']);
    expect(switches).toContain('PAR-S-SW-ACC0');
    expect(switches.filter((name) => name.includes('-AP-'))).toEqual([]);
    const models = await values('firmware_plan', ['model', ''], { device_type: 'ap' });
    expect(models).toContain('AP45');
    expect(models.filter((model) => model.startsWith('EX'))).toEqual([]);
  });

  it('asked for each list once only, and rightly', () => {
    const paths = callsOf(stage.cloud).map(({ path }) => path.replace(/[0-9a-f-]{36}/g, 'ID'));
    expect(paths.sort()).toEqual(['/api/v1/orgs/ID/inventory', '/api/v1/orgs/ID/sites']);
    expect(stage.cloud.violations).toEqual([]);
  });
});

describe('a cloud that does not help', () => {
  it('delays nothing: a hanging look-up leaves the answer empty', async () => {
    const stage = await openStage();
    try {
      const before = stage.cloud.requests.length;
      const off = stage.cloud.fault({ kind: 'hang', match: '/api/v1/self' });
      for (const typed of ['z', 'zu', 'zur']) {
        expect((await offered(stage, 'morning_report', ['site', typed])).values).toEqual([]);
      }
      await expect.poll(() => stage.cloud.requests.length).toBe(before + 1);
      off();
    } finally {
      await stage.close();
    }
  });

  it('is not asked again at each letter after it refused, and nobody sees the error', async () => {
    const stage = await openStage({ token: 'bad', args: ['--debug'] });
    try {
      expect((await offered(stage, 'find', ['what', 'z'])).values).toEqual([]);
      await expect.poll(() => stage.stderr()).toContain('Names were not looked up');
      const { length } = stage.cloud.requests;
      for (const typed of ['zu', 'zur', 'zuri'])
        expect((await offered(stage, 'find', ['what', typed])).values).toEqual([]);
      expect(stage.cloud.requests.length).toBe(length);
      expect(stage.stderr()).not.toContain(stage.cloud.tokens.bad);
    } finally {
      await stage.close();
    }
  });

  it('is left alone when the calls of the hour are needed for other things', async () => {
    const cloud = await startDemoCloud({ seed: 1 });
    const session = createSession({ cloud: parseCloud(cloud.url, { operator: true }), token: cloud.tokens.read });
    try {
      session.budget.learn({ requests: 4950, request_limit: 5000 });
      const names = knownNames(session, () => {});
      expect(await names.sites(undefined)).toEqual([]);
      expect(await names.devices(undefined)).toEqual([]);
      expect(cloud.requests).toEqual([]);
      session.budget.learn({ requests: 10, request_limit: 5000 });
      await expect.poll(() => names.sites(undefined)).toContainEqual(expect.objectContaining({ name: 'Zurich HQ' }));
    } finally {
      await session.client.close();
      await cloud.close();
    }
  });

  it('is left alone without a token', async () => {
    const stage = await openStage({ token: undefined });
    try {
      expect((await offered(stage, 'morning_report', ['org', ''])).values).toEqual([]);
      expect(callsOf(stage.cloud)).toEqual([]);
    } finally {
      await stage.close();
    }
  });
});
