import { tlsTrouble } from '../tls-error.ts';
import type { WebProxy } from './proxy.ts';

/** A request that did not get through the proxy. Its words hold the proxy's host, never its login. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
  /** The end of a sentence that begins with who could not be reached. */
  readonly reason: string;
  readonly advice: string;
  /** Whether another attempt makes sense. */
  readonly again: boolean;
  /** Whether the request may have arrived all the same. */
  readonly unsure: boolean;

  constructor(reason: string, advice: string, how: { again: boolean; unsure?: boolean }) {
    super(reason);
    this.reason = reason;
    this.advice = advice;
    this.again = how.again;
    this.unsure = how.unsure ?? false;
  }
}

/** The way to the proxy itself ended before there was a tunnel, so nothing of the request has been sent. */
export class NoTunnel extends Error {
  override readonly name = 'NoTunnel';
}

const UNREACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'its name is not known to DNS',
  EAI_AGAIN: 'DNS did not answer',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not say whether it connects',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no network',
};

/** undici puts the status of a refused CONNECT into the sentence of its error alone. */
const REFUSED = /Proxy response \((\d{3})\)/;

/** An error with its causes, outermost first; those of one connection over several addresses count too. */
function chain(thrown: unknown): Error[] {
  const errors: Error[] = [];
  for (let error = thrown; error instanceof Error && errors.length < 5; ) {
    errors.push(error);
    error = error instanceof AggregateError ? error.errors[0] : error.cause;
  }
  return errors;
}

const codeOf = (errors: readonly Error[]): string =>
  errors.flatMap((error) => ('code' in error && typeof error.code === 'string' ? [error.code] : [])).at(-1) ?? '';

/** The answer of a proxy that does not let the connection through. @param status of its answer to CONNECT */
export function refusedByProxy({ host }: WebProxy, status: number, target: string): ProxyFailure {
  if (status === 407) {
    return new ProxyFailure(
      `the proxy ${host} wants a login (407)`,
      'Put user and password into HTTPS_PROXY (http://user:password@host:port, special characters as %xx). Only Basic is spoken; for NTLM or Kerberos run a local relay such as px or cntlm and name that.',
      { again: false },
    );
  }
  if (status >= 500) {
    return new ProxyFailure(
      `the proxy ${host} could not connect to ${target} (${status})`,
      `Try again in a minute; if it stays so, the proxy's administrator can say whether it reaches ${target}.`,
      { again: true },
    );
  }
  return new ProxyFailure(
    `the proxy ${host} does not let connections to ${target} through (${status})`,
    `Ask its administrator to allow CONNECT to ${target}, or put the host into NO_PROXY where it can be reached without the proxy.`,
    { again: false },
  );
}

/**
 * The failure of a request through a proxy.
 *
 * @param thrown what the connection failed with
 * @param target host and port that were asked for
 */
export function proxyFailure(thrown: unknown, proxy: WebProxy, target: string): ProxyFailure {
  const errors = chain(thrown);
  const status = errors.flatMap(({ message }) => REFUSED.exec(message)?.[1] ?? [])[0];
  if (status !== undefined) return refusedByProxy(proxy, Number(status), target);
  const code = codeOf(errors);
  const unreached = UNREACHED[code];
  // Within a tunnel the same codes, such as ETIMEDOUT, end a request that may have arrived.
  if (unreached !== undefined && errors.some((error) => error instanceof NoTunnel)) {
    return new ProxyFailure(
      `the proxy ${proxy.host} could not be reached, ${unreached}`,
      'Check HTTPS_PROXY; where no proxy is needed, unset it or put the host into NO_PROXY.',
      { again: true },
    );
  }
  if (/^HPE_|WRONG_VERSION_NUMBER/.test(code)) {
    return new ProxyFailure(
      `what answers at ${proxy.host} is no proxy of the kind that HTTPS_PROXY says (${code})`,
      'Check its port, and whether it begins with http:// (most do) or https:// (TLS to the proxy itself).',
      { again: false },
    );
  }
  const tls = tlsTrouble(code);
  if (tls)
    return new ProxyFailure(`${tls.reason}, as seen through the proxy ${proxy.host}`, tls.advice, { again: false });
  return new ProxyFailure(
    `the connection through the proxy ${proxy.host} was cut${code === '' ? '' : ` (${code})`}`,
    'Try again; if it stays so, the proxy may not allow this host.',
    { again: true, unsure: true },
  );
}
