import type { TokenName } from '../../simulator/caller.ts';
import type { Scene } from './activity.ts';
import { learn } from './baseline.ts';
import { type Hire, roaming, type Steady, settled } from './clients.ts';
import { CRASH_SITE } from './crash-plan.ts';
import type { Asker, Question } from './link.ts';
import { type Asking, questionsFor } from './questions.ts';
import { type Ground, type HttpServer, type Stdio, type StdioServer, startHttp, startStdio } from './servers.ts';
import { openTeam, type Team, writeProfiles } from './team.ts';

/** Every server of a run. */
export interface Servers {
  /** Takes Mist tokens. */
  readonly http: HttpServer;
  /** People sign in; undefined without an engine for the replicas. */
  readonly team: Team | undefined;
  readonly stdio: readonly StdioServer[];
}

export const TENANTS: readonly TokenName[] = ['read', 'write', 'msp', 'site', 'helpdesk'];

/** Loops at each application on stdio. */
const LOOPS = 2;

const STDIO: readonly Stdio[] = [
  { name: 'stdio write 2025', era: '2025-11-25', tenant: 'write', audit: 'stdio-2025.jsonl' },
  { name: 'stdio write 2026', era: '2026-07-28', tenant: 'write', audit: 'stdio-2026.jsonl' },
];

/** How those ask who have a profile for each organization. */
const WITH_PROFILES = { tenant: 'write', profile: 'main' } as const;

/** Applications on http: two of the token that writes, so that two lanes of one principal meet. */
const ROAMERS: readonly Asker[] = [
  { name: 'http read 2025', tenant: 'read', era: '2025-11-25' },
  { name: 'http read 2026', tenant: 'read', era: '2026-07-28' },
  { name: 'http write 2025', tenant: 'write', era: '2025-11-25' },
  { name: 'http write 2026', tenant: 'write', era: '2026-07-28' },
  { name: 'http msp 2026', tenant: 'msp', era: '2026-07-28' },
  { name: 'http site 2025', tenant: 'site', era: '2025-11-25' },
  { name: 'http helpdesk 2025', tenant: 'helpdesk', era: '2025-11-25' },
];

/** People who signed in: what is about no organization is out of their reach, so they see something else. */
const MEMBERS: readonly Asker[] = [
  { name: 'team read 2026', tenant: 'read', era: '2026-07-28', view: 'team read' },
  { name: 'team write 2025', tenant: 'write', era: '2025-11-25', view: 'team write' },
  { name: 'team write 2026', tenant: 'write', era: '2026-07-28', view: 'team write' },
  { name: 'team profiles 2025', era: '2025-11-25', ...WITH_PROFILES, view: 'team profiles' },
];

/** Where the numbers of workers begin at each kind of server. */
const FIRST = { stdio: 1, http: 100, team: 200 };

const siteOf = (index: number): string => `Soak ${index}`;

/** Sites that workers change, and one for kills. */
export const SITES: readonly string[] = [
  CRASH_SITE,
  ...Array.from({ length: (STDIO.length + 1) * LOOPS }, (_, at) => siteOf(FIRST.stdio + at)),
  ...ROAMERS.flatMap(({ tenant }, at) => (tenant === 'write' ? [siteOf(FIRST.http + at)] : [])),
  ...MEMBERS.flatMap(({ tenant }, at) => (tenant === 'write' ? [siteOf(FIRST.team + at)] : [])),
];

/** Starts them all. */
export async function openServers(ground: Ground): Promise<Servers> {
  const http = await startHttp(ground, { name: 'http', env: { MIST_HOST: ground.upstream.cloud.url } });
  const profiles: Stdio = {
    ...{ name: 'stdio profiles', era: '2025-11-25', ...WITH_PROFILES, view: 'profiles' },
    ...{ audit: 'stdio-profiles.jsonl', profiles: writeProfiles(ground) },
  };
  const stdio: StdioServer[] = [];
  for (const one of [...STDIO, profiles]) stdio.push(await startStdio(ground, one));
  return { http, stdio, team: await openTeam(ground) };
}

/** Learns the answers of calm phases for everybody who sees something else. @param every asks only every so many-th */
export async function learnAll(
  scene: Scene,
  { http, stdio, team }: Servers,
  every: number,
): Promise<{ steady: Steady; all: readonly Asking[] }> {
  const steady = new Map<string, readonly Question[]>();
  let all: readonly Asking[] = [];
  for (const tenant of TENANTS) {
    const link = await http.connect({ name: `baseline ${tenant}`, tenant, era: '2025-11-25' });
    if (all.length === 0) all = (await questionsFor(scene.upstream, link)).filter((_, index) => index % every === 0);
    steady.set(tenant, await learn(scene.baseline, link, all, scene));
    await link.leave(true);
  }
  for (const { link } of stdio)
    if (!steady.has(link.view)) steady.set(link.view, await learn(scene.baseline, link, all, scene));
  for (const asker of team ? MEMBERS : []) {
    if (!team || steady.has(asker.view ?? '')) continue;
    const link = await team.connect(asker);
    steady.set(link.view, await learn(scene.baseline, link, all, scene));
    await link.leave(true);
  }
  return { steady, all };
}

/** Everybody who works in a run; each is told until when, in epoch milliseconds. */
export function workersOf(
  { http, team, stdio }: Servers,
  hire: () => Omit<Hire, 'prefix' | 'site'>,
): readonly ((until: number) => Promise<void>)[] {
  const numbered = (index: number): Hire => ({ ...hire(), prefix: `soak-${index}`, site: siteOf(index) });
  return [
    ...stdio.flatMap(({ link }, at) =>
      Array.from({ length: LOOPS }, (_, loop) => settled(numbered(FIRST.stdio + at * LOOPS + loop), link)),
    ),
    ...ROAMERS.map((asker, at) => roaming(numbered(FIRST.http + at), http, asker)),
    ...(team ? MEMBERS.map((asker, at) => roaming(numbered(FIRST.team + at), team, asker)) : []),
  ];
}
