import { globalAgent as plainAgent } from 'node:http';
import { globalAgent as secureAgent } from 'node:https';
import type { Socket as NetSocket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { RawData } from 'ws';
import { version } from '../../core/version.ts';
import type { Cloud } from '../clouds.ts';
import { proxyFailure, refusedByProxy } from '../http/proxy/failure.ts';
import { targetOf } from '../http/proxy/fetch.ts';
import type { WebProxy } from '../http/proxy/proxy.ts';
import { openTunnel } from '../http/proxy/tunnel.ts';
import { notConnected, notThrough } from './failure.ts';
import { MAX_MESSAGE } from './limits.ts';

/** Where a socket leads to. */
export interface Target {
  readonly cloud: Cloud;
  /** On the stream host of the cloud; the caller has made sure of that. */
  readonly url: string;
  readonly token: string | undefined;
  /** Most time for the connection, in milliseconds. */
  readonly readyMs: number;
  /** Used where it leads to the stream's host. */
  readonly proxy?: WebProxy | undefined;
}

/** What comes from a socket. */
export interface Receiver {
  message(text: string): void;
  /** The connection ended from the other side, or failed; `clean` when the other side said that it was done. */
  lost(why: string, clean: boolean): void;
}

/** A WebSocket that is open. */
export interface Socket {
  send(text: string): void;
  /** Whether the process has to stay for it. */
  hold(busy: boolean): void;
  /** Closes it; after half a second the connection is gone even if the other side is silent. */
  end(): void;
}

const GOODBYE_MS = 500;

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

/**
 * Opens a WebSocket with the token in its header, through a tunnel where there is a proxy. Certificates are checked as
 * for HTTP; a redirect is not followed.
 *
 * @throws MistError when there is no connection, and what `signal` was aborted with
 */
export async function openSocket(target: Target, receiver: Receiver, signal: AbortSignal): Promise<Socket> {
  const { cloud, url, token, readyMs } = target;
  const proxy = target.proxy?.leadsTo(url) ? target.proxy : undefined;
  const [{ WebSocket }, tunnel] = await Promise.all([import('ws'), proxy && openTunnel(proxy)]);
  signal.throwIfAborted();
  const socket = new WebSocket(url, {
    agent: tunnel?.agent ?? (url.startsWith('wss:') ? secureAgent : plainAgent),
    headers: {
      'User-Agent': `mistmcp/${version}`,
      ...(token === undefined ? {} : { Authorization: `Token ${token}` }),
    },
    handshakeTimeout: readyMs,
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
    followRedirects: false,
  });
  let connection: NetSocket | undefined;
  let failed = '';
  let ended = false;
  // A letter may be split between two binary messages.
  const decoder = new StringDecoder('utf8');
  socket.on('upgrade', (response) => {
    connection = response.socket;
  });
  socket.on('message', (data, isBinary) => {
    const bytes = bytesOf(data);
    if (!ended) receiver.message(isBinary ? decoder.write(bytes) : bytes.toString('utf8'));
  });
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason);
      socket.terminate();
    };
    signal.addEventListener('abort', abort, { once: true });
    const settled = (): void => signal.removeEventListener('abort', abort);
    socket.once('open', () => {
      settled();
      resolve();
    });
    socket.once('unexpected-response', (_request, { statusCode }) => {
      settled();
      const refusal = tunnel?.refusal();
      if (proxy && refusal !== undefined) reject(notThrough(cloud, refusedByProxy(proxy, refusal, targetOf(url))));
      else reject(notConnected(cloud, statusCode, ''));
      socket.terminate();
    });
    socket.on('error', (error) => {
      settled();
      failed = codeOf(error) || 'the connection failed';
      reject(
        proxy && tunnel
          ? notThrough(cloud, proxyFailure(tunnel.failure(error), proxy, targetOf(url)))
          : notConnected(cloud, undefined, failed),
      );
    });
  });
  socket.once('close', (code) => {
    if (ended) return;
    const large = failed === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' || code === 1009;
    receiver.lost(large ? `a message was larger than ${MAX_MESSAGE / 1024} KiB` : `code ${code}`, code === 1000);
  });
  return {
    send: (text) => socket.send(text, () => {}),
    hold(busy) {
      if (busy) connection?.ref();
      else connection?.unref();
    },
    end() {
      ended = true;
      socket.close(1000);
      setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
    },
  };
}
