import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Client, InMemoryTransport, type Tool } from '@modelcontextprotocol/client';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { examineToken, openAuditLog, openSession, withPermittedTools } from '../../src/bootstrap.ts';
import type { ElicitationHandler, Reply } from '../../src/cli/terminal-elicitation.ts';
import { loadConfig } from '../../src/config/config.ts';
import { isRecord, type JsonObject } from '../../src/core/json.ts';
import { createServerFactory } from '../../src/server.ts';
import { ConsentDesk } from '../../src/tool/elicitation.ts';

/** A working morning, at which every example is made. */
const MORNING = Date.UTC(2026, 10, 20, 8, 30);

/** What a call looks like from outside. */
export interface DocsAnswer {
  readonly answer: JsonObject;
  /** What the person was asked before something changed. */
  readonly question?: string;
}

/** A server in this process on its own simulated cloud, with an application that says yes to every question. */
export interface DocsServer {
  tools(): Promise<readonly Tool[]>;
  instructions(): string;
  /** @throws Error when the tool answers with an error: an example shows how it is done */
  call(tool: string, inputs: JsonObject): Promise<DocsAnswer>;
  /** @throws Error when a call was not as the specification has it, or is not simulated */
  close(): Promise<void>;
}

const PROSE = /\/generated\/prose\.json$/;

/**
 * The same code makes the same documents: the clock stands still, and the specification's own sentences, which lie on
 * some machines and belong in no document of ours, are as absent as in a fresh clone.
 */
export function makeRepeatable(): void {
  Date.now = () => MORNING;
  const { existsSync } = fs;
  Object.assign(fs, { existsSync: (path: string | URL) => !PROSE.test(String(path)) && existsSync(path) });
  syncBuiltinESMExports();
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Fills a form as somebody does who agrees: yes, and the name typed where it is asked for. */
function agreed(message: string, properties: JsonObject): Record<string, string | boolean> {
  const name = /"([^"]+)"/.exec(message)?.[1] ?? '';
  return Object.fromEntries(
    Object.entries(properties).map(([key, field]) => [key, isRecord(field) && field.type === 'boolean' ? true : name]),
  );
}

/** The form as applications show it: the message, and a line for each field. */
function shownForm(message: string, properties: JsonObject): string {
  const fields = Object.entries(properties).map(([key, field]) => {
    const { type, title = key } = isRecord(field) ? field : {};
    return type === 'boolean' ? `[ ] ${String(title)}` : String(title);
  });
  return [message.trimEnd(), '', ...fields].join('\n');
}

/**
 * Starts a server with the given flags; `--enable-write-tools` comes with a token that may write.
 *
 * @param person asked before something changes, in the place of somebody who says yes to everything
 * @param given the cloud in the place of one of its own; closed with the server
 * @param seesMsp whether the tools for several organizations are offered
 */
export async function startServer(
  args: readonly string[] = [],
  person?: ElicitationHandler,
  given?: DemoCloud,
  seesMsp = false,
): Promise<DocsServer> {
  const cloud = given ?? (await startDemoCloud({ seed: 1 }));
  const token = args.includes('--enable-write-tools') ? cloud.tokens.write : cloud.tokens.read;
  const loaded = loadConfig(args, { MIST_HOST: cloud.url, MIST_APITOKEN: token }, '/');
  if (loaded.kind !== 'run') throw new Error('The flags ask for a text, not for a server');
  const session = await openSession(loaded.config);
  const config = withPermittedTools(loaded.config, await examineToken(loaded.config, session, silent), silent);
  const factory = createServerFactory({
    config,
    session,
    log: silent,
    desk: new ConsentDesk(undefined),
    audit: openAuditLog(silent, undefined),
    seesMsp: () => seesMsp,
    // The simulated network has taken a change by the time it is looked at.
    clock: { now: Date.now, sleep: async () => {} },
  });

  const asked: { form?: string } = {};
  const client = new Client({ name: 'docs', version: '1' }, { capabilities: { elicitation: { form: {} } } });
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    const schema = 'requestedSchema' in params ? params.requestedSchema : undefined;
    const properties = isRecord(schema) && isRecord(schema.properties) ? schema.properties : {};
    asked.form = shownForm(params.message, properties);
    const reply: Reply = (await person?.ask(params)) ?? {
      action: 'accept',
      content: agreed(params.message, properties),
    };
    return { ...reply };
  });
  const [near, far] = InMemoryTransport.createLinkedPair();
  const handle = serveStdio(factory, { transport: far });
  await client.connect(near);
  return {
    tools: async () => (await client.listTools()).tools,
    instructions: () => client.getInstructions() ?? '',
    async call(name, inputs) {
      delete asked.form;
      const { content, isError } = await client.callTool({ name, arguments: inputs });
      const [first] = content;
      const answer: unknown = first?.type === 'text' ? JSON.parse(first.text) : undefined;
      if (isError === true || !isRecord(answer)) {
        throw new Error(`The example of ${name} fails: ${first?.type === 'text' ? first.text : 'no text'}`);
      }
      return { answer, ...(asked.form === undefined ? {} : { question: asked.form }) };
    },
    async close() {
      await client.close();
      await handle.close();
      await session.client.close();
      await cloud.close();
      if (cloud.violations.length > 0)
        throw new Error(`The cloud objects to an example: ${cloud.violations.join('; ')}`);
    },
  };
}
