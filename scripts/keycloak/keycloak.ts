import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The release that is tried. */
const VERSION = '26.7.3';
const ARTIFACT = `org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`;
const START_LIMIT_MS = 300_000;
const ADMIN = 'admin';

const run = promisify(execFile);
const has = (program: string, flag: string): boolean => spawnSync(program, [flag]).status === 0;

/** Why Keycloak cannot be had here, if so. */
export function missing(): string | undefined {
  if (!has('java', '-version')) return 'Java is not installed';
  if (process.env.KEYCLOAK_HOME !== undefined) return undefined;
  if (!has('mvn', '-v')) return 'Maven is not installed, and KEYCLOAK_HOME is not set';
  return has('unzip', '-v') ? undefined : 'unzip is not installed';
}

/** The folder of the distribution, from Maven unless KEYCLOAK_HOME says where one is; kept for the next time. */
async function distribution(): Promise<string> {
  if (process.env.KEYCLOAK_HOME !== undefined) return process.env.KEYCLOAK_HOME;
  const cache = join(homedir(), '.cache/mistmcp-keycloak');
  const home = join(cache, `keycloak-${VERSION}`);
  if (existsSync(join(home, 'bin/kc.sh'))) return home;
  mkdirSync(cache, { recursive: true });
  await run('mvn', ['-q', 'dependency:copy', `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${cache}`]);
  const zip = join(cache, `keycloak-quarkus-dist-${VERSION}.zip`);
  await run('unzip', ['-q', '-o', zip, '-d', cache]);
  rmSync(zip);
  return home;
}

/** A running Keycloak with nothing in it but its administrator. */
export interface Keycloak {
  readonly origin: string;
  /** Runs the administrator's command line. */
  admin(...words: readonly string[]): Promise<void>;
  /** Runs a shell script with that command line at hand. */
  shell(script: string, env: Record<string, string>, ...words: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts Keycloak on a port of loopback, with a database in memory. @throws Error when it does not come up */
export async function startKeycloak(port: number): Promise<Keycloak> {
  const home = await distribution();
  const folder = mkdtempSync(join(tmpdir(), 'keycloak-'));
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(
    join(home, 'bin/kc.sh'),
    ['start-dev', '--db=dev-mem', '--cache=local', '--http-host=127.0.0.1', `--http-port=${port}`],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN, KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN },
    },
  );
  const ended = once(child, 'exit');
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4000);
    });
  }
  const close = async (): Promise<void> => {
    // The shell's child is the server: the group ends, and nothing else.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  };
  const until = Date.now() + START_LIMIT_MS;
  while (
    !(await fetch(`${origin}/realms/master`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || Date.now() > until) {
      await close();
      throw new Error(`Keycloak does not start:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const env = { ...process.env, HOME: folder, KCADM: join(home, 'bin/kcadm.sh') };
  const admin = async (...words: readonly string[]): Promise<void> => {
    await run(env.KCADM, [...words], { env });
  };
  const account = ['--realm', 'master', '--user', ADMIN, '--password', ADMIN];
  await admin('config', 'credentials', '--server', origin, ...account).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    origin,
    admin,
    async shell(script, own, ...words) {
      const { stdout } = await run('sh', [script, ...words], { env: { ...env, ...own } });
      process.stdout.write(stdout);
    },
    close,
  };
}
