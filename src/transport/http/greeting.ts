import type { Config } from '../../config/config.ts';
import { isLoopback } from '../../core/loopback.ts';

/** What clients need to know to connect. */
export interface Greeting {
  readonly url: string;
  /** Where the metrics are, if they are served. */
  readonly metricsUrl?: string | undefined;
  /** Host of the cloud to put into the example. */
  readonly cloud: string;
  /** A token that may be shown: one of the simulated cloud. */
  readonly token?: string | undefined;
}

/** Text for the person who started the server: the client's configuration, ready to paste. */
export function greeting({ url, metricsUrl, cloud, token = '<your Mist API token>' }: Greeting): string {
  const address = `${url}?cloud=${cloud}`;
  const entry = { type: 'http', url: address, headers: { Authorization: `Bearer ${token}` } };
  const allowHttp = url.startsWith('http:') ? ' --allow-http' : '';
  const metrics = metricsUrl === undefined ? '' : `Metrics are at ${metricsUrl}\n`;
  return `mistmcp listens on ${url}
${metrics}
Paste into the configuration of an MCP client:
${JSON.stringify({ mcpServers: { mist: entry } }, undefined, 2)}

For a client that only starts programs:
  npx mcp-remote "${address}" --header "Authorization:Bearer ${token}" --transport http-only${isLoopbackUrl(url) ? '' : allowHttp}

`;
}

const isLoopbackUrl = (url: string): boolean => isLoopback(new URL(url).hostname);

/** The same where people sign in: clients find out by themselves where. */
export function signInGreeting({ url, metricsUrl }: Pick<Greeting, 'url' | 'metricsUrl'>, publicUrl: string): string {
  const metrics = metricsUrl === undefined ? '' : `Metrics are at ${metricsUrl}\n`;
  return `mistmcp listens on ${url}; people sign in with the identity of their company
${metrics}
Paste into the configuration of an MCP client:
${JSON.stringify({ mcpServers: { mist: { type: 'http', url: publicUrl } } }, undefined, 2)}

`;
}

/** What the operator must know about who can listen in; undefined where nobody can. */
export function exposure({ host, http }: Pick<Config, 'host' | 'http'>): string | undefined {
  if (!http || isLoopback(host) || http.tls || http.behindProxy) return undefined;
  return `${host} is reachable from other machines WITHOUT ENCRYPTION: everyone on the way can read the Mist API tokens that clients send. Give --tls-cert and --tls-key, or put a proxy with TLS in front and say so with --behind-proxy, or listen on 127.0.0.1.`;
}
