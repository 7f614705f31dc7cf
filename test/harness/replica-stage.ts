import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { openAudit } from '../../src/telemetry/audit-log.ts';
import { ConsentDesk } from '../../src/tool/elicitation.ts';
import { type RunningHttp, startHttp } from '../../src/transport/http/start.ts';
import { startCloud } from './cloud.ts';
import { type Era, speaking } from './era.ts';
import { asking, type Changes, httpConfig } from './http-stage.ts';
import { keptLog } from './log.ts';

/** The key that the replicas of a stage share. */
export const REPLICAS_KEY = 'a key that replicas share, at least 32 bytes';

/** Replicas in this process, before one simulated cloud. */
export interface ReplicaStage {
  readonly cloud: DemoCloud;
  readonly replicas: readonly RunningHttp[];
  readonly changes: Changes;
  /** Starts one more. */
  add(args?: readonly string[]): Promise<RunningHttp>;
  /** A client whose requests go to the replicas in turn; the person says yes to whatever is asked. */
  connect(token: string, era: Era): Promise<Client>;
  close(): Promise<void>;
}

/** Opens a stage with two replicas. @param args further arguments of each */
export async function openReplicaStage(args: readonly string[] = []): Promise<ReplicaStage> {
  const cloud = await startCloud();
  const changes: Changes = { count: 0 };
  const replicas: RunningHttp[] = [];
  const clients: Client[] = [];
  async function add(more: readonly string[] = []): Promise<RunningHttp> {
    const env = { MIST_HOST: cloud.url, MISTMCP_STATE_KEY: REPLICAS_KEY };
    const config = httpConfig(['--enable-write-tools', ...args, ...more], env);
    const { log } = keptLog();
    const desk = new ConsentDesk(config.stateKeys);
    const running = await startHttp({
      ...{ config, log, desk, audit: openAudit(log, undefined), extend: asking(desk, changes) },
      overload: { lateMs: Number.POSITIVE_INFINITY, windowMs: 1, mostMs: 1 },
    });
    replicas.push(running);
    return running;
  }
  await add(['--replica', 'a']);
  await add(['--replica', 'b']);
  return {
    ...{ cloud, replicas, changes, add },
    async connect(token, era) {
      const client = new Client(
        { name: 'stage', version: '1' },
        { ...speaking(era), capabilities: { elicitation: { form: {} } } },
      );
      client.setRequestHandler('elicitation/create', async () => ({ action: 'accept', content: { confirm: true } }));
      let turn = 0;
      await client.connect(
        new StreamableHTTPClientTransport(new URL('http://replicas.invalid/mcp'), {
          requestInit: { headers: { Authorization: `Bearer ${token}` } },
          fetch: (_url, init) => {
            turn += 1;
            return fetch(replicas[turn % replicas.length]?.url ?? '', init);
          },
        }),
      );
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.allSettled(clients.map((client) => client.close()));
      await Promise.all(replicas.map((running) => running.close(100)));
      await cloud.close();
    },
  };
}
