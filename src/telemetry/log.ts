import { type Level, type Logger, pino } from 'pino';
import { visibleJson } from '../core/clean-text.ts';
import { openLogFile } from './log-file.ts';

/** What belongs to a log line besides its sentence. */
export type Details = Readonly<Record<string, unknown>>;

/** How lines are written; `auto` is text for a person at a terminal and JSON for everything else. */
export type LogFormat = 'auto' | 'text' | 'json';

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
  /** `auto` unless told. */
  format?: LogFormat;
  /** Path of a file that gets every line too, appended; text only where that was asked for. */
  file?: string | undefined;
  /** Replaced wherever it would appear, whatever the line is about. */
  token?: string | undefined;
  /** Further texts to be replaced likewise, such as a proxy's password. */
  secrets?: readonly string[];
  /** Takes further secrets out of a line, where there are many tokens. */
  hide?: ((line: string) => string) | undefined;
}

/** Fields that are never written, at the first and second level of the details. */
const SECRET_FIELDS = ['token', 'apitoken', 'authorization', 'Authorization', 'headers', 'cookie'];

/** Looking for a shorter text would make nonsense of lines that merely hold the same letters. */
const SHORTEST_TOKEN = 8;

const isDetails = (value: unknown): value is Details => typeof value === 'object' && value !== null;

/** A line for a person: time, level, request, sentence, then the details. Who watches a terminal knows the day. */
function readable(line: string, watched: boolean): string {
  const value: unknown = JSON.parse(line);
  if (!isDetails(value)) return line;
  const { time, level, msg, request_id: id, ...details } = value;
  const rest = Object.entries(details).map(([key, detail]) => ` ${key}=${visibleJson(JSON.stringify(detail))}`);
  const request = id === undefined ? '' : `[${String(id)}] `;
  // One line stays one line, and does nothing to a terminal.
  const sentence = visibleJson(String(msg).replace(/\p{Cc}/gu, ' '));
  const when = watched ? String(time).slice(11, 19) : String(time);
  return `${when} ${String(level).padEnd(5)} ${request}${sentence}${rest.join('')}\n`;
}

const speak =
  (logger: Logger, level: Level) =>
  (message: string, details: Details = {}): void =>
    logger[level](details, message);

const ignore = (): void => {};

/** Replaces every secret that is long enough to be told from ordinary text. */
function hiding({ token, secrets = [], hide }: LogOptions): (line: string) => string {
  const known = [...(token === undefined ? [] : [{ text: token, mask: '[token]' }])];
  known.push(...secrets.map((text) => ({ text, mask: '[secret]' })));
  // In JSON a quote or a backslash of a password is written with another one before it.
  const written = known.flatMap((one) => [one, { ...one, text: JSON.stringify(one.text).slice(1, -1) }]);
  const long = written.filter(({ text }) => text.length >= SHORTEST_TOKEN);
  return (line) => {
    const clean = long.reduce((rest, { text, mask }) => rest.replaceAll(text, mask), line);
    return hide ? hide(clean) : clean;
  };
}

/** Writes to a file; the first line that cannot be written is reported, and none stops the work. */
function fileWriter(path: string): (line: string) => void {
  const file = openLogFile(path);
  let reported = false;
  return (line) => {
    try {
      file.write(line);
      reported = false;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      if (!reported) process.stderr.write(`mistmcp: the log file cannot be written (${code}).\n`);
      reported = true;
    }
  };
}

/**
 * Opens the log: stderr, readable on a terminal and JSON lines elsewhere unless told, and a file where one is wanted.
 * Lines that are written for a request carry its id, `request_id`, as their first detail.
 *
 * stderr is written with the process's own stream: in order, and at once while the reader keeps up. A synchronous write
 * would stop the server for good at a client that never empties the pipe.
 *
 * @throws Error when the file cannot be opened
 */
export function openLog(options: LogOptions): Log {
  const { debug, format = 'auto', file } = options;
  const toFile = file === undefined ? undefined : fileWriter(file);
  const hide = hiding(options);
  const write = (line: string): void => {
    const { isTTY } = process.stderr;
    const asText = format === 'text' || (format === 'auto' && isTTY);
    process.stderr.write(hide(asText ? readable(line, isTTY) : visibleJson(line)));
    toFile?.(hide(format === 'text' ? readable(line, false) : visibleJson(line)));
  };
  // A client that closed stderr must not end the server.
  process.stderr.off('error', ignore).on('error', ignore);
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
