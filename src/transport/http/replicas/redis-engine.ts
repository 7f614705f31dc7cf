import { Redis, type RedisOptions } from 'ioredis';
import { ConfigError } from '../../../config/error.ts';
import { type Command, type Engine, EngineAway, PREFIX } from './engine.ts';

interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** How long an answer may take: whoever waits for it is a person's request. In milliseconds. */
const ANSWER_MS = 500;

/** After so long without any answer the connection is given up, and what waits on it. */
const SILENCE_MS = 5000;

/** How long the start waits for the engine. */
const START_MS = 3000;

/** The longest pause between attempts to reach it again. */
const RETRY_MS = 2000;

const CHANNEL = `${PREFIX}replicas`;

const OPTIONS = {
  lazyConnect: true,
  // What cannot be sent at once fails at once, and what was sent is never sent again.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  socketTimeout: SILENCE_MS,
  connectTimeout: START_MS,
  retryStrategy: (attempt: number) => Math.min(100 * attempt, RETRY_MS),
  connectionName: 'mistmcp',
} satisfies RedisOptions;

/** An engine that forgets by itself would forget that a confirmation was used. */
class Unfit extends Error {}

/**
 * Opens the engine.
 *
 * @param url its address; a password in it is in no message
 * @throws ConfigError for an engine that may evict keys, or that does not let this server in. One that cannot be reached
 *   is none: it may come later
 */
export async function openRedis(url: string, log: Log): Promise<Engine> {
  const engine = new RedisEngine(url, log);
  try {
    await engine.open();
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
}

class RedisEngine implements Engine {
  readonly #redis: Redis;
  readonly #log: Log;
  readonly #host: string;
  readonly #listeners: Redis[] = [];
  /** Resolves when the connection of now was found fit. */
  #checked: Promise<void> | undefined;
  #isAway = false;
  /** What the connection said last; the promise of connecting says only that it closed. */
  #lastError: unknown;

  constructor(url: string, log: Log) {
    this.#redis = new Redis(url, OPTIONS);
    this.#log = log;
    this.#host = new URL(url).host;
    this.#redis.on('error', (error: Error) => {
      this.#lastError = error;
      this.#tellAway(error);
    });
    this.#redis.on('close', () => {
      this.#checked = undefined;
    });
    this.#redis.on('ready', () => {
      this.#requireFit().then(
        () => this.#tellBack(),
        (error: Error) => this.#log.error(NOT_USED, { reason: error.message }),
      );
    });
  }

  /** @throws ConfigError */
  async open(): Promise<void> {
    try {
      await this.#redis.connect();
    } catch (error) {
      // Its own words may hold what was sent.
      if (isDenied(this.#lastError))
        throw new ConfigError(
          `--redis: ${this.#host} does not let this server in; check the user and password of MISTMCP_REDIS.`,
        );
      this.#tellAway(error);
      return;
    }
    try {
      await this.#requireFit();
    } catch (error) {
      if (error instanceof Unfit) throw new ConfigError(`--redis cannot take that engine: ${error.message}`);
      if (isDenied(error)) {
        throw new ConfigError(`--redis: ${this.#host} does not let this server ask INFO; give its user +info.`);
      }
      this.#tellAway(error);
    }
  }

  get isThere(): boolean {
    return this.#redis.status === 'ready' && !this.#isAway;
  }

  async run(commands: readonly Command[]): Promise<readonly unknown[]> {
    if (this.#redis.status !== 'ready') throw new EngineAway('The engine cannot be reached.', false);
    try {
      const answers = await inTime(this.#requireFit().then(() => this.#exec(commands)));
      this.#tellBack();
      // Its settings can be changed while it runs.
      for (const answer of answers) if (isMemory(answer)) this.#requireKeeping(answer);
      return answers;
    } catch (error) {
      if (error instanceof Unfit) this.#log.error(NOT_USED, { reason: error.message });
      else this.#tellAway(error);
      throw new EngineAway(error instanceof Error ? error.message : 'The engine failed.', true);
    }
  }

  async publish(text: string): Promise<void> {
    await this.run([['publish', CHANNEL, text]]);
  }

  listen(heard: (text: string) => void): void {
    const listener = this.#redis.duplicate({ ...OPTIONS, socketTimeout: undefined, autoResubscribe: true });
    this.#listeners.push(listener);
    listener.on('error', () => {});
    listener.on('message', (_channel: string, text: string) => heard(text));
    // The first time; later ones the client subscribes again by itself.
    listener.once('ready', () => void listener.subscribe(CHANNEL).catch(() => {}));
    listener.connect().catch(() => {});
  }

  async close(): Promise<void> {
    for (const one of [this.#redis, ...this.#listeners]) one.disconnect();
  }

  async #exec(commands: readonly Command[]): Promise<readonly unknown[]> {
    const answers = await this.#redis.multi(commands.map((command) => [...command])).exec();
    return (answers ?? []).map(([error, answer]) => {
      if (error) throw error;
      return answer;
    });
  }

  /** Looks once for each connection, and again where that failed. @throws Unfit */
  #requireFit(): Promise<void> {
    const checking = this.#checked ?? this.#check();
    this.#checked = checking;
    checking.catch(() => {
      if (this.#checked === checking) this.#checked = undefined;
    });
    return checking;
  }

  /** @throws Unfit for an engine that may drop keys before their time */
  async #check(): Promise<void> {
    this.#requireKeeping(await inTime(this.#redis.info('memory')));
  }

  /** @param memory what the engine says of its memory @throws Unfit */
  #requireKeeping(memory: string): void {
    const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
    const limit = /^maxmemory:(\d+)/m.exec(memory)?.[1];
    if (policy === undefined || limit === undefined) {
      throw new Unfit(`${this.#host} does not say whether it drops keys when memory is short, so it cannot be used.`);
    }
    if (limit === '0' || policy === 'noeviction') return;
    throw new Unfit(
      `${this.#host} drops keys when memory is short (maxmemory-policy ${policy}), so a used confirmation could be forgotten: set maxmemory-policy noeviction.`,
    );
  }

  #tellAway(error: unknown): void {
    if (this.#isAway) return;
    this.#isAway = true;
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    this.#log.warn('The engine of the replicas cannot be reached: nothing is confirmed until it can', {
      host: this.#host,
      code,
    });
  }

  #tellBack(): void {
    if (this.#isAway) this.#log.info('The engine of the replicas is there again', { host: this.#host });
    this.#isAway = false;
  }
}

const NOT_USED = 'The engine of the replicas is not used';

/** Whether an answer is that of INFO memory. */
const isMemory = (answer: unknown): answer is string => typeof answer === 'string' && answer.startsWith('# Memory');

const isDenied = (error: unknown): boolean =>
  error instanceof Error && /^(?:NOAUTH|WRONGPASS|NOPERM|ERR invalid password|ERR AUTH)/.test(error.message);

/**
 * Waits for an answer for so long as a person's request may. Where this process itself was busy for that time, the answer
 * is there and was not read yet, so it is looked for once more.
 *
 * @throws EngineAway
 */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const giveUp = (): void => reject(new EngineAway('The engine did not answer in time.', true));
    timer = setTimeout(() => setImmediate(giveUp), ANSWER_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
