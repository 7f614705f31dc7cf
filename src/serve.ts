import {
  examineToken,
  openAuditLog,
  openTokens,
  type ResolvedCloud,
  resolveCloud,
  resolveTokens,
  startLog,
  withPermittedTools,
} from './bootstrap.ts';
import { type Config, loadConfig } from './config/config.ts';
import type { HttpConfig } from './config/http.ts';
import { workingFolder } from './config/working-folder.ts';
import type { MistError } from './core/errors/mist-error.ts';
import { version } from './core/version.ts';
import type { OperatorProfiles } from './profiles/operator.ts';
import type { Log } from './telemetry/log.ts';
import { reserveStdout } from './transport/stdio/stdout.ts';

/** How long closing connections may take at the end. */
const CLOSE_MS = 300;

/** How long a collector of telemetry may take at the end of http. */
const FLUSH_MS = 2000;

/**
 * How long a client that connects waits for what the cloud says of the token. It is asked while the program loads, so
 * that most wait for nothing.
 */
const FINDING_MS = 500;

/** Settings of the http transport, which are complete. */
type HttpServing = Config & { readonly http: HttpConfig };

const NO_TELEMETRY = { close: async (): Promise<void> => {} };

/** Telemetry costs a tenth of a second to load, so only who asked for it pays. */
async function openTelemetry({ telemetry }: Config, log: Log): Promise<{ close(): Promise<void> }> {
  if (!telemetry) return NO_TELEMETRY;
  const { startTelemetry } = await import('./telemetry/telemetry.ts');
  return startTelemetry(telemetry, log);
}

/** What is known once the tools are loaded. */
type Announced = Pick<typeof import('./server.ts'), 'enabledTools' | 'layerNotes'>;

/** Every line of the log says what is served, and how. */
function announce(log: Log, config: Config, { enabledTools, layerNotes }: Announced, profiles?: number): void {
  for (const note of layerNotes()) log.warn(note);
  log.info(`mistmcp ${version} is ready`, {
    ...(profiles === undefined ? whereTo(config) : { profiles }),
    mode: config.writeTools ? 'read and write' : 'read-only',
    tools: enabledTools(config).length,
    proxy: profiles !== undefined || config.proxy?.leadsTo(config.cloud.api) ? config.proxy?.host : undefined,
  });
}

const whereTo = (config: Config): Readonly<Record<string, string>> => ({
  cloud: config.demo
    ? 'simulated'
    : config.http?.signIn
      ? 'that of each profile'
      : config.http
        ? 'chosen by each client'
        : shownCloud(config),
  ...sourcesOf(config),
});

/** Whoever reads the log sees which hand put the token and the cloud together. */
function sourcesOf({ demo, http, sources }: Config): Readonly<Record<string, string>> {
  if (demo) return {};
  if (!http) return { cloud_from: sources.cloud, token_from: sources.token };
  if (!http.defaultCloud) return {};
  return { default_cloud: http.defaultCloud.name, cloud_from: sources.cloud };
}

const shownCloud = ({ cloud }: Config): string => `${cloud.name} (${cloud.region})`;

async function serve(settings: Config, warnings: readonly string[]): Promise<void> {
  const stdout = reserveStdout();
  const { config, close } = await resolveCloud(settings);
  const { http } = config;
  if (http) return serveHttp({ ...config, http }, warnings, close);
  return serveStdio(await resolveTokens(config), warnings, { stdout, close });
}

/** Lets what has come from the network be read. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Loads what serving over stdio takes, in pieces: the cloud is being asked about the token meanwhile, and looking up its
 * name, connecting and reading its answer go on between them. In one piece they would begin when all is loaded.
 */
async function loadServer() {
  const { serveOverStdio } = await import('./transport/stdio/serve.ts');
  await nextTurn();
  const { enabledTools } = await import('./enabled-tools.ts');
  await nextTurn();
  const { createServerFactory, layerNotes } = await import('./server.ts');
  const { ConsentDesk } = await import('./tool/elicitation.ts');
  return { serveOverStdio, enabledTools, createServerFactory, layerNotes, ConsentDesk };
}

