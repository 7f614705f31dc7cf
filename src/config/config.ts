import { resolve } from 'node:path';
import { version } from '../core/version.ts';
import { type Cloud, parseCloud } from '../mist/clouds.ts';
import type { WebProxy } from '../mist/http/proxy/proxy.ts';
import type { ChangePolicy } from '../mist/sensitive.ts';
import type { LogFormat } from '../telemetry/log.ts';
import { readArguments } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { type Environment, namedFile, readEnvironment } from './environment.ts';
import { ConfigError } from './error.ts';
import { helpText } from './help.ts';
import { inHome } from './home.ts';
import { type HttpConfig, readHttp } from './http.ts';
import { readPolicy, relaxed } from './policy-file.ts';
import type { Profile } from './profile.ts';
import { existingProfilesPath } from './profiles-file.ts';
import { readProxy } from './proxy.ts';
import type { Setting } from './setting.ts';
import { settings } from './settings.ts';
import { readStateKeys } from './state-keys.ts';
import { readTelemetry, type TelemetryConfig } from './telemetry.ts';
import { readTools } from './tools-setting.ts';
import { asChoice, asInteger, asSwitch, type SettingText } from './values.ts';

/** Everything the server can be told at its start. */
export interface Config {
  transport: 'stdio' | 'http';
  /** Address and port of the http transport. */
  host: string;
  port: number;
  responseFormat: 'json' | 'string';
  debug: boolean;
  /** Whether the tools that change things are there. */
  writeTools: boolean;
  /** Names of the tools to offer; absent for all. */
  tools?: readonly string[] | undefined;
  /** Whether the person is asked before something changes. */
  elicitation: boolean;
  /** What it takes to make sensitive changes. */
  changePolicy: ChangePolicy;
  logFile?: string | undefined;
  logFormat: LogFormat;
  auditLog?: string | undefined;
  /** Folder for the journals of plans; absent over HTTP, on the simulated cloud, and where the user has no home. */
  runFolder?: string | undefined;
  /** Use the simulated cloud; `cloud` and `token` are then of no meaning. */
  demo: boolean;
  token?: string | undefined;
  cloud: Cloud;
  /** Where the token and the name of the cloud come from, in words. */
  sources: { readonly token: string; readonly cloud: string };
  /** Name of the file of profiles, where there is one. */
  configFile?: string | undefined;
  /** Name of the one profile to use. */
  profile?: string | undefined;
  /** What the token may be used for, where it is a profile's. */
  usedProfile?: Profile | undefined;
  /** Folder of the layer to serve in the place of the program's own. */
  specLayer?: string | undefined;
  revealSecrets: boolean;
  /** Size of an answer, in tokens as models count them. */
  maxResponseTokens: number;
  /** Limit of one request to Mist. */
  timeoutSeconds: number;
  /** Computing that one call may do, in seconds. */
  callSeconds: number;
  /** A web proxy on the way to Mist. */
  proxy?: WebProxy | undefined;
  /** Traces and metrics, where the operator asked for them. */
  telemetry?: TelemetryConfig | undefined;
  /** Shared by replicas, which accept each other's confirmations: the first signs, all are taken; none for one process. */
  stateKeys: readonly string[];
  /** There with the http transport only. */
  http?: HttpConfig | undefined;
}

/** A configuration to run with and what to warn about, or a text that was asked for. */
export type LoadResult = { kind: 'run'; config: Config; warnings: string[] } | { kind: 'print'; text: string };

