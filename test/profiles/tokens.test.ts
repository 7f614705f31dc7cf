import { afterEach, expect, it, vi } from 'vitest';
import { parseCloud } from '../../src/mist/clouds.ts';
import { ProfileTokens } from '../../src/profiles/tokens.ts';

afterEach(() => vi.unstubAllEnvs());

it('The token of a profile is taken out of log lines before Mist has accepted it, too', async () => {
  const secret = 'abcdefghijklmnopqrstuvwxyz0123456789';
  vi.stubEnv('NOC_TOKEN', secret);
  const answers: (() => void)[] = [];
  const check = () => new Promise((resolve) => answers.push(() => resolve({})));
  const tokens = new ProfileTokens({ check, atOnce: 1 }, { info() {}, warn() {} });
  const profile = { name: 'noc', cloud: parseCloud('api.mist.com'), orgs: [], sites: [], readonly: false };
  tokens.follow(new Map([['noc', { ...profile, token: { kind: 'env', variable: 'NOC_TOKEN' } }]]));
  const looking = tokens.look();
  await expect.poll(() => answers.length).toBe(1);
  expect(tokens.scrub(`sent ${secret} on`)).toBe('sent [token] on');
  answers[0]?.();
  await looking;
  expect(tokens.scrub(`sent ${secret} on`)).toBe('sent [token] on');
});

it('What Mist lets a token do is asked anew beside its use, and its place is not read for that', async () => {
  let now = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => now);
  let [asked, read] = [0, 0];
  const source = {
    atOnce: 1,
    proofMs: 1000,
    check: async () => {
      asked += 1;
      return { privileges: [{ scope: 'org', role: asked > 1 ? 'write' : 'read', org_id: 'x' }] };
    },
    read: async () => {
      read += 1;
      return 'abcdefghijklmnopqrstuvwxyz0123456789';
    },
  };
  const tokens = new ProfileTokens(source, { info() {}, warn() {} });
  const profile = { name: 'noc', cloud: parseCloud('api.mist.com'), orgs: [], sites: [], readonly: false };
  tokens.follow(new Map([['noc', { ...profile, token: { kind: 'command', command: ['a secret manager'] } }]]));
  try {
    now = 5000;
    const first = await tokens.of('noc');
    expect(await tokens.of('noc')).toBe(first);
    expect(asked).toBe(1);
    now = 6000;
    expect(await tokens.of('noc')).toBe(first);
    await vi.waitFor(async () =>
      expect((await tokens.of('noc')).self).toMatchObject({ privileges: [{ role: 'write' }] }),
    );
    expect([asked, read]).toEqual([2, 1]);
  } finally {
    vi.restoreAllMocks();
  }
});
