import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { ask } from './wire.ts';

/** The program of nginx, where it is installed. */
export const nginxProgram = ['nginx', '/usr/sbin/nginx'].find((name) => spawnSync(name, ['-v']).status === 0);

/** The shipped lines, with the ports of a test, without TLS and for a crowd that has one address. */
function configuration(folder: string, [first, second]: readonly number[], port: number): string {
  const file = fileURLToPath(new URL('../../deploy/nginx.conf', import.meta.url));
  const lines = readFileSync(file, 'utf8')
    .replaceAll('127.0.0.1:8001', `127.0.0.1:${first}`)
    .replaceAll('127.0.0.1:8002', `127.0.0.1:${second}`)
    .replace('listen 8443 ssl', `listen 127.0.0.1:${port}`)
    .replace('rate=50r/s', 'rate=5000r/s')
    .replace('burst=200', 'burst=5000')
    .replace('mistmcp_connections 100', 'mistmcp_connections 2000')
    .replace(/^\s*ssl_certificate.*$/gm, '');
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 4096; }
http { access_log off; ${places.join(' ')}
${lines} }`;
}

/** The shipped proxy before two replicas. */
export interface NginxProcess {
  /** Of MCP. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts nginx before replicas on two ports of loopback. */
export async function startNginx(ports: readonly number[]): Promise<NginxProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-nginx-'));
  const port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, ports, port));
  const child = spawn(nginxProgram ?? '', ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/mcp`;
  let isThere = false;
  child.once('exit', () => {
    isThere = true;
  });
  while (!isThere) {
    isThere = await ask(url, { body: '{}' }).then(
      () => true,
      () => false,
    );
    if (!isThere) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (child.exitCode !== null) throw new Error(readFileSync(join(folder, 'error.log'), 'utf8'));
  return {
    url,
    async close() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}
