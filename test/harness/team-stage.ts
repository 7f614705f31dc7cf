import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { isRecord } from '../../src/core/json.ts';
import { readAnswer, type ToolAnswer } from './answer.ts';
import { type FormReply, yes } from './elicitation-handler.ts';
import { type EngineProcess, startEngine } from './engine.ts';
import { type Era, speaking } from './era.ts';
import { freePort } from './free-port.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { startNginx } from './nginx.ts';
import { type ServerProcess, startServer } from './process.ts';
import { REPLICAS_KEY } from './replica-stage.ts';
import { PUBLIC_URL } from './sign-in-stage.ts';

/** How long a call may take before the client gives up, in milliseconds. */
export const CALL_MS = 900_000;

/** Somebody of the team, and the profiles that their group leads to. */
export interface TeamMember {
  readonly subject: string;
  readonly group: string;
  readonly era: Era;
}

/** A person's client. Each of its requests has an id that begins with the person. */
export interface MemberClient {
  readonly client: Client;
  /** Questions so far. */
  readonly questions: readonly string[];
  call(tool: string, args: Readonly<Record<string, unknown>>, ms?: number): Promise<ToolAnswer>;
}

/** A line of a replica's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** Two replicas as processes behind the shipped proxy, with an engine, a provider and a simulated cloud. */
export interface TeamStage {
  readonly cloud: DemoCloud;
  readonly engine: EngineProcess;
  readonly provider: IdentityProvider;
  /** Of the proxy. */
  readonly url: string;
  /** Of each replica. */
  readonly replicaUrls: readonly string[];
  connect(person: TeamMember): Promise<MemberClient>;
  tokenOf(person: TeamMember): Promise<string>;
  /** Ends a replica in the middle of whatever it does. */
  kill(replica: number): Promise<void>;
  start(replica: number): Promise<void>;
  /** Every line that the replicas have logged, with the number of the replica. */
  lines(): LogLine[];
  close(): Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;

/** Profile → name of the simulated cloud's token, which is the account that answers. */
export const PROFILES = { reader: 'read', writer: 'write', helpdesk: 'helpdesk' } as const;

export type ProfileName = keyof typeof PROFILES;

/** Group → its profiles. */
export const GROUPS: Readonly<Record<string, readonly ProfileName[]>> = {
  noc: ['writer'],
  desk: ['reader'],
  help: ['helpdesk'],
  lead: ['reader', 'writer'],
  watch: ['helpdesk', 'reader'],
};

/** Opens a stage. */
export async function openTeamStage(): Promise<TeamStage> {
  const [cloud, engine, provider] = await Promise.all([
    startDemoCloud({ seed: 1 }),
    startEngine(),
    startIdentityProvider(PUBLIC_URL),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-team-'));
  const put = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    return path;
  };
  const profiles = Object.entries(PROFILES).map(([name, token]): [string, Json] => {
    put(`${name}.token`, cloud.tokens[token]);
    return [name, { cloud: cloud.url, token: { file: `${name}.token` } }];
  });
  const access = Object.entries(GROUPS).map(([group, names]) => ({ groups: [group], profiles: names, role: 'write' }));
  const file = put('access.json', JSON.stringify({ version: 1, profiles: Object.fromEntries(profiles), access }));
  const ports = [await freePort(), await freePort()];
  const replicas: ServerProcess[] = [];
  const past: { readonly replica: number; readonly text: string }[] = [];

  async function start(at: number): Promise<void> {
    const known = replicas[at];
    if (known) past.push({ replica: at, text: known.stderr() });
    const sign = ['--oidc-issuer', provider.issuer, '--public-url', PUBLIC_URL, '--access', file];
    const serve = ['-t', 'http', '-p', String(ports[at]), '--replica', at === 0 ? 'a' : 'b', '--behind-proxy'];
    // Who gets whose answer is the question; how fast, the machine decides.
    const patient = ['--timeout', '600', '--person-limit', '100000', '--log-format', 'json', '--enable-write-tools'];
    const replica = startServer([...serve, ...sign, ...patient], {
      MISTMCP_REDIS: engine.url,
      MISTMCP_STATE_KEY: REPLICAS_KEY,
    });
    replicas[at] = replica;
    await replica.said('listens on');
  }

  await Promise.all([start(0), start(1)]);
  const proxy = await startNginx(ports);
  const clients: Client[] = [];

  const tokenOf = ({ subject, group }: TeamMember): Promise<string> =>
    provider.sign({ sub: subject, groups: [group], scope: 'openid', exp: Math.floor(Date.now() / 1000) + 7200 });

  return {
    ...{ cloud, engine, provider, tokenOf, start },
    url: proxy.url,
    replicaUrls: ports.map((port) => `http://127.0.0.1:${port}/mcp`),
    async connect(person) {
      const token = await tokenOf(person);
      const questions: string[] = [];
      const client = new Client(
        { name: 'team', version: '1' },
        { ...speaking(person.era), capabilities: { elicitation: { form: {} } } },
      );
      client.setRequestHandler('elicitation/create', async ({ params }): Promise<FormReply> => {
        questions.push(params.message);
        return yes({ requestedSchema: 'requestedSchema' in params ? params.requestedSchema : undefined });
      });
      let turn = 0;
      const transport = new StreamableHTTPClientTransport(new URL(proxy.url), {
        fetch: (url, init) => {
          turn += 1;
          const headers = new Headers(init?.headers);
          headers.set('Authorization', `Bearer ${token}`);
          headers.set('X-Request-Id', `${person.subject}-${turn}`);
          return fetch(url, { ...init, headers });
        },
      });
      await client.connect(transport, { timeout: CALL_MS });
      clients.push(client);
      return {
        ...{ client, questions },
        call: async (tool, args, timeout = CALL_MS) =>
          readAnswer(await client.callTool({ name: tool, arguments: { ...args } }, { timeout })),
      };
    },
    async kill(at) {
      replicas[at]?.child.kill('SIGKILL');
      await replicas[at]?.exit;
    },
    lines: () =>
      [...past, ...replicas.map((one, replica) => ({ replica, text: one.stderr() }))].flatMap(({ replica, text }) =>
        text.split('\n').flatMap((line) => {
          if (!line.startsWith('{')) return [];
          try {
            const value: unknown = JSON.parse(line);
            return isRecord(value) ? [{ ...value, replica }] : [];
          } catch {
            // The end of the greeting, or of a process that was killed.
            return [];
          }
        }),
      ),
    async close() {
      await Promise.allSettled(clients.map((client) => client.close()));
      await proxy.close();
      for (const { child } of replicas) child.kill('SIGKILL');
      await Promise.all(replicas.map(({ exit }) => exit));
      await Promise.all([cloud.close(), provider.close(), engine.stop()]);
      rmSync(folder, { recursive: true });
    },
  };
}
