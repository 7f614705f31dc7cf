import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';

/** The built server. */
const BUILT = fileURLToPath(new URL('../../dist/mistmcp.js', import.meta.url));

/** What is sent in one request. */
export interface Sending {
  readonly token: string;
  readonly body: string;
  readonly session?: string;
  /** The loopback address that it comes from. */
  readonly from?: string;
}

/** An answer, as far as an attack looks at it. */
export interface Answer {
  readonly status: number;
  readonly session: string | undefined;
}

/** The built server as a process of its own, with the limits that it is shipped with. */
export interface Target {
  readonly url: string;
  send(sending: Sending): Promise<Answer>;
  /** A number of its metrics. Looking at the delays of the event loop begins them anew. */
  metric(name: string): Promise<number>;
  /** Resident memory, in megabytes. */
  memory(): number;
  stop(): void;
}

/** Heap of the attacked server, in megabytes: less than the shipped deployment's 768, so that what grows is seen. */
const HEAP = 576;

/**
 * Starts the server before a simulated cloud.
 *
 * @param program the server's file, the built one unless told
 * @param more further flags
 * @throws Error when it ends without listening
 */
export async function startTarget(
  cloud: string,
  program: string = BUILT,
  more: readonly string[] = [],
): Promise<Target> {
  const flags = ['-t', 'http', '-p', '0', '--metrics-port', '0', '--enable-write-tools', ...more];
  const env = { MIST_HOST: cloud, NODE_OPTIONS: `--max-old-space-size=${HEAP}` };
  const child = spawn(process.execPath, [program, ...flags], { cwd: '/', env, stdio: ['ignore', 'ignore', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const [url, metricsUrl] = await addresses(child);
  const { hostname, port } = new URL(url);
  return {
    url,
    send: ({ token, body, session, from }) =>
      new Promise((resolve, reject) => {
        const headers = {
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/json',
          ...(session === undefined ? {} : { 'Mcp-Session-Id': session }),
        };
        const sent = request(
          { hostname, port, method: 'POST', path: '/mcp', headers, agent: false, localAddress: from },
          (answer) => {
            const { statusCode: status = 0, headers: got } = answer;
            answer.resume().once('end', () => resolve({ status, session: String(got['mcp-session-id']) }));
          },
        );
        sent.once('error', reject).end(body);
      }),
    async metric(name) {
      const text = await (await fetch(metricsUrl)).text();
      return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    },
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
    },
    stop: () => child.kill('SIGKILL'),
  };
}

function addresses(child: ChildProcess): Promise<readonly [string, string]> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Error(`the server ended: ${text}`)));
    child.stderr?.on('data', (chunk: unknown) => {
      text += text.length < 10_000 ? String(chunk) : '';
      const [, url = '', metrics = ''] = /listens on ([^\s;]+).*\nMetrics are at (\S+)\n/.exec(text) ?? [];
      if (url !== '') resolve([url, metrics]);
    });
  });
}
