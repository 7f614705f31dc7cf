import { openSync, writeSync } from 'node:fs';
import { type Level, type Logger, pino } from 'pino';

/** What belongs to a log line besides its sentence. */
export type Details = Readonly<Record<string, unknown>>;

/** Where the server tells its operator something; never stdout, which belongs to the protocol. */
export interface Log {
  debug(message: string, details?: Details): void;
  info(message: string, details?: Details): void;
  warn(message: string, details?: Details): void;
  error(message: string, details?: Details): void;
}

/** What the log needs to know. */
export interface LogOptions {
  debug: boolean;
  /** Path of a file that gets every line as JSON, appended. */
  file?: string | undefined;
  /** Replaced wherever it would appear, whatever the line is about. */
  token?: string | undefined;
  /** Takes further secrets out of a line, where there are many tokens. */
  hide?: ((line: string) => string) | undefined;
}

/** Fields that are never written, at the first and second level of the details. */
const SECRET_FIELDS = ['token', 'apitoken', 'authorization', 'Authorization', 'headers', 'cookie'];

/** Looking for a shorter text would make nonsense of lines that merely hold the same letters. */
const SHORTEST_TOKEN = 8;

const isDetails = (value: unknown): value is Details => typeof value === 'object' && value !== null;

/** A line for a person: time, level, sentence, then the details. */
function readable(line: string): string {
  const value: unknown = JSON.parse(line);
  if (!isDetails(value)) return line;
  const { time, level, msg, ...details } = value;
  const rest = Object.entries(details).map(([key, detail]) => ` ${key}=${JSON.stringify(detail)}`);
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${String(msg)}${rest.join('')}\n`;
}

/** @throws Error when the file cannot be opened */
function openFile(path: string): (line: string) => void {
  const file = openSync(path, 'a', 0o600);
  return (line) => {
    writeSync(file, line);
  };
}

const speak =
  (logger: Logger, level: Level) =>
  (message: string, details: Details = {}): void =>
    logger[level](details, message);

/**
 * Opens the log: stderr, readable on a terminal and JSON lines elsewhere, and a file where one is wanted.
 *
 * stderr is written with the process's own stream: in order, and at once while the reader keeps up. A synchronous write
 * would stop the server for good at a client that never empties the pipe.
 *
 * @throws Error when the file cannot be opened
 */
export function openLog({ debug, file, token, hide: hideMore }: LogOptions): Log {
  const toFile = file === undefined ? undefined : openFile(file);
  const secret = token !== undefined && token.length >= SHORTEST_TOKEN ? token : undefined;
  const hide = (line: string): string => {
    const clean = secret === undefined ? line : line.replaceAll(secret, '[token]');
    return hideMore ? hideMore(clean) : clean;
  };
  const write = (line: string): void => {
    process.stderr.write(hide(process.stderr.isTTY ? readable(line) : line));
    toFile?.(hide(line));
  };
  // A client that closed stderr must not end the server.
  process.stderr.on('error', () => {});
  const logger = pino(
    {
      level: debug ? 'debug' : 'info',
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[hidden]' },
    },
    { write },
  );
  return {
    debug: speak(logger, 'debug'),
    info: speak(logger, 'info'),
    warn: speak(logger, 'warn'),
    error: speak(logger, 'error'),
  };
}
