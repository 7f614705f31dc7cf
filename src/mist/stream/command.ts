import { noToken } from '../../core/errors/mist-error.ts';
import { isRecord } from '../../core/json.ts';
import { KeyedSemaphore } from '../../core/keyed-semaphore.ts';
import type { Cloud } from '../clouds.ts';
import type { Session } from '../session.ts';
import { Connection } from './connection.ts';
import { cancelledEarly, foreignStream } from './failure.ts';
import { PER_DEVICE } from './limits.ts';
import { type End, type Gathering, Output } from './output.ts';
import { openSocket } from './socket.ts';

/** One command to be run on one device. */
export interface Command extends Gathering {
  readonly session: Session;
  readonly siteId: string;
  readonly deviceId: string;
  /** Ends the command and what was opened for it. */
  readonly signal: AbortSignal;
  /** Called once the stream listens and never again: sends the command, and gives the body of the answer. */
  post(): Promise<unknown>;
}

/** What came of a command that was sent. */
export interface Outcome {
  /** As the device wrote it, with its control codes. */
  readonly text: string;
  /** Undefined when the cloud took the command and named no session to listen to. */
  readonly end: End | undefined;
  /** Part of the output came before its session was known, and was too much to keep. */
  readonly overflowed: boolean;
}

/** Connections by principal: one for each cloud and token. */
const connections = new Map<string, Connection>();
const runners = new KeyedSemaphore(PER_DEVICE);

function connectionOf({ principal, cloud, token, proxy }: Session, readyMs: number): Connection {
  const known = connections.get(principal);
  if (known) return known;
  const made: Connection = new Connection({ cloud, token, readyMs, proxy }, () => {
    if (connections.get(principal) === made) connections.delete(principal);
  });
  connections.set(principal, made);
  return made;
}

/**
 * Runs a command: listens to the device's channel, sends the command once the cloud has acknowledged that, and gathers
 * what the command's own session says.
 *
 * @throws MistError when the command was not sent, or when sending it failed; after that nothing is thrown
 */
export async function runCommand(command: Command): Promise<Outcome> {
  const { session, siteId, deviceId, signal } = command;
  if (session.token === undefined) throw noToken();
  const release = await runners.acquire(`${session.principal} ${siteId} ${deviceId}`, signal).catch(() => {
    throw cancelledEarly();
  });
  try {
    return await listen(command);
  } finally {
    release();
  }
}

async function listen(command: Command): Promise<Outcome> {
  const { session, siteId, deviceId, signal, limits } = command;
  const channel = `/sites/${siteId}/devices/${deviceId}/cmd`;
  for (;;) {
    const connection = connectionOf(session, limits.readyMs);
    const wasOpen = connection.open;
    connection.join();
    try {
      const output = new Output(command);
      const stop = await connection.subscribe(channel, output, limits.readyMs, signal).catch((error: unknown) => {
        // A connection that was kept may have ended unnoticed; nothing was sent, so a new one may be tried.
        if (wasOpen && !connection.usable && isLoss(error)) return undefined;
        throw error;
      });
      if (stop) {
        try {
          return await gather(command, output);
        } finally {
          output.finish({ by: 'cancelled' });
          stop();
        }
      }
    } finally {
      connection.leave(signal.aborted);
    }
  }
}

const isLoss = (error: unknown): boolean => error instanceof Error && 'kind' in error && error.kind === 'network';

const member = (body: unknown, name: string): string | undefined => {
  const value = isRecord(body) ? body[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Sends the command, and waits for the end of what it says on the channel or on a stream of its own. */
async function gather(command: Command, output: Output): Promise<Outcome> {
  const body = await command.post();
  const id = member(body, 'session');
  const url = member(body, 'url');
  if (url !== undefined) return alone(command, ownStream(url, command.session.cloud), id);
  if (id === undefined) return { text: '', end: undefined, overflowed: false };
  output.begin(id);
  return ended(output, command.signal);
}

async function ended(output: Output, signal: AbortSignal): Promise<Outcome> {
  const cancel = (): void => output.finish({ by: 'cancelled' });
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  const end = await output.end;
  signal.removeEventListener('abort', cancel);
  return { text: output.text, end, overflowed: output.overflowed };
}

/** Gathers from a stream that is for this command alone. */
async function alone(command: Command, url: string, id: string | undefined): Promise<Outcome> {
  const { session, signal, limits } = command;
  const output = new Output(command);
  output.begin(id);
  const receiver = {
    message: (text: string) => output.message(text),
    lost: (why: string, clean: boolean) => output.lost(why, clean),
  };
  const { cloud, token, proxy } = session;
  const target = { cloud, url, token, proxy, readyMs: limits.readyMs };
  const closing = new AbortController();
  const opening = openSocket(target, receiver, closing.signal);
  opening.catch((error: unknown) => output.lost(error instanceof Error ? error.message : 'no connection'));
  const outcome = await ended(output, signal);
  closing.abort();
  opening.then(
    (socket) => socket.end(),
    () => {},
  );
  return outcome;
}

/** The URL when it leads to the cloud's own stream. @throws MistError otherwise: the token would go along */
function ownStream(url: string, cloud: Cloud): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && parsed.username === '' && parsed.password === '' && parsed.protocol.startsWith('ws')) {
    if (`${parsed.protocol}//${parsed.host}` === cloud.stream) return parsed.href;
  }
  throw foreignStream(parsed ? parsed.host : 'an address that cannot be read');
}
