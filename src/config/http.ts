import { type Cloud, parseCloud } from '../mist/clouds.ts';
import { ConfigError } from './error.ts';
import { readRedis } from './redis.ts';
import type { Setting } from './setting.ts';
import { settings } from './settings.ts';
import { readSignIn, type SignInConfig } from './sign-in.ts';
import { asInteger, asList, asSwitch, type SettingText } from './values.ts';

/** What the operator decided about the http transport. */
export interface HttpConfig {
  /** Host names besides loopback, lower case; one with a port counts for that port only. */
  readonly allowedHosts: readonly string[];
  /** Origins (`https://app.example.com`) or host names of pages that may use the server besides loopback. */
  readonly allowedOrigins: readonly string[];
  /** Clouds besides the public regions that a client may choose. */
  readonly allowedClouds: readonly Cloud[];
  /** Used where a client names none; absent when the operator named none either. */
  readonly defaultCloud?: Cloud | undefined;
  /** Paths of PEM files. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  readonly behindProxy: boolean;
  /** Proxies in front, each of which adds an entry to X-Forwarded-For; 0 where there is none. */
  readonly proxyHops: number;
  /** Port of the metrics, where there are any; never that of clients. */
  readonly metricsPort?: number;
  readonly maxSessions: number;
  readonly sessionMinutes: number;
  /** Session ids begin with it and a dot. */
  readonly replica?: string | undefined;
  /** Requests to Mist at once for one token. */
  readonly upstreamLimit: number;
  /** Address of the engine in which replicas note what they must know together; it may hold a password. */
  readonly redis?: string | undefined;
  /** There when people sign in with the identity of their company. */
  readonly signIn?: SignInConfig | undefined;
}

const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?$/;
const ORIGIN = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?$/;

/** @throws ConfigError that names the entry which is none */
function names(given: SettingText | undefined, form: RegExp, example: string): string[] {
  return asList(given).map((entry) => {
    const name = entry.toLowerCase().replace(/\/$/, '');
    if (form.test(name)) return name;
    throw new ConfigError(`${given?.from}: "${entry.slice(0, 60)}" is not of the form ${example}.`);
  });
}

function cloudOf(text: string, from: string): Cloud {
  try {
    return parseCloud(text, { operator: true });
  } catch (error) {
    throw new ConfigError(`${from}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * Reads the settings of the http transport.
 *
 * @throws ConfigError one sentence for the first that cannot be used
 */
export function readHttp(given: (setting: Setting) => SettingText | undefined): HttpConfig {
  const cloud = given(settings.cloud);
  const clouds = given(settings.allowClouds);
  const own = cloud && cloudOf(cloud.text, cloud.from);
  const [cert, key] = [given(settings.tlsCert), given(settings.tlsKey)];
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigError(`${(cert ?? key)?.from} needs the other of --tls-cert and --tls-key too.`);
  }
  return {
    allowedHosts: names(given(settings.allowedHosts), HOST, 'mcp.example.com'),
    allowedOrigins: names(given(settings.allowedOrigins), ORIGIN, 'https://app.example.com'),
    allowedClouds: [...(own ? [own] : []), ...asList(clouds).map((text) => cloudOf(text, clouds?.from ?? ''))],
    defaultCloud: own,
    tls: cert && key && { cert: cert.text, key: key.text },
    ...proxyOf(asSwitch(given(settings.behindProxy)), asInteger(settings.proxyHops, given(settings.proxyHops))),
    ...metricsOf(given),
    maxSessions: asInteger(settings.maxSessions, given(settings.maxSessions)),
    replica: replicaOf(given(settings.replica)),
    sessionMinutes: asInteger(settings.sessionMinutes, given(settings.sessionMinutes)),
    upstreamLimit: asInteger(settings.upstreamLimit, given(settings.upstreamLimit)),
    redis: readRedis(given(settings.redis)),
    signIn: readSignIn(given),
  };
}

function metricsOf(given: (setting: Setting) => SettingText | undefined): Pick<HttpConfig, 'metricsPort'> {
  const port = given(settings.metricsPort);
  const metricsPort = asInteger(settings.metricsPort, port);
  return port || asSwitch(given(settings.metrics)) ? { metricsPort } : {};
}

/** Entries that nobody in front has made are a claim of the client. */
const proxyOf = (behindProxy: boolean, hops: number): Pick<HttpConfig, 'behindProxy' | 'proxyHops'> => ({
  behindProxy,
  proxyHops: behindProxy ? hops : 0,
});

/** @throws ConfigError for a name that a header or a proxy's rule could read otherwise */
function replicaOf(given: SettingText | undefined): string | undefined {
  if (!given || /^[a-z0-9-]{1,60}$/i.test(given.text)) return given?.text;
  throw new ConfigError(`${given.from} is at most 60 letters, digits and dashes.`);
}
