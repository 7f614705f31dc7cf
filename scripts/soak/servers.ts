import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join as path } from 'node:path';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Bundle } from './bundle.ts';
import { ElicitationHandler } from './elicitation-handler.ts';
import { type Asker, join, type Link } from './link.ts';
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

/** What a server on stdio is told by its environment; its runs lie in a folder of their own. */
const stdioEnv = ({ bundle, upstream }: Ground, { tenant, audit, profiles }: Stdio): Record<string, string> => ({
  SOAK_PROBE: bundle.folder,
  XDG_DATA_HOME: path(bundle.folder, `${audit}.data`),
  ...(profiles ? {} : { MIST_HOST: upstream.cloud.url, MIST_APITOKEN: upstream.cloud.tokens[tenant] }),
});

/** Errors in a server's log are defects of ours: what the cloud does wrong is no error of the server. */
function readLog(tally: Tally, name: string): (chunk: unknown) => void {
  let rest = '';
  return (chunk) => {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.includes('"level":"error"')) tally.fail('error in the log', `${name}: ${line}`);
      if (/demo-(read|write|helpdesk|msp|site)-[0-9a-f]{24}|\beyJ[\w-]{20}/.test(line))
        tally.fail('token in the log', name);
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

/** How a server on stdio is started. */
export interface Stdio extends Asker {
  /** Name of its record of changes; servers with the same one have the same runs, too. */
  readonly audit: string;
  /** File of its profiles, where it has several. */
  readonly profiles?: string;
}

export async function startStdio(ground: Ground, stdio: Stdio): Promise<StdioServer> {
  const { bundle, tally } = ground;
  const { name, audit, profiles, ...asker } = stdio;
  const own = [...(profiles === undefined ? [] : ['--config', profiles]), '--audit-log', path(bundle.folder, audit)];
  const transport = new StdioClientTransport({
    ...{ command: process.execPath, args: [...bundle.start, ...FLAGS, ...own] },
    ...{ cwd: '/', env: stdioEnv(ground, stdio), stderr: 'pipe' },
  });
  transport.stderr?.on('data', readLog(tally, name));
  const link = await join({ ...asker, name, transport, person: new ElicitationHandler(), tally });
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

/** A server that applications on http connect to. */
export interface HttpDoor {
  connect(asker: Asker): Promise<HttpLink>;
}

/** A server process on http. */
export interface HttpServer extends HttpDoor {
  readonly name: string;
  readonly pid: number;
  readonly url: string;
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
      const [, url, metricsUrl] = /mistmcp listens on ([^\s;]+).*\nMetrics are at (\S+)\n/.exec(text) ?? [];
      if (url !== undefined && metricsUrl !== undefined) resolve({ url, metricsUrl });
    });
  });
}

/** Connects an application; each of its requests goes to the next of the servers. */
export async function connectHttp(
  { tally }: Ground,
  urls: readonly string[],
  token: string,
  asker: Asker,
): Promise<HttpLink> {
  let turn = 0;
  const transport = new StreamableHTTPClientTransport(new URL(urls[0] ?? ''), {
    requestInit: { headers: { Authorization: `Bearer ${token}` } },
    fetch: (_url, init) => {
      turn += 1;
      return fetch(urls[turn % urls.length] ?? '', init);
    },
  });
  const link = await join({ ...asker, transport, person: new ElicitationHandler(), tally });
  return {
    ...link,
    async leave(goodbye) {
      if (goodbye && asker.era === '2025-11-25') await transport.terminateSession().catch(() => {});
      await link.client.close();
    },
  };
}

/** How a server on http is started, besides what every server is told. */
export interface Serving {
  readonly name: string;
  readonly flags?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const HTTP = ['--transport', 'http', '--port', '0', '--metrics-port', '0'];

export async function startHttp(ground: Ground, { name, flags = [], env }: Serving): Promise<HttpServer> {
  const { bundle, tally } = ground;
  const own = ['--session-timeout', String(SESSION_MINUTES), '--audit-log', path(bundle.folder, `${name}.jsonl`)];
  const child = spawn(process.execPath, [...bundle.start, ...FLAGS, ...HTTP, ...own, ...flags], {
    ...{ cwd: '/', env: { SOAK_PROBE: bundle.folder, ...env } },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exit = once(child, 'exit');
  const orphaned = (): boolean => child.kill('SIGKILL');
  process.once('exit', orphaned);
  const { url, metricsUrl } = await addresses(child);
  child.stderr?.on('data', readLog(tally, name));
  const { pid } = child;
  if (pid === undefined) throw new Error('the server has no process');
  return {
    ...{ name, pid, url },
    connect: (asker) => connectHttp(ground, [url], ground.upstream.cloud.tokens[asker.tenant], asker),
    async metric(which) {
      const text = await (await fetch(metricsUrl)).text();
      return Number(new RegExp(`^${which} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    },
    async stop() {
      child.kill('SIGTERM');
      const [code]: unknown[] = await exit;
      process.off('exit', orphaned);
      return typeof code === 'number' ? code : null;
    },
  };
}