function cloudOf(given: SettingText | undefined): Cloud {
  if (!given) return parseCloud(settings.cloud.default);
  try {
    return parseCloud(given.text, { operator: true });
  } catch (error) {
    throw new ConfigError(`${given.from}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * A token goes to no host that a less trusted place names: who may write that place would get it. It is no warning, since
 * the cloud that would be taken instead is not the one that somebody believes in.
 */
function requireTrusted(token: SettingText, named: SettingText, cloud: Cloud): void {
  if ((named.source?.rank ?? 0) <= (token.source?.rank ?? 0)) return;
  if (cloud.api === parseCloud(settings.cloud.default).api) return;
  const [safe, weak] = [token.source?.name, named.source?.name];
  throw new ConfigError(
    `${settings.token.variable} comes from ${safe}, but ${settings.cloud.variable} only from ${weak}, which is trusted less, so the token is not sent to that host: set ${settings.cloud.variable} in ${safe} too, or take ${settings.token.variable} out of it.`,
  );
}

function tokenWarnings(config: Config, environment: Environment): string[] {
  if (config.transport === 'http') {
    return environment.get(settings.token)
      ? ['MIST_APITOKEN is not used with --transport http: every client sends its own token.']
      : [];
  }
  if (config.demo)
    return environment.get(settings.token) ? ['--demo is on: MIST_APITOKEN and MIST_HOST are not used.'] : [];
  if (config.token !== undefined || config.configFile !== undefined) return [];
  const similar = environment.names().find((name) => /^MIST_?(API)?_?(TOKEN|KEY)$/i.test(name));
  return [
    similar === undefined
      ? 'MIST_APITOKEN is not set: tools are listed and schemas can be read, but nothing that needs the Mist API works.'
      : `MIST_APITOKEN is not set (${similar} is, but that is not a name mistmcp reads): nothing that needs the Mist API works.`,
  ];
}

/** The file of profiles that counts: over stdio alone, and never on the simulated cloud, which has its own tokens. */
function configFileOf(
  named: SettingText | undefined,
  { demo, http, env, cwd }: { demo: boolean; http: boolean; env: NodeJS.ProcessEnv; cwd: string | undefined },
  warnings: string[],
): string | undefined {
  if (demo || http) {
    const why = demo ? '--demo is on' : 'with --transport http the access file has the profiles';
    if (named) warnings.push(`${named.from} is not used: ${why}.`);
    return undefined;
  }
  return named ? resolve(cwd ?? '/', named.text) : existingProfilesPath({ env, platform: process.platform });
}

function load(argv: readonly string[], env: NodeJS.ProcessEnv, cwd: string | undefined): LoadResult {
  const { print, values } = readArguments(argv);
  if (print === 'help') return { kind: 'print', text: helpText() };
  if (print === 'version') return { kind: 'print', text: `${version}\n` };

  const { environment, warnings } = readEnvironment({ env, cwd, uid: process.getuid?.() }, namedFile(values, env));
  environment.refuseUnknown();
  const given = (setting: Setting): SettingText | undefined =>
    inHome(setting, values.get(setting) ?? environment.get(setting), env);

  const demo = asSwitch(given(settings.demo));
  const transport = asChoice(settings.transport, given(settings.transport));
  const http = readHttp(given);
  const stateKeys = readStateKeys(given(settings.stateKey), given(settings.stateKeyFile));
  if (http.redis !== undefined && stateKeys.length === 0) {
    throw new ConfigError(
      `${given(settings.redis)?.from} needs a key that all replicas have: MISTMCP_STATE_KEY or --state-key-file.`,
    );
  }
  const usedToken = demo || transport === 'http' ? undefined : given(settings.token);
  const namedCloud = given(settings.cloud);
  const cloud = cloudOf(namedCloud);
  if (usedToken && namedCloud) requireTrusted(usedToken, namedCloud, cloud);
  const config: Config = {
    transport,
    host: given(settings.host)?.text.trim() ?? settings.host.default,
    port: asInteger(settings.port, given(settings.port)),
    responseFormat: asChoice(settings.responseFormat, given(settings.responseFormat)),
    debug: asSwitch(given(settings.debug)),
    writeTools: asSwitch(given(settings.writeTools)),
    tools: readTools(given(settings.tools)),
    elicitation: !asSwitch(given(settings.noElicitation)),
    changePolicy: readPolicy(given(settings.policy), cwd),
    logFile: given(settings.logFile)?.text,
    logFormat: asChoice(settings.logFormat, given(settings.logFormat)),
    auditLog: given(settings.auditLog)?.text,
    runFolder: demo || transport === 'http' ? undefined : dataFolder({ platform: process.platform, env }, 'runs'),
    demo,
    token: usedToken?.text.trim(),
    cloud,
    sources: { token: usedToken?.source?.name ?? 'not set', cloud: namedCloud?.source?.name ?? 'the default' },
    configFile: configFileOf(given(settings.configFile), { demo, http: transport === 'http', env, cwd }, warnings),
    profile: demo ? undefined : given(settings.profile)?.text.trim(),
    specLayer: given(settings.specLayer)?.text,
    revealSecrets: asSwitch(given(settings.revealSecrets)),
    maxResponseTokens: asInteger(settings.maxResponseTokens, given(settings.maxResponseTokens)),
    timeoutSeconds: asInteger(settings.timeoutSeconds, given(settings.timeoutSeconds)),
    callSeconds: asInteger(settings.callSeconds, given(settings.callSeconds)),
    proxy: demo ? undefined : readProxy(environment),
    telemetry: readTelemetry(environment, warnings),
    stateKeys,
    http: transport === 'http' ? http : undefined,
  };
  warnings.push(...tokenWarnings(config, environment));
  if (config.writeTools && !config.elicitation) {
    warnings.push('--disable-elicitation is on: changes are made without asking anybody first.');
  }
  const easier = relaxed(config.changePolicy);
  if (config.writeTools && easier.length > 0) {
    warnings.push(`The policy asks for less than the standard one: ${easier.join(', ')}.`);
  }
  return { kind: 'run', config, warnings };
}

/**
 * Reads flags, variables and a file with variables together.
 *
 * @param argv the arguments after the program's name
 * @param env the process's variables; an empty one counts as absent
 * @param cwd where `.env` is looked for and what a relative file name starts from; undefined where it was deleted
 * @throws ConfigError one clear sentence, never with the token in it
 */
export function loadConfig(argv: readonly string[], env: NodeJS.ProcessEnv, cwd: string | undefined): LoadResult {
  try {
    return load(argv, env, cwd);
  } catch (error) {
    const token = env[settings.token.variable]?.trim();
    if (!(error instanceof ConfigError) || !token) throw error;
    throw new ConfigError(error.message.replaceAll(token, '[token]'));
  }
}
