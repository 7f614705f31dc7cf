import { createHash } from 'node:crypto';
import { type JSONRPCMessage, parseJSONRPCMessage, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import { isRecord } from '../../../core/json.ts';
import { type Engine, PREFIX } from './engine.ts';
import { Seal } from './seal.ts';
import { GOOD_MS, openSealedSession, type SessionOpening, sealSession } from './sealed-session.ts';

/** Ids of ended sessions that are remembered here; beyond that the oldest are forgotten. */
const REMEMBERED = 10_000;

const ENDED_SECONDS = GOOD_MS / 1000;

/** What a replica hears of sessions from the others. */
export interface SessionNews {
  /** A session was ended elsewhere. */
  ended(digest: string): void;
  /** A client's message that belongs to what some replica has under way. */
  message(digest: string, message: JSONRPCMessage): void;
}

/** Stands for a session where its id is too much to tell. */
export const digestOfSession = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 22);

/**
 * Sessions of the 2025 era that belong to no replica: their ids hold what is needed to go on with them anywhere. What
 * replicas tell each other about them, the answers of people among it, is sealed too.
 */
export class SharedSessions {
  readonly #ids: Seal;
  readonly #news: Seal;
  readonly #engine: Engine | undefined;
  readonly #ended = new Set<string>();

  /** @param keys that all replicas have, one at least */
  constructor(keys: readonly string[], engine: Engine | undefined) {
    this.#ids = new Seal(keys, 'session');
    this.#news = new Seal(keys, 'news of sessions');
    this.#engine = engine;
  }

  /** Whether a message can reach the other replicas. */
  get reachesOthers(): boolean {
    return this.#engine !== undefined;
  }

  /**
   * The id of a new session, which begins with the name of the replica that makes it, where that has one. The name is
   * bound to it: under two names it would be two sessions, and with the end of one the other would go on.
   *
   * @param boundTo who it is for, with what rights
   */
  seal(opening: SessionOpening, boundTo: string, replica: string | undefined): string {
    const begin = replica === undefined ? '' : `${replica}.`;
    return begin + sealSession(this.#ids, opening, `${begin}${boundTo}`);
  }

  /** What an id was made of; undefined for an id of somebody else, and for none. */
  open(id: string, boundTo: string): SessionOpening | undefined {
    if (this.#ended.has(digestOfSession(id))) return undefined;
    const begin = id.slice(0, id.indexOf('.') + 1);
    return openSealedSession(this.#ids, id.slice(begin.length), `${begin}${boundTo}`);
  }

  /** The revision that a session will speak. */
  revisionOf(id: string, boundTo: string): string | undefined {
    const revision = this.open(id, boundTo)?.params.protocolVersion;
    return SUPPORTED_PROTOCOL_VERSIONS.find((one) => one === revision);
  }

  /** Whether a session was ended at any replica; those that are not known to be are taken to go on. */
  async isEnded(id: string): Promise<boolean> {
    const digest = digestOfSession(id);
    if (this.#ended.has(digest)) return true;
    const answers = await this.#engine?.run([['exists', `${PREFIX}ended:${digest}`]]).catch(() => undefined);
    return answers?.[0] === 1;
  }

  /** Ends a session here at once, and at the other replicas where they can be told. */
  async end(id: string): Promise<void> {
    const digest = digestOfSession(id);
    this.#remember(digest);
    const text = this.#news.close(JSON.stringify({ ended: digest }), '');
    await this.#engine?.run([['set', `${PREFIX}ended:${digest}`, 1, 'EX', ENDED_SECONDS]]).catch(() => {});
    await this.#engine?.publish(text).catch(() => {});
  }

  /** Hands a message to whichever replica waits for it. @throws EngineAway */
  async pass(id: string, message: JSONRPCMessage): Promise<void> {
    await this.#engine?.publish(this.#news.close(JSON.stringify({ to: digestOfSession(id), message }), ''));
  }

  /** Begins to listen to the others. */
  listen(news: SessionNews): void {
    this.#engine?.listen((text) => {
      const opened = this.#news.open(text, '');
      const told: unknown = opened === undefined ? undefined : JSON.parse(opened);
      if (!isRecord(told)) return;
      if (typeof told.ended === 'string') {
        this.#remember(told.ended);
        news.ended(told.ended);
      } else if (typeof told.to === 'string') news.message(told.to, parseJSONRPCMessage(told.message));
    });
  }

  #remember(digest: string): void {
    this.#ended.add(digest);
    const [oldest] = this.#ended;
    if (this.#ended.size > REMEMBERED && oldest !== undefined) this.#ended.delete(oldest);
  }
}
