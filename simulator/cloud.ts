import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { matchRoute } from '../src/mist/spec/operations.ts';
import type { Handlers } from './call.ts';
import { callerOf, type Tokens, tokensOf } from './caller.ts';
import { type Fault, Faults } from './fault.ts';
import { answer, type Cloud, type Incoming } from './pipeline.ts';
import { type RecordedRequest, record } from './record.ts';
import { type Reply, send, sendFault } from './reply.ts';
import { allHandlers } from './routes/index.ts';
import { Stream } from './stream.ts';
import { buildWorld } from './world/build.ts';
import type { World } from './world/world.ts';

/** A simulated Mist cloud that listens on loopback. */
export interface DemoCloud {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly tokens: Tokens;
  readonly world: World;
  /** Every request so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Every mistake that a client made against the specification, one sentence each. */
  readonly violations: readonly string[];
  /** Switches a failure on; the returned function switches it off. */
  fault(rule: Fault): () => void;
  /** The WebSocket side: live commands of devices. */
  readonly stream: Stream;
  /** Begins an hour anew: nobody has used a request of it. */
  newHour(): void;
  /** Ends the server and every connection to it. */
  close(): Promise<void>;
}

export interface DemoOptions {
  /** 0, the default, lets the system choose. */
  port?: number;
  seed?: number;
  /** Builds the world from the seed and the epoch seconds it begins at; the standard one when absent. */
  world?: (seed: number, born: number) => World;
  /** Epoch milliseconds; the clock of the machine when absent. */
  now?: () => number;
  /** How many of the latest requests are kept to be looked at; all of them when absent. */
  keep?: number;
  /** Told of every request as it comes, before any failure that is switched on. */
  onRequest?: (request: RecordedRequest) => void;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Starts a simulated cloud. Two with the same seed and clock answer the same requests with the same bytes.
 *
 * @throws Error when the port is taken
 */
export async function startDemoCloud(options: DemoOptions = {}): Promise<DemoCloud> {
  const { port = 0, seed = 1, now = Date.now } = options;
  const tokens = tokensOf(seed);
  const born = Math.floor(now() / 1000);
  const requests: RecordedRequest[] = [];
  const used = new Map<string | undefined, number>();
  const note = (request: RecordedRequest): void => {
    requests.push(request);
    used.set(request.caller, (used.get(request.caller) ?? 0) + 1);
    const { keep = Number.POSITIVE_INFINITY } = options;
    if (requests.length > 2 * keep) requests.splice(0, requests.length - keep);
    options.onRequest?.(request);
  };
  const violations: string[] = [];
  const faults = new Faults();
  const lazy: { world?: World; handlers?: Handlers } = {};
  const world = (): World => {
    if (!lazy.world) {
      lazy.world = (options.world ?? buildWorld)(seed, born);
      stream.serve(lazy.world);
    }
    return lazy.world;
  };
  const stream = new Stream({ tokens, world, violate: (sentence) => violations.push(sentence) });

  const reply = (incoming: Incoming): Reply => {
    lazy.handlers ??= allHandlers();
    const cloud: Cloud = {
      world: world(),
      tokens,
      handlers: lazy.handlers,
      now: Math.floor(now() / 1000),
      used: (caller) => used.get(caller.name) ?? 0,
      violate: (sentence) => violations.push(sentence),
    };
    return answer(cloud, incoming);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Answers must not differ by the time of day they are given at.
    response.sendDate = false;
    const text = await readText(request);
    const method = request.method ?? 'GET';
    const { pathname, searchParams } = new URL(`http://cloud${request.url ?? '/'}`);
    const { authorization, 'content-type': contentType } = request.headers;
    const incoming: Incoming = { method, pathname, search: searchParams, authorization, contentType, text };
    note(record(incoming, request.headers, callerOf(authorization, tokens, world())?.name));
    const fault = faults.take(method, pathname, matchRoute(method, pathname)?.route);
    if (!fault) return send(response, reply(incoming));
    const spoils = ['slow', 'held', 'truncated'].includes(fault.kind) || fault.applied === true;
    sendFault(response, fault, spoils ? reply(incoming) : { status: 200 });
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      violations.push(`the cloud itself failed: ${error instanceof Error ? error.stack : String(error)}`);
      response.destroy();
    });
  });
  // A connection is not cut in the moment in which a client on a busy machine uses it once more.
  server.keepAliveTimeout = 60_000;
  server.on('upgrade', (request, socket, head) => {
    stream.upgrade(request, socket, head).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;

  stream.origin = url.replace('http', 'ws');

  return {
    url,
    tokens,
    stream,
    requests,
    violations,
    get world() {
      return world();
    },
    fault: (rule) => faults.add(rule),
    newHour: () => used.clear(),
    async close() {
      // Connections that became WebSockets are no longer the server's to end.
      await stream.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
