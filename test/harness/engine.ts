import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** The program of the engine, where one is installed. */
export const engineProgram = ['redis-server', 'valkey-server'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);

/** An engine on loopback, with nothing on disk. */
export interface EngineProcess {
  readonly url: string;
  /** Makes it hang: it takes connections and answers nothing. */
  hang(): void;
  resume(): void;
  /** Ends it and begins it anew, empty, at the same address. */
  restart(): Promise<void>;
  /** Ends it for as long as nobody restarts it. */
  end(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

/** Starts an engine. @param settings further arguments, such as `--maxmemory 50mb` */
export async function startEngine(settings: readonly string[] = []): Promise<EngineProcess> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-engine-'));
  let child = await begin(port, folder, settings);
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    hang: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async restart() {
      await end();
      child = await begin(port, folder, settings);
    },
    end,
    async stop() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function begin(port: number, folder: string, settings: readonly string[]): Promise<ChildProcess> {
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const child = spawn(engineProgram ?? '', [...own, ...settings], { stdio: ['ignore', 'pipe', 'ignore'] });
  process.once('exit', () => child.kill('SIGKILL'));
  await new Promise<void>((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Error(`the engine ended: ${text}`)));
    child.stdout?.on('data', (chunk: unknown) => {
      text += String(chunk);
      if (/Ready to accept connections/i.test(text)) resolve();
    });
  });
  return child;
}
