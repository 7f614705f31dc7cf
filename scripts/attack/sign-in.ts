import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { type IdentityProvider, startIdentityProvider } from '../../test/harness/identity-provider.ts';
import { startTarget, type Target } from './target.ts';

const PUBLIC_URL = 'http://127.0.0.1:8000/mcp';

/** Forged tokens that are made before a flood; each is sent again with another end. */
const MADE = 50;

/** A server that people sign in to, with somebody who may read. */
export interface SignInTarget {
  readonly target: Target;
  /** A token of the person. */
  readonly token: string;
  /** A token that the provider never signed, another one for each number. */
  forged(index: number): string;
  close(): Promise<void>;
}

/** Starts the server before a simulated cloud and a provider. */
export async function startSignInTarget(cloud: DemoCloud, program?: string): Promise<SignInTarget> {
  const provider = await startIdentityProvider(PUBLIC_URL);
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-attack-'));
  const put = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  put('token', cloud.tokens.read);
  const profiles = { reader: { cloud: cloud.url, token: { file: 'token' } } };
  const access = [{ groups: ['noc'], profiles: ['reader'], role: 'read' }];
  const file = put('access.json', JSON.stringify({ version: 1, profiles, access }));
  // The person pings more often than people may; how they are served is the question.
  const patient = ['--person-limit', '1000000'];
  const flags = ['--oidc-issuer', provider.issuer, '--public-url', PUBLIC_URL, '--access', file, ...patient];
  const target = await startTarget(cloud.url, program, flags);
  const tokens = await forgedTokens(provider);
  return {
    target,
    token: await provider.sign({ sub: 'ann', groups: ['noc'], scope: 'openid' }),
    // The end of a signature may be anything; it fits nothing anyway.
    forged: (index) => `${tokens[index % MADE]?.slice(0, -8)}${String(index).padStart(8, '0')}`,
    async close() {
      target.stop();
      await provider.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const forgedTokens = (provider: IdentityProvider): Promise<string[]> =>
  Promise.all(
    Array.from({ length: MADE }, (_, at) =>
      provider.sign({ sub: `stranger ${at}`, groups: ['noc'], scope: 'openid' }, {}, 'foreign'),
    ),
  );
