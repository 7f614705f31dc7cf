import { type Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { openAuditLog, openSession, withPermittedTools } from '../../src/bootstrap.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createServerFactory } from '../../src/server.ts';
import type { Log } from '../../src/telemetry/log.ts';
import { ConsentDesk } from '../../src/tool/elicitation.ts';

/** A server in this very process, as mutation tests need it: they cannot change the code of another process. */
export interface DirectServer {
  stderr(): string;
  close(): Promise<void>;
}

function collectingLog(lines: string[]): Log {
  const speak =
    (level: string) =>
    (msg: string, details: Readonly<Record<string, unknown>> = {}): void => {
      lines.push(JSON.stringify({ level, msg, ...details }));
    };
  return { debug: speak('debug'), info: speak('info'), warn: speak('warn'), error: speak('error') };
}

/**
 * Connects a client to a server in this process, made from the same flags and variables as a process of its own.
 *
 * @throws ConfigError for flags and variables that the command line would refuse
 */
export async function connectDirect(
  client: Client,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<DirectServer> {
  const loaded = loadConfig(args, env, '/');
  if (loaded.kind !== 'run') throw new Error('the flags ask for a text, not for a server');
  const { config, warnings } = loaded;
  const lines: string[] = [];
  const log = collectingLog(lines);
  for (const warning of warnings) log.warn(warning);
  const session = await openSession(config, log);
  const allowed = await withPermittedTools(config, session, log);
  const desk = new ConsentDesk(config.stateKey);
  const audit = openAuditLog(log, config.auditLog);
  const factory = createServerFactory({ config: allowed, session, log, desk, audit });
  const [near, far] = InMemoryTransport.createLinkedPair();
  const handle = serveStdio(factory, { transport: far });
  await client.connect(near);
  return {
    stderr: () => lines.join('\n'),
    async close() {
      await client.close();
      await handle.close();
      await session.client.close();
    },
  };
}
