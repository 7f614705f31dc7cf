import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join as path } from 'node:path';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { TokenName } from '../../simulator/caller.ts';
import type { Bundle } from './bundle.ts';
import { ElicitationHandler } from './elicitation-handler.ts';
import { type Era, join, type Link } from './link.ts';
import { lives } from './probe.ts';
import type { Tally } from './tally.ts';
import type { Upstream } from './upstream.ts';

/** What servers are started from. */
export interface Ground {
  readonly bundle: Bundle;
  readonly upstream: Upstream;
  readonly tally: Tally;
}

/** Flags of every server: a request to the cloud may take so many seconds. */
const FLAGS = ['--enable-write-tools', '--timeout', '3', '--log-format', 'json'];

/** Minutes after which an abandoned session is forgotten; the least that can be set. */
export const SESSION_MINUTES = 1;

const env = ({ bundle, upstream }: Ground, token?: TokenName): Record<string, string> => ({
  MIST_HOST: upstream.cloud.url,
  SOAK_PROBE: bundle.folder,
  ...(token === undefined ? {} : { MIST_APITOKEN: upstream.cloud.tokens[token] }),
});

/** Errors in a server's log are defects of ours: what the cloud does wrong is no error of the server. */
function readLog(tally: Tally, name: string): (chunk: unknown) => void {
  let rest = '';
  return (chunk) => {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.includes('"level":"error"')) tally.fail('error in the log', `${name}: ${line}`);
      if (/demo-(read|write|helpdesk|msp|site)-[0-9a-f]{24}/.test(line)) tally.fail('token in the log', name);
    }
  };
}

/** A server process on stdio with its one application. */
export interface StdioServer {
  readonly link: Link;
  readonly pid: number;
  /** Ends the application; @returns milliseconds until the process was gone */
  close(): Promise<number>;
}

export async function startStdio(
  ground: Ground,
  { name, era, tenant, audit }: { name: string; era: Era; tenant: TokenName; audit: string },
): Promise<StdioServer> {
  const { bundle, tally } = ground;
  const transport = new StdioClientTransport({
    ...{ command: process.execPath, args: [...bundle.start, ...FLAGS, '--audit-log', path(bundle.folder, audit)] },
    ...{ cwd: '/', env: env(ground, tenant), stderr: 'pipe' },
  });
  transport.stderr?.on('data', readLog(tally, name));
  const link = await join({ name, tenant, era, transport, person: new ElicitationHandler(), tally });
  const { pid } = transport;
  if (pid === null) throw new Error('the server has no process');
  return {
    link,
    pid,
    async close() {
      const begin = Date.now();
      await link.client.close();
      while (lives(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
      return Date.now() - begin;
    },
  };
}

/** A server process on http. */
export interface HttpServer {
  readonly pid: number;
  readonly url: string;
  connect(name: string, tenant: TokenName, era: Era): Promise<HttpLink>;
  /** A number of its metrics page. */
  metric(name: string): Promise<number>;
  /** Asks it to end; @returns its exit code */
  stop(): Promise<number | null>;
}

/** An application on http. */
export interface HttpLink extends Link {
  /** Leaves; with a goodbye the session ends at once, without one it is left behind. */
  leave(goodbye: boolean): Promise<void>;
}

/** Where the server and its metrics listen, as it says itself. @throws Error when it ends without a word */
function addresses(child: ChildProcess): Promise<{ url: string; metricsUrl: string }> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Error(`the server ended: ${text}`)));
    child.stderr?.on('data', (chunk: unknown) => {
      text += text.length < 10_000 ? String(chunk) : '';
      const [, url, metricsUrl] = /mistmcp listens on (\S+)\nMetrics are at (\S+)\n/.exec(text) ?? [];
      if (url !== undefined && metricsUrl !== undefined) resolve({ url, metricsUrl });
    });
  });
}

export async function startHttp(ground: Ground, audit: string): Promise<HttpServer> {
  const { bundle, tally } = ground;
  const flags = [
    '--transport',
    'http',
    '--port',
    '0',
    '--metrics-port',
    '0',
    '--session-timeout',
    String(SESSION_MINUTES),
  ];
  const args = [...bundle.start, ...FLAGS, ...flags, '--audit-log', path(bundle.folder, audit)];
  const child = spawn(process.execPath, args, { cwd: '/', env: env(ground), stdio: ['ignore', 'ignore', 'pipe'] });
  const exit = once(child, 'exit');
  const orphaned = (): boolean => child.kill('SIGKILL');
  process.once('exit', orphaned);
  const { url, metricsUrl } = await addresses(child);
  child.stderr?.on('data', readLog(tally, 'http'));
  const { pid } = child;
  if (pid === undefined) throw new Error('the server has no process');
  return {
    ...{ pid, url },
    async connect(name, tenant, era) {
      const headers = { Authorization: `Bearer ${ground.upstream.cloud.tokens[tenant]}` };
      const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
      const link = await join({ name, tenant, era, transport, person: new ElicitationHandler(), tally });
      return {
        ...link,
        async leave(goodbye) {
          if (goodbye && era === '2025-11-25') await transport.terminateSession().catch(() => {});
          await link.client.close();
        },
      };
    },
    async metric(name) {
      const text = await (await fetch(metricsUrl)).text();
      return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    },
    async stop() {
      child.kill('SIGTERM');
      const [code]: unknown[] = await exit;
      process.off('exit', orphaned);
      return typeof code === 'number' ? code : null;
    },
  };
}
