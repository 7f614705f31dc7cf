import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import { type Caller, callerOf, maySee, type Tokens } from './caller.ts';
import { isRow, type Json, parseJson, textOf } from './json.ts';
import { type StreamFault, type StreamFaultKind, StreamFaults } from './stream-fault.ts';
import { type OwnStream, showOwn } from './stream-own.ts';
import { type Beat, beatsOf, type Speech, sendFragments } from './stream-script.ts';
import type { World } from './world/world.ts';

/** What the stream needs of its cloud. */
export interface StreamSetup {
  readonly tokens: Tokens;
  world(): World;
  violate(sentence: string): void;
}

interface Listening {
  readonly socket: WebSocket;
  readonly caller: Caller;
  readonly channels: Set<string>;
}

const STREAM = '/api-ws/v1/stream';
const OWN = '/api-ws/v1/command/';
const CHANNEL = /^\/sites\/([0-9a-f-]{36})\/devices\/([0-9a-f-]{36})\/cmd$/;
const ACKS: readonly StreamFaultKind[] = ['ack_late', 'ack_missing', 'ack_refused', 'ack_cut'];

/** The streams of worlds: commands are answered where only the world is known. */
const streams = new WeakMap<World, Stream>();

/** The stream that belongs to a world. */
export const streamOf = (world: World): Stream | undefined => streams.get(world);

/** The WebSocket side of the simulated cloud. */
export class Stream {
  readonly faults = new StreamFaults();
  readonly #setup: StreamSetup;
  readonly #listening = new Set<Listening>();
  readonly #own = new Map<string, OwnStream>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #server: Promise<WebSocketServer> | undefined;
  /** Such as `ws://127.0.0.1:41234`. */
  origin = '';
  #open = 0;
  /** How many connections were opened so far. */
  opened = 0;
  /** Messages that were sent to those who listen to a channel. */
  spoken = 0;
  /** Channels that a subscription was asked for, in order, whatever became of it. */
  readonly subscriptions: string[] = [];

  constructor(setup: StreamSetup) {
    this.#setup = setup;
  }

  /** How many connections there are now. */
  get sockets(): number {
    return this.#open;
  }

  /** Switches a failure on; the returned function switches it off. */
  fault(rule: StreamFault): () => void {
    return this.faults.add(rule);
  }

  /** From now on commands in this world speak here. */
  serve(world: World): void {
    streams.set(world, this);
  }

  /** Answers a request to become a WebSocket. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => {});
    const refuse = (status: number): void => {
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    };
    const path = request.url ?? '';
    const caller = callerOf(request.headers.authorization, this.#setup.tokens, this.#setup.world());
    const refused = this.faults.take(['refused'], path).get('refused');
    if (refused) return refuse(refused.status ?? 401);
    if (!caller) return refuse(401);
    const own = path.startsWith(OWN) ? this.#own.get(path.slice(OWN.length)) : undefined;
    if (path !== STREAM && !own) {
      this.#setup.violate(`WebSocket ${path}: there is no such stream`);
      return refuse(404);
    }
    this.#server ??= import('ws').then(({ WebSocketServer }) => new WebSocketServer({ noServer: true }));
    const server = await this.#server;
    server.handleUpgrade(request, socket, head, (open) => {
      this.#open += 1;
      this.opened += 1;
      open.on('error', () => {});
      open.on('close', () => {
        this.#open -= 1;
      });
      if (own) showOwn(open, own, (ms, work) => this.#later(ms, work));
      else this.#listen(open, caller);
    });
  }

  /** Whether a caller listens to a channel; a command that nobody listens to is a mistake: its output is lost. */
  hears(caller: Caller, channel: string): boolean {
    const heard = this.#hearers(channel).some((one) => one.caller.name === caller.name);
    if (!heard) this.#setup.violate(`a command was sent before ${channel} was subscribed`);
    return heard;
  }

  /** Lets a command speak on its channel; `now` before it is even answered. */
  speak(speech: Speech, met: ReadonlyMap<StreamFaultKind, StreamFault>): void {
    const beats = beatsOf(speech, met);
    if (met.has('early')) for (const beat of beats) this.#play(beat, speech.channel);
    else this.#perform(beats, speech.channel, 0);
  }

  /** Offers a stream of a command's own, and gives the path to it. */
  offer(session: string, own: OwnStream): string {
    this.#own.set(session, own);
    return OWN + session;
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const client of (await this.#server)?.clients ?? []) client.terminate();
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  #perform(beats: readonly Beat[], channel: string, at: number): void {
    const beat = beats[at];
    if (!beat) return;
    this.#later(beat.after, () => {
      this.#play(beat, channel);
      if (this.#hearers(channel).length > 0) this.#perform(beats, channel, at + 1);
    });
  }

  #hearers(channel: string): Listening[] {
    return [...this.#listening].filter(({ channels }) => channels.has(channel));
  }

  #play({ send, binary = false, fragments, close }: Beat, channel: string): void {
    for (const { socket } of this.#hearers(channel)) {
      this.spoken += 1;
      if (close === 'cut') socket.terminate();
      else if (close !== undefined) socket.close(close);
      else if (send !== undefined && fragments) sendFragments(socket, send, binary);
      else if (send !== undefined) socket.send(binary ? Buffer.from(send) : send, { binary });
    }
  }

  #listen(socket: WebSocket, caller: Caller): void {
    const one: Listening = { socket, caller, channels: new Set() };
    this.#listening.add(one);
    socket.on('close', () => this.#listening.delete(one));
    socket.on('message', (data) => this.#heard(one, String(data)));
  }

  #heard(one: Listening, text: string): void {
    let message: Json;
    try {
      message = parseJson(text);
    } catch {
      message = null;
    }
    const row = isRow(message) ? message : {};
    if (typeof row.subscribe === 'string') this.#subscribe(one, row.subscribe);
    else if (typeof row.unsubscribe === 'string') {
      one.channels.delete(row.unsubscribe);
      one.socket.send(JSON.stringify({ event: 'channel_unsubscribed', channel: row.unsubscribe }));
    } else this.#setup.violate(`stream: a message that means nothing: ${text.slice(0, 80)}`);
  }

  #subscribe(one: Listening, channel: string): void {
    const [, site = '', device = ''] = CHANNEL.exec(channel) ?? [];
    if (site === '') this.#setup.violate(`stream: ${channel} is no channel`);
    this.subscriptions.push(channel);
    const met = this.faults.take(ACKS, device);
    const world = this.#setup.world();
    const org = world.orgOfSite(site);
    const there = textOf(world.find('devices', device), 'site_id') === site;
    const allowed = there && org !== undefined && maySee(one.caller, world, org, site) && !met.has('ack_refused');
    const acknowledge = (): void => {
      one.channels.add(channel);
      one.socket.send(JSON.stringify({ event: 'channel_subscribed', channel }));
    };
    const late = met.get('ack_late');
    const detail = there ? 'permission denied' : 'no such device';
    if (met.has('ack_cut')) one.socket.terminate();
    else if (!allowed) one.socket.send(JSON.stringify({ event: 'subscribe_failed', channel, detail }));
    else if (late) this.#later(late.delayMs ?? 300, acknowledge);
    else if (!met.has('ack_missing')) acknowledge();
  }
}
