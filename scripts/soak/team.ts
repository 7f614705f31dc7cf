import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenName } from '../../simulator/caller.ts';
import { LAB_ORG } from '../../simulator/world/world.ts';
import { engineProgram, startEngine } from '../../test/harness/engine.ts';
import { startIdentityProvider } from '../../test/harness/identity-provider.ts';
import { profilesToml, type StagedProfile } from '../../test/harness/profiles-toml.ts';
import { connectHttp, type Ground, type HttpDoor, type HttpServer, startHttp } from './servers.ts';

/** Two replicas that people sign in to, with an engine that they share; each request goes to the next of them. */
export interface Team extends HttpDoor {
  readonly replicas: readonly HttpServer[];
  /** Ends what the replicas lean on; they have ended before. */
  close(): Promise<void>;
}

/** What clients ask tokens for; where the replicas listen is known later. */
const PUBLIC_URL = 'http://127.0.0.1:8000/mcp';

const STATE_KEY = 'a key that the replicas of a soak share';

/** Group of those who have a profile for each organization. */
const TWO_PROFILES = 'both';

/** Profiles: the main organization, and the small one alone. */
const profilesOf = ({ upstream: { cloud } }: Ground): Readonly<Record<string, StagedProfile>> => ({
  main: { cloud: cloud.url, token: cloud.tokens.write },
  lab: { cloud: cloud.url, token: cloud.tokens.msp, orgs: [cloud.world.id('orgs', LAB_ORG)] },
});

function put({ bundle }: Ground, name: string, text: string): string {
  const file = join(bundle.folder, name);
  writeFileSync(file, text);
  chmodSync(file, 0o600);
  return file;
}

/** Writes a file of profiles with their tokens beside it. @returns its path */
export function writeProfiles(ground: Ground): string {
  const profiles = profilesOf(ground);
  for (const [name, { token }] of Object.entries(profiles)) put(ground, `${name}.token`, token);
  return put(ground, 'config.toml', profilesToml(profiles));
}

/** Groups of people: one for each token that is asked with, and those who have two profiles. */
function writeAccess(ground: Ground): string {
  const { cloud } = ground.upstream;
  const tokens: readonly TokenName[] = ['read', 'write'];
  for (const name of tokens) put(ground, `${name}.token`, cloud.tokens[name]);
  const named = Object.entries(profilesOf(ground)).map(([name, { token: _, ...profile }]) => [name, profile] as const);
  const profiles = [...named, ...tokens.map((name) => [name, { cloud: cloud.url }] as const)].map(([name, profile]) => [
    name,
    { ...profile, token: { file: `${name}.token` } },
  ]);
  const access = [
    ...tokens.map((name) => ({ groups: [name], profiles: [name], role: 'write' })),
    { groups: [TWO_PROFILES], profiles: ['main', 'lab'], role: 'write' },
  ];
  return put(ground, 'access.json', JSON.stringify({ version: 1, profiles: Object.fromEntries(profiles), access }));
}

/** @returns undefined where no engine is installed */
export async function openTeam(ground: Ground): Promise<Team | undefined> {
  if (engineProgram === undefined) return undefined;
  const [engine, provider] = await Promise.all([startEngine(), startIdentityProvider(PUBLIC_URL)]);
  const signIn = ['--oidc-issuer', provider.issuer, '--public-url', PUBLIC_URL, '--access', writeAccess(ground)];
  const env = { MISTMCP_REDIS: engine.url, MISTMCP_STATE_KEY: STATE_KEY };
  const replicas = await Promise.all(
    ['a', 'b'].map((name) =>
      startHttp(ground, {
        ...{ name: `team ${name}`, env },
        flags: ['--replica', name, '--person-limit', '1000000', ...signIn],
      }),
    ),
  );
  const urls = replicas.map(({ url }) => url);
  return {
    replicas,
    async connect(asker) {
      const claims = {
        sub: asker.name,
        groups: [asker.profile === undefined ? asker.tenant : TWO_PROFILES],
        scope: 'openid',
      };
      const exp = Math.floor(Date.now() / 1000) + 3600;
      return connectHttp(ground, urls, await provider.sign({ ...claims, exp }), asker);
    },
    async close() {
      await Promise.all([engine.stop(), provider.close()]);
    },
  };
}
