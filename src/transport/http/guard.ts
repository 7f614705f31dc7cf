import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpRefusal } from './refusal.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

const AUTHORITY = /^(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?$/;

/** Host names and origins under which the server may be used. */
export interface AllowList {
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
}

/** Host name without its port, in lower case; undefined for what is no authority. */
const nameOf = (authority: string): string | undefined => AUTHORITY.exec(authority)?.[1];

/** Addresses that mean "all of them": nobody reaches a server under such a name. */
export const isWildcard = (host: string): boolean => ['0.0.0.0', '::', '[::]', ''].includes(host);

/**
 * Checks Host and Origin of every request: a page that a browser has open must not reach the server through a name that
 * its owner pointed here (DNS rebinding), nor from an origin that nobody allowed.
 */
export class Guard {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  /** @param bound the address that is listened on; one that is no wildcard is a name of the server too */
  constructor({ allowedHosts, allowedOrigins }: AllowList, bound: string) {
    const address = bound.includes(':') && !bound.startsWith('[') ? `[${bound}]` : bound.toLowerCase();
    this.#hosts = new Set([...LOOPBACK, ...(isWildcard(bound) ? [] : [address]), ...allowedHosts]);
    this.#origins = new Set([...LOOPBACK, ...allowedOrigins]);
  }

  /** @throws HttpRefusal 403 */
  check({ headers, headersDistinct }: IncomingMessage): void {
    // Two of them are none: Node would take the first, a proxy perhaps the other.
    const host = headersDistinct.host?.join(', ').toLowerCase() ?? '';
    const name = nameOf(host);
    if (name === undefined || !(this.#hosts.has(name) || this.#hosts.has(host))) {
      throw new HttpRefusal(
        403,
        'This server is not reached under that Host; the operator allows names with --allowed-hosts.',
        {
          data: { header: 'Host' },
        },
      );
    }
    if (headers.origin !== undefined && !this.#allows(headers.origin)) {
      throw new HttpRefusal(
        403,
        'Pages of that Origin may not use this server; the operator allows origins with --allowed-origins.',
        {
          data: { header: 'Origin' },
        },
      );
    }
  }

  #allows(origin: string): boolean {
    const lower = origin.toLowerCase();
    if (this.#origins.has(lower)) return true;
    const authority = /^https?:\/\/(.*)$/.exec(lower)?.[1] ?? '';
    return this.#origins.has(authority) || this.#origins.has(nameOf(authority) ?? ' ');
  }
}

/** Lets a page of an origin that passed the guard read answers and send the headers that a client needs. */
export function allowReading({ headers }: IncomingMessage, response: ServerResponse): void {
  const { origin } = headers;
  if (origin === undefined) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Vary', 'Origin');
  response.setHeader('Access-Control-Expose-Headers', 'Mcp-Session-Id, WWW-Authenticate, X-Request-Id');
}

/** Answers a browser that asks what a page may send. */
export function answerPreflight({ headers }: IncomingMessage, response: ServerResponse): void {
  response
    .writeHead(204, {
      'Access-Control-Allow-Methods': 'GET, POST, DELETE',
      'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? 'Authorization, Content-Type',
      'Access-Control-Max-Age': '600',
    })
    .end();
}