async function serveStdio(
  resolved: OperatorProfiles,
  warnings: readonly string[],
  { stdout, close }: Pick<ResolvedCloud, 'close'> & { stdout: ReturnType<typeof reserveStdout> },
): Promise<void> {
  const tokens = await openTokens(resolved);
  const { config, session, log, choice } = tokens;
  exitOnUncaughtError(log);
  const audit = openAuditLog(log, config.auditLog);
  const examined = examineToken(config, session, log);
  // A client may end the server at any moment.
  const signaled = firstOf(endingSignals(config));
  for (const warning of warnings) log.warn(warning);

  const { createServerFactory, enabledTools, layerNotes, ConsentDesk, serveOverStdio } = await loadServer();
  const telemetry = await openTelemetry(config, log);
  const allowed = config.writeTools ? withPermittedTools(config, await examined, log) : config;
  const desk = new ConsentDesk(config.stateKeys);
  const found: { refusal?: MistError | undefined; msp?: boolean } = {};
  const refusal = (): MistError | undefined => found.refusal;
  const servers = createServerFactory({
    config: allowed,
    session,
    log,
    desk,
    audit,
    refusal,
    choice,
    seesMsp: () => found.msp === true,
  });
  const factory: typeof servers = async (context) => {
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), FINDING_MS));
    const finding = await Promise.race([examined, late]);
    found.refusal = finding?.refusal;
    found.msp = finding?.msp === true;
    return servers(context);
  };
  announce(log, allowed, { enabledTools, layerNotes }, choice?.names.length);
  const graceMs = config.timeoutSeconds * 1000;
  const reason = await serveOverStdio({ factory, stdout, log, signaled, graceMs });

  log.debug('stopping', { reason });
  setTimeout(() => process.exit(0), CLOSE_MS);
  await new Promise((resolve) => stdout.end(resolve));
  await Promise.allSettled([tokens.close(), close(), telemetry.close()]);
  process.exit(0);
}

/**
 * Signals that end the server. Who rotates its files sends SIGHUP by custom; they are found again by themselves, so it
 * only must not end anything.
 */
function endingSignals({ logFile, auditLog }: Config): readonly NodeJS.Signals[] {
  if (logFile === undefined && auditLog === undefined) return ['SIGTERM', 'SIGINT', 'SIGHUP'];
  process.on('SIGHUP', () => {});
  return ['SIGTERM', 'SIGINT'];
}

/** Resolves to the first of the signals that comes; none of them ends the process by itself any more. */
function firstOf(signals: readonly NodeJS.Signals[]): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve(signal));
  });
}

/** An error that nobody caught may have left anything behind, so the process ends. */
function exitOnUncaughtError(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error('unexpected error, stopping', { error });
    process.exit(1);
  });
}

async function serveHttp(
  config: HttpServing,
  warnings: readonly string[],
  close: ResolvedCloud['close'],
): Promise<void> {
  const hidden = { scrub: (line: string): string => line };
  const log = await startLog(config, { hide: (line) => hidden.scrub(line) });
  exitOnUncaughtError(log);
  // One forgotten promise must not end the work of a whole team.
  process.on('unhandledRejection', (error) => log.error('unexpected error', { error }));
  for (const warning of warnings) log.warn(warning);
  const [{ enabledTools, layerNotes }, { ConsentDesk }, { serveOverHttp }] = await Promise.all([
    import('./server.ts'),
    import('./tool/elicitation.ts'),
    import('./transport/http/serve.ts'),
  ]);
  const setup = {
    config,
    log,
    desk: new ConsentDesk(config.stateKeys),
    audit: openAuditLog(log, config.auditLog),
    endingSignals: endingSignals(config),
    onlyCloud: config.demo,
  };
  const telemetry = await openTelemetry(config, log);
  const reason = await serveOverHttp(setup, {
    onListening: ({ scrub }) => {
      hidden.scrub = scrub;
      announce(log, config, { enabledTools, layerNotes });
    },
    exampleToken: config.demo ? config.token : undefined,
  });
  log.debug('stopped', { reason });
  const late = new Promise<void>((resolve) => setTimeout(resolve, FLUSH_MS));
  await Promise.race([telemetry.close(), late]);
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
  const loaded = loadConfig(argv, process.env, workingFolder());
  if (loaded.kind === 'print') {
    process.stdout.write(loaded.text);
    return;
  }
  const { config, warnings } = loaded;
  // Before anything else is loaded: tools follow from the layer.
  if (config.specLayer !== undefined) {
    const { useSpecLayer } = await import('./spec-layer.ts');
    await useSpecLayer(config.specLayer);
  }
  await serve(config, warnings);
}
