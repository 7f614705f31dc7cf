import { inspect } from 'node:util';
import { isLoopback } from '../../../core/loopback.ts';

/** Where the proxy is not used, as `NO_PROXY` says it. */
interface Exception {
  /** Lower case, without a leading dot; `*` for everything. */
  readonly host: string;
  readonly port: string | undefined;
}

/** What browsers call it when hosts of this machine are to go through the proxy too. */
const LOOPBACK_TOO = '<-loopback>';

const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'ws:': '80', 'https:': '443', 'wss:': '443' };

function exceptionsOf(noProxy: string): Exception[] {
  const entries = noProxy.toLowerCase().split(/[\s,]+/);
  return entries.flatMap((entry) => {
    const [, host = '', port] = /^(?:\*?\.)?(\[.*\]|.*?)(?::(\d+))?$/.exec(entry) ?? [];
    return host === '' || entry === LOOPBACK_TOO ? [] : [{ host, port }];
  });
}

/** The URL of a proxy. @throws Error whose message does not hold the text, which may hold a password */
function parseUrl(text: string): URL {
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  const example = 'write it like http://proxy.example.com:3128';
  if (!URL.canParse(withScheme)) {
    throw new Error(`is not the address of a proxy; ${example}, special characters of a password as %xx`);
  }
  const url = new URL(withScheme);
  if (/^socks/.test(url.protocol)) {
    throw new Error(`names a SOCKS proxy, which is not supported; set HTTPS_PROXY to an HTTP proxy: ${example}`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Error(`does not begin with http:// or https://; ${example}`);
  }
  if (url.hostname === '' || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new Error(`has more than host and port; ${example} (a PAC file is not read)`);
  }
  return url;
}

function loginOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    throw new Error('holds a % that is none of %xx; write special characters of user and password percent-encoded');
  }
}

/**
 * The web proxy between this machine and the Mist cloud. Its login is for the connection alone: printing or serializing
 * it shows the host only.
 */
export class WebProxy {
  /** Host and port for people, such as `proxy.example.com:3128`. */
  readonly host: string;
  /** Without user and password. */
  readonly origin: string;
  readonly #login: string | undefined;
  readonly #password: string;
  readonly #exceptions: readonly Exception[];
  readonly #loopback: boolean;

  /**
   * @param text the proxy's URL, whose scheme may be left out
   * @param noProxy hosts, domains, `host:port` or `*`, separated by commas or blanks; hosts of this machine are always
   *   among them unless `<-loopback>` is
   * @throws Error with the end of a sentence about the text, never with the text in it
   */
  constructor(text: string, noProxy = '') {
    const url = parseUrl(text);
    this.origin = url.origin;
    this.host = `${url.hostname}:${url.port || PORTS[url.protocol]}`;
    this.#login = loginOf(url);
    this.#password = url.password;
    this.#exceptions = exceptionsOf(noProxy);
    this.#loopback = noProxy.toLowerCase().includes(LOOPBACK_TOO);
  }

  /** Value of the header Proxy-Authorization, or undefined where the proxy needs no login. */
  get authorization(): string | undefined {
    return this.#login === undefined ? undefined : `Basic ${Buffer.from(this.#login).toString('base64')}`;
  }

  /** What must never be seen: the password as it was written and as it is, and the header made of it. */
  get secrets(): readonly string[] {
    if (this.#login === undefined) return [];
    const password = decodeURIComponent(this.#password);
    return [Buffer.from(this.#login).toString('base64'), password, this.#password].filter((text) => text !== '');
  }

  /** Whether a URL (http, https, ws or wss) is reached through the proxy. */
  leadsTo(url: string): boolean {
    const { hostname, port, protocol } = new URL(url);
    if (isLoopback(hostname)) return this.#loopback;
    const number = port || PORTS[protocol];
    return !this.#exceptions.some(
      (entry) =>
        (entry.host === '*' || hostname === entry.host || hostname.endsWith(`.${entry.host}`)) &&
        (entry.port === undefined || entry.port === number),
    );
  }

  toJSON(): string {
    return this.host;
  }

  [inspect.custom](): string {
    return `WebProxy ${this.host}`;
  }
}
