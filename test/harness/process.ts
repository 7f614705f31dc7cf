import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { expect } from 'vitest';
import { command, processEnv } from './command.ts';

/** A JSON-RPC message as it came over the wire. */
export type Message = Readonly<Record<string, unknown>>;

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running server and everything it has written. */
export interface ServerProcess {
  child: ChildProcessWithoutNullStreams;
  stdout(): string;
  stderr(): string;
  /** Settles when the process has ended and its output is complete. */
  exit: Promise<Exit>;
  /** Sends a notification, or a request whose answer `answer` waits for. */
  send(message: Message): void;
  /** The answer to a request. Rejects when the process ends without one. */
  answer(id: number): Promise<Message>;
  /** Waits until stderr holds the text. Rejects when the process ends without it. */
  said(text: string): Promise<void>;
}

const isMessage = (value: unknown): value is Message => typeof value === 'object' && value !== null;

/** Every line of stdout; one that is no JSON object throws, since nothing else may be there. */
export function messages(stdout: string): Message[] {
  const lines = stdout.split('\n').slice(0, -1);
  return lines.map((line) => {
    const value: unknown = JSON.parse(line);
    if (!isMessage(value)) throw new Error(`not a message: ${line}`);
    return value;
  });
}

/** Starts the server in an environment of nothing but `env`, in a folder without `.env`. */
export function startServer(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}, cwd = '/'): ServerProcess {
  const [program = '', ...rest] = command;
  const child = spawn(program, [...rest, ...args], { cwd, env: processEnv(env), stdio: 'pipe' });
  const news = new EventEmitter().setMaxListeners(0);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    news.emit('news');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    news.emit('news');
  });
  child.stdin.on('error', () => {});
  let ended = false;
  const exit = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => {
      ended = true;
      news.emit('news');
      resolve({ code, signal });
    });
  });
  const until = async <T>(find: () => T | undefined, what: string): Promise<T> => {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (ended) throw new Error(`the server ended without ${what}; stderr: ${stderr}`);
      await once(news, 'news');
    }
  };
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    exit,
    send: (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    answer: (id) => until(() => messages(stdout).find((message) => message.id === id), `an answer to ${id}`),
    said: (text) => until(() => (stderr.includes(text) ? true : undefined), `saying "${text}"`).then(() => {}),
  };
}

/** A token as Mist makes them, to be looked for where it must not be. */
export const TOKEN = 'q7Wc2LrT9vXn4KpB8sHd3FjM6gZy1AeU5oQi0RtN';

/** The opening of a client of the 2025 protocol. */
export const initialize = {
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

/** Ends the server and checks that it goes by itself; one that waits for its grace outlasts the test. */
export async function endsCleanly(server: ServerProcess, end: () => void): Promise<void> {
  end();
  expect(await server.exit).toEqual({ code: 0, signal: null });
  expect(server.stderr()).not.toContain(TOKEN);
  messages(server.stdout());
}
