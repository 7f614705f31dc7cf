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
