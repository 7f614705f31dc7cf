import { type Audit, openAudit } from './audit.ts';
import { ConfigError } from './config/error.ts';
import type { HttpConfig } from './config/http.ts';
import { type Config, loadConfig } from './config.ts';
import type { Log, LogOptions } from './log.ts';
import type { ClientLog } from './mist/client.ts';
import { parseCloud } from './mist/clouds.ts';
import type { Session } from './mist/session.ts';
import { reserveStdout } from './transport/stdout.ts';
import { version } from './version.ts';

/** How long closing connections may take at the end, in milliseconds. */
const CLOSING = 300;

/** How long the start may wait to learn what the token may do, in milliseconds. */
const ROLE_CHECK = 3000;

/** Settings together with the cloud they lead to, which `--demo` starts inside this process. */
interface Target {
  config: Config;
  close(): Promise<void>;
}

/** Settings of the http transport, which are complete. */
type HttpTarget = Config & { readonly http: HttpConfig };

async function chooseCloud(config: Config): Promise<Target> {
  if (!config.demo) return { config, close: async () => {} };
  const { startDemoCloud } = await import('./demo/cloud.ts');
  const demo = await startDemoCloud();
  const token = config.writeTools ? demo.tokens.write : demo.tokens.read;
  const cloud = parseCloud(demo.url, { operator: true });
  const http = config.http && { http: { ...config.http, allowedClouds: [cloud], defaultCloud: cloud } };
  return { config: { ...config, cloud, token, ...http }, close: () => demo.close() };
}

async function openSession({ cloud, token, timeoutSeconds }: Config, log: ClientLog): Promise<Session> {
  const { createSession } = await import('./mist/session.ts');
  try {
    return createSession({ cloud, token, timeoutMs: timeoutSeconds * 1000, log });
  } catch (error) {
    throw new ConfigError(`MIST_APITOKEN: ${error instanceof Error ? error.message : 'unusable'}.`);
  }
}

/** What is never to be seen in the log: the token, or what a function takes out of a line. */
type Hidden = Pick<LogOptions, 'token' | 'hide'>;

async function startLog({ debug, logFile: file }: Config, hidden: Hidden): Promise<Log> {
  const { openLog } = await import('./log.ts');
  try {
    return openLog({ debug, file, ...hidden });
  } catch (error) {
    throw new ConfigError(`The log file cannot be opened: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** @throws ConfigError when the file cannot be opened */
function openRecord(log: Log, file: string | undefined): Audit {
  try {
    return openAudit(log, file);
  } catch (error) {
    throw new ConfigError(`The audit log cannot be opened: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Write tools are of no use with a token that may only read; that is found out once, before they are offered. */
async function permitted(config: Config, session: Session, log: Log): Promise<Config> {
  if (!config.writeTools || session.token === undefined) return config;
  const { mayWrite } = await import('./mist/role.ts');
  const finding = await mayWrite(session, AbortSignal.timeout(ROLE_CHECK));
  if (finding.may) return config;
  log.warn('Write tools are not offered: the token may only read', { roles: finding.roles });
  return { ...config, writeTools: false };
}

/** Every line of the log says what is served, and how. */
function announce(log: Log, config: Config, tools: number): void {
  log.info(`mistmcp ${version} is ready`, {
    cloud: config.demo ? 'simulated' : config.http ? 'chosen by each client' : shownCloud(config),
    mode: config.writeTools ? 'read and write' : 'read-only',
    tools,
  });
}

const shownCloud = ({ cloud }: Config): string => `${cloud.name} (${cloud.region})`;

async function serve(settings: Config, warnings: readonly string[]): Promise<void> {
  const stdout = reserveStdout();
  const { config, close } = await chooseCloud(settings);
  const { http } = config;
  if (http) return serveHttp({ ...config, http }, warnings, close);
  // The log hides the token as the session read it, so the session is there first and finds the log afterwards.
  const notes: { log?: Log } = {};
  const session = await openSession(config, { debug: (message, details) => notes.log?.debug(message, details) });
  const log = await startLog(config, { token: session.token });
  notes.log = log;
  watch(log);
  for (const warning of warnings) log.warn(warning);

  const [{ createServerFactory, offeredTools }, { ConsentDesk }, { serveOverStdio }] = await Promise.all([
    import('./server.ts'),
    import('./tool/confirm.ts'),
    import('./transport/stdio.ts'),
  ]);
  const audit = openRecord(log, config.auditLog);
  const allowed = await permitted(config, session, log);
  const desk = new ConsentDesk(config.stateKey);
  const factory = createServerFactory({ config: allowed, session, log, desk, audit });
  announce(log, allowed, offeredTools(allowed).length);
  const reason = await serveOverStdio(factory, stdout, log);

  log.debug('stopping', { reason });
  setTimeout(() => process.exit(0), CLOSING);
  await new Promise((resolve) => stdout.end(resolve));
  await Promise.allSettled([session.client.close(), close()]);
  process.exit(0);
}

/** An error that nobody caught may have left anything behind, so the process ends. */
function watch(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error('unexpected error, stopping', { error });
    process.exit(1);
  });
}

async function serveHttp(config: HttpTarget, warnings: readonly string[], close: Target['close']): Promise<void> {
  const hidden = { scrub: (line: string): string => line };
  const log = await startLog(config, { hide: (line) => hidden.scrub(line) });
  watch(log);
  // One forgotten promise must not end the work of a whole team.
  process.on('unhandledRejection', (error) => log.error('unexpected error', { error }));
  for (const warning of warnings) log.warn(warning);
  const [{ offeredTools }, { ConsentDesk }, { serveOverHttp }] = await Promise.all([
    import('./server.ts'),
    import('./tool/confirm.ts'),
    import('./transport/http/serve.ts'),
  ]);
  const setup = {
    config,
    log,
    desk: new ConsentDesk(config.stateKey),
    audit: openRecord(log, config.auditLog),
    onlyCloud: config.demo,
  };
  const reason = await serveOverHttp(setup, {
    onListening: ({ scrub }) => {
      hidden.scrub = scrub;
      announce(log, config, offeredTools(config).length);
    },
    exampleToken: config.demo ? config.token : undefined,
  });
  log.debug('stopped', { reason });
  await close();
  process.exit(0);
}

/**
 * Runs the server until its client has gone.
 *
 * @param argv the arguments after the program's name
 * @throws ConfigError one clear sentence about a flag, a variable or a file
 */
export async function main(argv: readonly string[]): Promise<void> {
  const loaded = loadConfig(argv, process.env, process.cwd());
  if (loaded.kind === 'print') process.stdout.write(loaded.text);
  else await serve(loaded.config, loaded.warnings);
}
