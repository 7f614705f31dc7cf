import {
  McpServer,
  type McpServerFactory,
  type RegisteredTool,
  type ServerContext,
  type ServerOptions,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import type { Audit } from './audit.ts';
import type { Config } from './config.ts';
import { instructions } from './instructions.ts';
import type { Log } from './log.ts';
import { type Tally, withTally } from './mist/governor/tally.ts';
import type { Session } from './mist/session.ts';
import type { Call } from './tool/call.ts';
import { Asked, type ConsentDesk, canAsk, hasForm } from './tool/confirm.ts';
import type { Tool } from './tool/define.ts';
import { hintsOf, isWriteTool } from './tool/effect.ts';
import { HandleStore } from './tool/handles.ts';
import { advertisedSchema } from './tool/input-schema.ts';
import { redact } from './tool/redact.ts';
import { errorResult, isForPeople, resultOf } from './tool/result.ts';
import { type Attachment, resultsOf } from './tool/results.ts';
import { tools } from './tools/index.ts';
import { version } from './version.ts';

/** What a server is made from: the operator's decisions, the principal that it serves, and the log. */
export interface ServerSetup {
  readonly config: Config;
  readonly session: Session;
  readonly log: Log;
  readonly desk: ConsentDesk;
  /** Where attempts to change something are put on record. */
  readonly audit: Audit;
  /** Where rows stay that tools keep; all servers of the process share one unless told. */
  readonly handles?: HandleStore;
  /** Told of every tool call that has ended, where somebody counts them. */
  readonly observe?: (tool: string, failed: boolean) => void;
  /** Puts more on each server than the tools; only tests do: the protocol's conformance suite brings its fixtures. */
  readonly extend?: Extension;
}

/** What is put on a server besides the tools. */
export interface Extension {
  readonly options?: ServerOptions;
  register(server: McpServer): void;
}

/** A tool with what the SDK wants to know of it. */
interface Offered {
  readonly tool: Tool;
  readonly schema: StandardSchemaWithJSON;
  readonly hints: ReturnType<typeof hintsOf>;
}

/** Servers differ in their tools alone, whoever they serve. */
const offers = new Map<string, readonly Offered[]>();

/** The tool that looks at kept rows. */
const QUERY_TOOL = 'mist_query_result';

/** A 2026 application has a server for each request: what is kept has to outlive it. */
const processHandles = new HandleStore();

function offersOf(config: Config): readonly Offered[] {
  const key = `${config.writeTools} ${config.tools?.join()}`;
  const known = offers.get(key);
  if (known) return known;
  const made = offeredTools(config).map((tool) => ({ tool, schema: standardSchema(tool), hints: hintsOf(tool) }));
  offers.set(key, made);
  return made;
}

/** Tools that the operator's policy offers, in the order of the README. */
export function offeredTools({ writeTools, tools: names }: Pick<Config, 'writeTools' | 'tools'>): readonly Tool[] {
  return tools.filter((tool) => (writeTools || !isWriteTool(tool)) && (names?.includes(tool.name) ?? true));
}

/**
 * Advertised as it stands; reading the inputs is the pipeline's task, whose sentences name what is right. The SDK would
 * answer with its own words before a tool could.
 */
function standardSchema(tool: Tool): StandardSchemaWithJSON {
  return {
    '~standard': {
      version: 1,
      vendor: 'mistmcp',
      validate: (value) => ({ value }),
      jsonSchema: { input: () => advertisedSchema(tool.inputs), output: () => ({}) },
    },
  };
}

/** What there is for one call, and where it leaves what goes beside its answer. */
interface Calling {
  readonly server: McpServer;
  readonly context: ServerContext;
  readonly files: Attachment[];
}

function callOf(tool: Tool, setup: ServerSetup, { server, context, files }: Calling): Call {
  const { config, session, log, desk, audit, handles = processHandles } = setup;
  const { principal } = session;
  const { signal, _meta: meta, notify } = context.mcpReq;
  let steps = 0;
  return {
    session,
    signal,
    policy: config,
    results: resultsOf(
      handles,
      {
        principal,
        tool: tool.name,
        reveal: config.revealSecrets,
        offered: config.tools?.includes(QUERY_TOOL) ?? true,
      },
      files,
    ),
    async send(route, parameters = {}) {
      if (!tool.routes.includes(route)) throw new Error(`${tool.name} does not declare ${route}`);
      return session.client.send({ route, ...parameters, signal });
    },
    canConfirm: !config.elicitation || canAsk({ server, context }),
    async confirm(question) {
      if (config.elicitation) return desk.ask({ tool: tool.name, principal, context, server }, question);
      log.warn('Not confirmed by a person: --disable-elicitation is on', { tool: tool.name });
      return { answer: 'bypassed' };
    },
    progress(message) {
      if (meta?.progressToken === undefined) return;
      steps += 1;
      const params = { progressToken: meta.progressToken, progress: steps, message };
      // An application that went away does not need to know how far the call is.
      notify({ method: 'notifications/progress', params }).catch(() => {});
    },
    record: (entry) => audit.write({ principal, tool: tool.name, ...entry }),
  };
}

/** Write tools vanish from an application of the older revisions that cannot ask the person. */
function hideFrom(server: McpServer, writers: readonly RegisteredTool[]): void {
  server.server.oninitialized = () => {
    if (hasForm(server.server.getClientCapabilities())) return;
    for (const tool of writers) tool.disable();
  };
}

/**
 * A factory of MCP servers for both protocol eras, for one principal. Everything that takes time (schemas, tables) is
 * made once and kept outside it, since a stateless transport asks for a server per request and a team has many factories.
 */
export function createServerFactory(setup: ServerSetup): McpServerFactory {
  const { config, log, observe, extend } = setup;
  const offered = offersOf(config);
  return ({ era }) => {
    const server = new McpServer(
      { name: 'mistmcp', title: 'Juniper Mist', version },
      { ...extend?.options, instructions },
    );
    const writers: RegisteredTool[] = [];
    for (const { tool, schema, hints } of offered) {
      const { name, title, description } = tool;
      const registered = server.registerTool(
        name,
        { title, description, inputSchema: schema, annotations: hints },
        async (args, context) => {
          const tally: Tally = { calls: 0 };
          try {
            const files: Attachment[] = [];
            const call = callOf(tool, setup, { server, context, files });
            const data = await withTally(tally, () => tool.answer(call, args));
            const result = resultOf(redact(data, { reveal: config.revealSecrets }), config.responseFormat, files);
            observe?.(name, false);
            return result;
          } catch (error) {
            if (error instanceof Asked) return error.result;
            if (!isForPeople(error)) log.error('A tool failed', { tool: name, error });
            observe?.(name, true);
            return errorResult(error);
          } finally {
            log.debug('Tool call', { tool: name, calls_used: tally.calls });
          }
        },
      );
      if (isWriteTool(tool)) writers.push(registered);
    }
    if (era === 'legacy' && config.elicitation) hideFrom(server, writers);
    extend?.register(server);
    return server;
  };
}
