import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isRecord } from '../../src/core/json.ts';

/** A server on its stdio, spoken to without an SDK so that only the server's own time is measured. */
export interface StdioServer {
  readonly child: ChildProcess;
  request(method: string, params?: object): Promise<Record<string, unknown>>;
  call(tool: string, args: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

const HELLO = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'bench', version: '1' },
};

/** Starts a server; the first request may be sent at once. */
export function startStdio(file: string, env: NodeJS.ProcessEnv, args: readonly string[] = []): StdioServer {
  const child = spawn(process.execPath, [file, ...args], { cwd: '/', env, stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = new Map<number, (message: Record<string, unknown>) => void>();
  let last = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message: unknown = JSON.parse(line);
    if (isRecord(message) && typeof message.id === 'number') waiting.get(message.id)?.(message);
  });
  const request: StdioServer['request'] = (method, params = {}) =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: last, method, params })}\n`);
    });
  return {
    child,
    async request(method, params) {
      const message = await request(method, method === 'initialize' ? HELLO : params);
      if (!isRecord(message.result)) throw new Error(`${method}: ${JSON.stringify(message.error)}`);
      return message.result;
    },
    async call(tool, args) {
      const result = await this.request('tools/call', { name: tool, arguments: args });
      if (result.isError === true) throw new Error(`${tool}: ${JSON.stringify(result.content)}`);
      return result;
    },
    async close() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
