import type { Config } from './config/config.ts';
import { ConfigError } from './config/error.ts';
import { parseCloud } from './mist/clouds.ts';
import type { ClientLog } from './mist/http/client.ts';
import type { TokenFinding } from './mist/role.ts';
import type { Session } from './mist/session.ts';
import type { OperatorProfiles } from './profiles/operator.ts';
import type { ProfileChoice } from './server-setup.ts';
import { type Audit, openAudit } from './telemetry/audit-log.ts';
import type { Log, LogOptions } from './telemetry/log.ts';

/** How long the start may wait to learn what the token may do. */
const ROLE_CHECK_MS = 3000;

/** Settings together with the cloud they lead to, which `--demo` starts inside this process. */
export interface ResolvedCloud {
  config: Config;
  close(): Promise<void>;
}

/**
 * The cloud that the settings lead to; `--demo` starts one inside this process and takes a token of it in the place of
 * the operator's.
 */
export async function resolveCloud(config: Config): Promise<ResolvedCloud> {
  if (!config.demo) return { config, close: async () => {} };
  const { startDemoCloud } = await import('../simulator/cloud.ts');
  const demo = await startDemoCloud();
  const token = config.writeTools ? demo.tokens.write : demo.tokens.read;
  const cloud = parseCloud(demo.url, { operator: true });
  const http = config.http && { http: { ...config.http, allowedClouds: [cloud], defaultCloud: cloud } };
  return { config: { ...config, cloud, token, ...http }, close: () => demo.close() };
}

/**
 * Opens the session of the operator's token. Nothing is sent yet.
 *
 * @throws ConfigError when the token cannot be one; it is not shown
 */
export async function openSession(config: Config, log?: ClientLog): Promise<Session> {
  const { cloud, token, timeoutSeconds, proxy, usedProfile } = config;
  const { createSession } = await import('./mist/session.ts');
  const narrow = usedProfile && (await import('./profiles/narrowing.ts')).profileSession(usedProfile, true);
  try {
    return createSession({ ...narrow, cloud, token, timeoutMs: timeoutSeconds * 1000, proxy, log });
  } catch (error) {
    throw new ConfigError(`MIST_APITOKEN: ${error instanceof Error ? error.message : 'unusable'}.`);
  }
}

/**
 * Whose tokens are used: that of the environment, or profiles of a file.
 *
 * @throws ConfigError for a file that cannot be used, or a profile that is not there
 */
export async function resolveTokens(config: Config): Promise<OperatorProfiles> {
  if (config.configFile === undefined && config.profile === undefined) return { kind: 'one', config };
  const { resolveProfiles } = await import('./profiles/operator.ts');
  return resolveProfiles(config);
}

/** What is never to be seen in the log: the token, or what a function takes out of a line. */
type Hidden = Pick<LogOptions, 'token' | 'hide'>;

/** @throws ConfigError when the log file cannot be opened */
export async function startLog(
  { debug, logFile: file, logFormat: format, proxy }: Config,
  hidden: Hidden,
): Promise<Log> {
  const { openLog } = await import('./telemetry/log.ts');
  try {
    return openLog({ debug, file, format, secrets: proxy?.secrets ?? [], ...hidden });
  } catch (error) {
    throw new ConfigError(`The log file cannot be opened: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** What requests are made with: one token, or those of several profiles, which each call chooses between. */
export interface OpenTokens {
  readonly config: Config;
  readonly session: Session;
  readonly log: Log;
  readonly choice?: ProfileChoice;
  close(): Promise<void>;
}

/**
 * Opens the way to Mist. The log hides tokens as they were read, so they are there first and find the log afterward.
 *
 * @throws ConfigError when a token cannot be one, or the log file cannot be opened
 */
export async function openTokens(resolved: OperatorProfiles): Promise<OpenTokens> {
  const { config } = resolved;
  const notes: { log?: Log } = {};
  const debug: Log['debug'] = (message, details) => notes.log?.debug(message, details);
  if (resolved.kind === 'one') {
    const session = await openSession(config, { debug });
    const log = await startLog(config, { token: session.token });
    notes.log = log;
    return { config, session, log, close: () => session.client.close() };
  }
  const { ProfileSessions } = await import('./profiles/sessions.ts');
  const hidden = { scrub: (line: string): string => line };
  const log = await startLog(config, { hide: (line) => hidden.scrub(line) });
  const sessions = new ProfileSessions(config, resolved.profiles, log);
  hidden.scrub = (line) => sessions.scrub(line);
  const { session, choice } = sessions;
  return { config, session, log, choice, close: () => sessions.close() };
}

/** @throws ConfigError when the file cannot be opened */
export function openAuditLog(log: Log, file: string | undefined): Audit {
  try {
    return openAudit(log, file);
  } catch (error) {
    throw new ConfigError(`The audit log cannot be opened: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * Asks the cloud once whether it accepts the operator's token, and what that may do; a refusal is a line of the log.
 *
 * @returns undefined where nobody is asked: without a token, and on the simulated cloud, which made its own
 */
export async function examineToken(
  { demo, writeTools }: Config,
  session: Session,
  log: Log,
): Promise<TokenFinding | undefined> {
  if (session.token === undefined || (demo && !writeTools)) return undefined;
  const { askRole } = await import('./mist/role.ts');
  const finding = await askRole(session, AbortSignal.timeout(ROLE_CHECK_MS));
  if (finding.refusal) log.warn(`${finding.refusal.what} ${finding.refusal.advice}`);
  return finding;
}

/** The settings without write tools where the token may only read, which is found out before they are offered. */
export function withPermittedTools(config: Config, finding: TokenFinding | undefined, log: Log): Config {
  if (!config.writeTools || finding === undefined || finding.may) return config;
  log.warn('Write tools are not offered: the token may only read', { roles: finding.roles });
  return { ...config, writeTools: false };
}
