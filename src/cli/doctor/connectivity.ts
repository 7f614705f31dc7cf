import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Cloud } from '../../mist/clouds.ts';
import { tlsTrouble } from '../../mist/http/tls-error.ts';
import { oneLine } from '../output.ts';
import { type Check, failed, ok } from './check.ts';

const NAME = 'cloud';

interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

function endpointOf({ api }: Cloud, timeout: number): Endpoint {
  const { hostname, port, protocol } = new URL(api);
  const tls = protocol === 'https:';
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (tls ? 443 : 80), tls, timeout };
}

const addressOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress}, port ${remotePort}`;

function settle(socket: Socket, reject: (error: unknown) => void): void {
  socket.once('timeout', () =>
    socket.destroy(Object.assign(new Error('No connection in time'), { code: 'ETIMEDOUT' })),
  );
  socket.once('error', reject);
}

/** Connects and closes again; nothing is sent. @returns who answered */
function dialTcp(endpoint: Endpoint): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp(endpoint, () => {
      resolve(addressOf(socket));
      socket.destroy();
    });
    settle(socket, reject);
  });
}

/** As `dialTcp`, with TLS. @param trusting takes any certificate, to see whose it is; still nothing is sent */
function dialTls(endpoint: Endpoint, trusting = false): Promise<{ address: string; protocol: string; issuer: string }> {
  const { host } = endpoint;
  const name = isIP(host) ? {} : { servername: host };
  return new Promise((resolve, reject) => {
    const socket = connectTls({ ...endpoint, ...name, rejectUnauthorized: !trusting }, () => {
      const { issuer } = socket.getPeerCertificate();
      const signer = oneLine([issuer?.O, issuer?.CN].filter(Boolean).join(', ')).slice(0, 100);
      resolve({ address: addressOf(socket), protocol: socket.getProtocol() ?? 'TLS', issuer: signer });
      socket.destroy();
    });
    settle(socket, reject);
  });
}

/** The code of a failed connection; one over several addresses has one for each. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

const CONNECTING: Readonly<Record<string, readonly [string, string]>> = {
  ENOTFOUND: ['DNS does not know the name', 'Check MIST_HOST for typing errors, and the DNS of this machine.'],
  EAI_AGAIN: ['DNS does not answer', 'Check the network and the DNS of this machine.'],
  ECONNREFUSED: ['the connection is refused', 'Nothing listens there: check MIST_HOST, or whether a firewall refuses.'],
  ETIMEDOUT: [
    'there is no connection in time',
    'A firewall drops it, or a proxy must be used: name it in HTTPS_PROXY.',
  ],
};

async function explained(error: unknown, cloud: Cloud, endpoint: Endpoint): Promise<Check> {
  const code = codeOf(error);
  const tls = tlsTrouble(code);
  if (tls) {
    const shown = await dialTls(endpoint, true).catch(() => undefined);
    const issuer = shown?.issuer ? `; the certificate shown was issued by "${shown.issuer}"` : '';
    return failed(NAME, `${cloud.name}: ${tls.reason}${issuer}`, tls.advice);
  }
  const fallback = [
    'the connection failed',
    'Check the network, and whether a firewall or proxy is in between.',
  ] as const;
  const [reason, remedy] = CONNECTING[code] ?? fallback;
  return failed(NAME, `${cloud.name}: ${reason} (${code})`, remedy);
}

/**
 * Whether the cloud can be connected to from here, without a proxy. DNS, connection and TLS are told apart; no request
 * is sent.
 *
 * @param timeout for the connection, in milliseconds
 */
export async function checkConnectivity(cloud: Cloud, timeout: number): Promise<Check> {
  const endpoint = endpointOf(cloud, timeout);
  const where = `${cloud.name} (${cloud.region})`;
  try {
    if (!endpoint.tls) return ok(NAME, `${where} answers at ${await dialTcp(endpoint)}`);
    const { address, protocol, issuer } = await dialTls(endpoint);
    return ok(NAME, `${where} answers at ${address}, ${protocol}, certificate issued by ${issuer || 'nobody'}`);
  } catch (error) {
    return explained(error, cloud, endpoint);
  }
}
