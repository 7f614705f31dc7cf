import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { examineToken, openSession, withPermittedTools } from '../../src/bootstrap.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createServerFactory } from '../../src/server.ts';
import { openAudit } from '../../src/telemetry/audit-log.ts';
import { ConsentDesk } from '../../src/tool/elicitation.ts';
import { readAnswer } from './answer.ts';
import { startCloud } from './cloud.ts';
import { speaking } from './era.ts';
import { keptLog } from './log.ts';
import { PATIENCE } from './patience.ts';
import type { Stage, StageOptions } from './stage.ts';

/** Both ends of a connection, on which a message is what JSON leaves of it, as on a wire. */
function connection(): ReturnType<typeof InMemoryTransport.createLinkedPair> {
  const ends = InMemoryTransport.createLinkedPair();
  for (const end of ends) {
    const send = end.send.bind(end);
    end.send = (message, options) => send(JSON.parse(JSON.stringify(message)), options);
  }
  return ends;
}

/**
 * Opens a stage whose server is in this process: for what tools, prompts and resources answer, where the process itself,
 * its streams and its end are not the subject. It saves a start and runs code that is warm.
 */
export async function openLocalStage(options: StageOptions = {}): Promise<Stage> {
  const cloud = await startCloud();
  const which = 'token' in options ? options.token : 'read';
  const env = { MIST_HOST: cloud.url, ...(which ? { MIST_APITOKEN: cloud.tokens[which] } : {}), ...options.env };
  const loaded = loadConfig(options.args ?? [], env, '/');
  if (loaded.kind !== 'run') throw new Error('no configuration to run with');
  const { log, lines } = keptLog();
  const session = await openSession(loaded.config, log);
  const finding = await examineToken(loaded.config, session, log);
  const config = withPermittedTools(loaded.config, finding, log);
  const factory = createServerFactory({
    ...{ config, session, log, desk: new ConsentDesk(config.stateKeys), audit: openAudit(log, config.auditLog) },
    refusal: () => finding?.refusal,
    seesMsp: () => finding?.msp === true,
  });
  const [mine, theirs] = connection();
  const handle = serveStdio(factory, { transport: theirs });
  const { era = '2025-11-25' } = options;
  const client = new Client({ name: 'stage', version: '1' }, { ...speaking(era), ...options.client });
  await client.connect(mine);
  return {
    cloud,
    client,
    stderr: () => lines.join('\n'),
    async call(tool, args = {}, more = {}) {
      return readAnswer(await client.callTool({ name: tool, arguments: args }, { timeout: PATIENCE, ...more }));
    },
    async close() {
      await client.close();
      await handle.close();
      await session.client.close();
      await cloud.close();
    },
  };
}
