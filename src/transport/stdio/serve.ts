import type { Writable } from 'node:stream';
import type { McpServerFactory } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Log } from '../../telemetry/log.ts';
import { PipeTransport } from './pipe.ts';

/** Said to a person who started the server by hand and now sees nothing happen. */
const WAITING = `mistmcp is waiting for an MCP client on stdin; it is meant to be started by one.
Try mistmcp --help, or --demo in a client's configuration to use it without an account. Ctrl+C ends it.
`;

/** What serving over stdio takes. */
export interface StdioSetup {
  readonly factory: McpServerFactory;
  /** The stream that only the protocol writes to. */
  readonly stdout: Writable;
  readonly log: Log;
  /** Resolves to the name of the signal that ends it. */
  readonly signaled: Promise<NodeJS.Signals>;
  /** How long answers may take after stdin has ended, in milliseconds. */
  readonly graceMs: number;
}

/**
 * Serves one MCP client over stdin and stdout, both protocol eras, until the client leaves or a signal comes.
 *
 * @returns what ended the connection; calls in flight have then been aborted
 */
export function serveOverStdio({ factory, stdout, log, signaled, graceMs }: StdioSetup): Promise<string> {
  return new Promise((resolve) => {
    const end = async (reason: string): Promise<void> => {
      await handle.close();
      resolve(reason);
    };
    void signaled.then(end);
    const transport = new PipeTransport(process.stdin, stdout, {
      graceMs,
      closed: () => void end('the client has gone'),
    });
    const handle = serveStdio(factory, {
      transport,
      onerror: (error) => log.warn('MCP connection', { error: error.message }),
    });
    if (process.stdin.isTTY) process.stderr.write(WAITING);
  });
}
