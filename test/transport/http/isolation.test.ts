import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Era } from '../../harness/era.ts';
import { type Connected, type Connecting, connectTo } from '../../harness/http-stage.ts';
import { type ServerProcess, startServer } from '../../harness/process.ts';
import { holderOf, type Mirror, orgOf, startMirror } from './mirror.ts';

// `npm run test:long` takes 100x20; 200 tenants with 50 calls each want a machine of their own: TEST_TENANTS=200x50.
const [tenants = 40, calls = 10] = (process.env.TEST_TENANTS ?? '40x10').split('x').map(Number);

const CLOUDS = 3;
const LIMIT = 4;

/**
 * Calls of one tenant that are under way at once. Each has a connection of its own, which is a stranger's until its token
 * has been looked at, and the server keeps the latest two thousand of those: ten thousand calls in one moment are an
 * attack, not a team.
 */
const AT_ONCE = 8;

/** Tenants share token names across clouds on purpose: only the pair of both tells who they are. */
const cloudOf = (tenant: number): number => tenant % CLOUDS;
const tokenOf = (tenant: number): string => `tenant-token-${tenant}-of-${cloudOf(tenant)}`;

let mirrors: Mirror[];
let server: ServerProcess;
let url: string;
beforeAll(async () => {
  mirrors = await Promise.all(
    Array.from({ length: CLOUDS }, (_, at) => startMirror((token) => token.endsWith(`-of-${at}`))),
  );
  const allowed = mirrors.flatMap((mirror) => ['--allow-cloud', mirror.url]);
  // A process of its own: the clients here alone have thousands of connections.
  server = startServer([
    '--transport',
    'http',
    '--port',
    '0',
    '--debug',
    ...allowed,
    '--upstream-limit',
    String(LIMIT),
    // Who gets whose answer is the question; how fast, the machine decides.
    '--timeout',
    '600',
  ]);
  await server.said('mcp-remote');
  url = /listens on (\S+)/.exec(server.stderr())?.[1] ?? '';
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.exit;
  for (const mirror of mirrors) mirror.close();
});

interface Question {
  readonly tool: string;
  readonly args: Record<string, unknown>;
  /** Whether an answer is the one that the token is to get. */
  mine(data: Readonly<Record<string, unknown>>, token: string): boolean;
}

const QUESTIONS: readonly Question[] = [
  {
    tool: 'mist_get_self',
    args: { action_type: 'account_info' },
    mine: ({ email }, token) => email === `${holderOf(token)}@mirror.example`,
  },
  {
    tool: 'mist_get_self',
    args: { action_type: 'api_usage' },
    mine: (data, token) => JSON.stringify(data).includes(`"${holderOf(token)}"`),
  },
  {
    tool: 'mist_get_org_or_site_info',
    args: { info_type: 'org', org_id: 'Acme' },
    mine: ({ id }, token) => id === orgOf(token),
  },
  {
    tool: 'mist_get_org_or_site_info',
    args: { info_type: 'site' },
    mine: (data, token) => JSON.stringify(data).includes(`Site of ${holderOf(token)}"`),
  },
];

/** Asks one of the questions; whether the answer is this token's own. */
async function askOne({ call }: Connected, token: string, turn: number): Promise<boolean> {
  const question = QUESTIONS[turn % QUESTIONS.length];
  if (!question) return false;
  const { data, isError } = await call(question.tool, question.args);
  const right = !isError && question.mine(data, token);
  if (!right) process.stderr.write(`${token} ${question.tool}: ${JSON.stringify(data).slice(0, 300)}\n`);
  return right;
}

const range = (length: number): number[] => Array.from({ length }, (_, at) => at);

async function connectTenant(tenant: number): Promise<Connected> {
  const era: Era = tenant % 2 === 0 ? '2025-11-25' : '2026-07-28';
  const cloud = mirrors[cloudOf(tenant)]?.name ?? '';
  const named = tenant % 3 === 0 ? { query: `cloud=${cloud}` } : { headers: { 'X-Mist-Cloud': cloud } };
  return connectTo(url, { era, token: tokenOf(tenant), ...named });
}

async function runTenant(connected: Connected, tenant: number): Promise<boolean[]> {
  const token = tokenOf(tenant);
  const turns = range(calls).values();
  const answers: boolean[] = [];
  const asking = range(AT_ONCE).map(async () => {
    for (const turn of turns) answers.push(await askOne(connected, token, turn + tenant));
  });
  await Promise.all(asking);
  await connected.client.close();
  return answers;
}

describe(`${tenants} tenants at once with ${calls} calls each, ${AT_ONCE} at a time`, () => {
  it('get their own answers, and no request carries a wrong token', async () => {
    const connected = await Promise.all(range(tenants).map(connectTenant));
    const answers = (await Promise.all(connected.map(runTenant))).flat();
    expect(answers.length).toBe(tenants * calls);
    expect(answers.filter((right) => !right)).toEqual([]);
    for (const mirror of mirrors) {
      expect(mirror.wrong).toEqual([]);
      expect(mirror.requests).toBeGreaterThan(0);
    }
  }, 1_200_000);

  it('had no more requests to a cloud under way at once than the limit', () => {
    const most = mirrors.flatMap((mirror) => [...mirror.most.values()]);
    expect(Math.max(...most)).toBeLessThanOrEqual(LIMIT);
    expect(Math.max(...most)).toBeGreaterThan(1);
  });

  it('the log does not hold one of their tokens', () => {
    const lines = server.stderr().split('\n');
    // Not a line for each call: identical reads that are under way share one request.
    expect(lines.length).toBeGreaterThan(tenants * QUESTIONS.length);
    expect(lines.filter((line) => line.includes('tenant-token'))).toEqual([]);
  });
});

describe('the same token at two clouds', () => {
  it('is two tenants: each cloud accepts it and answers for itself', async () => {
    const token = 'shared-token-everywhere';
    const seen = await Promise.all(
      mirrors.map(async ({ name, requests }, at) => {
        const { call, client } = await connectTo(url, { token, era: '2026-07-28', query: `cloud=${name}` });
        await call('mist_get_self', { action_type: 'account_info' });
        await client.close();
        return (mirrors[at]?.requests ?? 0) - requests;
      }),
    );
    expect(seen).toEqual([2, 2, 2]);
  });
});

describe('readonly', () => {
  const writers = async (connecting: Connecting): Promise<string[]> => {
    const { name: cloud = '' } = mirrors[0] ?? {};
    const headers = { ...connecting.headers, 'X-Mist-Cloud': cloud };
    const { client } = await connectTo(url, { token: tokenOf(0), ...connecting, headers });
    const { tools } = await client.listTools();
    await client.close();
    return tools.filter(({ annotations }) => annotations?.readOnlyHint === false).map(({ name }) => name);
  };

  it.each(['2025-11-25', '2026-07-28'] as const)(
    'widens nothing where the operator allows reading alone (%s)',
    async (era) => {
      const answer = () => ({ action: 'accept', content: { confirm: true } }) as const;
      const plain = await writers({ era, answer });
      for (const headers of [
        { 'X-Mist-Readonly': 'false' },
        { 'X-Mist-Enable-Write-Tools': 'true', 'X-Mist-Disable-Elicitation': 'true' },
      ]) {
        expect(await writers({ era, answer, headers })).toEqual(plain);
      }
      expect(await writers({ era, answer, query: 'readonly=false&enable-write-tools=true' })).toEqual(plain);
    },
  );
});
