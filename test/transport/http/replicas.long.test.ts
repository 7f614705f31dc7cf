import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../../simulator/cloud.ts';
import type { Era } from '../../harness/era.ts';
import { freePort } from '../../harness/free-port.ts';
import { connectTo } from '../../harness/http-stage.ts';
import { type NginxProcess, nginxProgram, startNginx } from '../../harness/nginx.ts';
import { type ServerProcess, startServer } from '../../harness/process.ts';
import { ask, openSession } from '../../harness/wire.ts';

const KEY = 'a key that two replicas of a test share, and nobody else';

describe.skipIf(nginxProgram === undefined)('two replicas behind nginx, round robin (needs the nginx command)', () => {
  let cloud: DemoCloud;
  let replicas: ServerProcess[];
  let proxy: NginxProcess;
  let url: string;

  beforeAll(async () => {
    cloud = await startDemoCloud({ seed: 1 });
    const ports = [await freePort(), await freePort()];
    replicas = ports.map((own, at) =>
      startServer(['-t', 'http', '-p', String(own), '--behind-proxy', '--enable-write-tools', '--metrics-port', '0'], {
        MIST_HOST: cloud.url,
        MISTMCP_STATE_KEY: KEY,
        MISTMCP_REPLICA: at === 0 ? 'a' : 'b',
      }),
    );
    await Promise.all(replicas.map((replica) => replica.said('mcp-remote')));
    proxy = await startNginx(ports);
    url = proxy.url;
  });
  afterAll(async () => {
    await proxy.close();
    for (const replica of replicas) replica.child.kill('SIGTERM');
    await Promise.all(replicas.map(({ exit }) => exit));
    await cloud.close();
  });

  /** Requests for MCP that each replica has served. */
  const served = async (): Promise<number[]> =>
    Promise.all(
      replicas.map(async (replica) => {
        const own = /Metrics are at (\S+)/.exec(replica.stderr())?.[1] ?? '';
        const { text } = await ask(own, { method: 'GET', path: '/metrics' });
        const counts = [...text.matchAll(/^mistmcp_http_requests_total\{route="\/mcp",.*\} (\d+)$/gm)];
        return counts.reduce((sum, [, count]) => sum + Number(count), 0);
      }),
    );

  const writes = (): number => cloud.requests.filter(({ method }) => method !== 'GET').length;

  it.each<Era>(['2025-11-25', '2026-07-28'])(
    'serve %s: lists, answers and confirmed changes, each made once',
    async (era) => {
      const token = cloud.tokens.write;
      let forms = 0;
      const answer = () => {
        forms += 1;
        return { action: 'accept', content: { confirm: true } } as const;
      };
      const before = { served: await served(), writes: writes() };
      const { client, call } = await connectTo(url, { era, token, answer });
      expect((await client.listTools()).tools.length).toBeGreaterThan(20);
      for (let turn = 0; turn < 6; turn += 1) {
        expect((await call('mist_get_self', { action_type: 'account_info' })).data.email).toBe(
          'write@lakeside.example',
        );
      }
      for (let turn = 0; turn < 3; turn += 1) {
        const { data, isError } = await call('mist_update_configuration_objects', {
          action_type: 'update',
          object_type: 'org_sites',
          object_id: cloud.world.id('sites', 'Madrid Store'),
          payload: { notes: `${era} ${turn}` },
        });
        expect(isError, JSON.stringify(data)).toBe(false);
        expect(cloud.world.find('sites', cloud.world.id('sites', 'Madrid Store'))?.notes).toBe(`${era} ${turn}`);
      }
      expect(forms).toBe(3);
      expect(writes() - before.writes).toBe(3);
      const after = await served();
      const share = after.map((count, at) => count - (before.served[at] ?? 0));
      // The stateless protocol uses both replicas; a session stays where it was opened.
      if (era === '2026-07-28') expect(Math.min(...share)).toBeGreaterThan(3);
      else expect(Math.max(...share)).toBeGreaterThan(10);
      await client.close();
    },
  );

  it('sessions begin with the name of the replica that they live in', async () => {
    const headers = { Authorization: `Bearer ${cloud.tokens.read}` };
    const ids = [];
    for (let turn = 0; turn < 4; turn += 1) ids.push(await openSession(url, headers));
    expect(new Set(ids.map((id) => id.slice(0, 2)))).toEqual(new Set(['a.', 'b.']));
    for (const id of ids) {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' });
      expect((await ask(url, { headers: { ...headers, 'Mcp-Session-Id': id }, body })).status).toBe(200);
    }
  });
});
