import { setMaxListeners } from 'node:events';
import {
  McpServer,
  type McpServerFactory,
  type RegisteredTool,
  type ServerContext,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import { config as configureZod } from 'zod';
import type { Config } from './config/config.ts';
import { cleanText } from './core/clean-text.ts';
import { InputError } from './core/errors/input-error.ts';
import { MistError } from './core/errors/mist-error.ts';
import { isRecord } from './core/json.ts';
import { withoutToken } from './core/mask.ts';
import { type Attributes, callsLeft, toolCall } from './core/trace.ts';
import { Work } from './core/work.ts';
import { enabledTools, registrationOf } from './enabled-tools.ts';
import { explainTool, explainUnknownTools } from './explain-tool.ts';
import { identity } from './identity.ts';
import { instructions } from './instructions.ts';
import { type Tally, withTally } from './mist/http/rate-limit/call-tally.ts';
import type { Session } from './mist/session.ts';
import { registerPrompts } from './prompts/register.ts';
import { registerResources } from './resources/register.ts';
import type { Audit } from './telemetry/audit-log.ts';
import type { Log } from './telemetry/log.ts';
import type { Question, ToolContext } from './tool/context.ts';
import type { Tool } from './tool/define.ts';
import { isWriteTool } from './tool/effect.ts';
import { type ConsentDesk, canAsk, hasForm } from './tool/elicitation.ts';
import { ElicitationRequired } from './tool/elicitation-required.ts';
import type { PropertySchema } from './tool/input-schema.ts';
import { maskingFor } from './tool/masking.ts';
import { errorResult, isForPeople, kindOfFailure, resultOf } from './tool/result.ts';
import { type Attachment, resultsOf } from './tool/result-store/results.ts';
import { HandleStore } from './tool/result-store/store.ts';
import { longestText, sanitizeAnswer } from './tool/sanitize-answer.ts';

export { enabledTools } from './enabled-tools.ts';
export { layerNotes } from './layer-notes.ts';

// A compiled parser pays off for schemas that see many values; the protocol's see one message each at the start.
configureZod({ jitless: true });

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
  /** Why the cloud did not accept the token, where it was asked before. */
  readonly refusal?: () => MistError | undefined;
  /** There where the caller has several profiles; `session` is then nobody's and asks Mist nothing. */
  readonly choice?: ProfileChoice | undefined;
  /** Told of every tool call that has ended, where somebody counts them; a failed one with the word for its error. */
  readonly observe?: (tool: string, failed: boolean, kind?: string) => void;
  /** Puts more on each server than the tools; only tests do: the protocol's conformance suite brings its fixtures. */
  readonly extend?: Extension;
}

/** The profile that a call is about. */
export interface ChosenProfile {
  readonly name: string;
  readonly session: Session;
  /** What is left for the tool. */
  readonly args: unknown;
}

/** Profiles that a caller has to choose between, call by call. */
export interface ProfileChoice {
  /** The input that names one, as it is advertised. */
  readonly property: PropertySchema;
  /** @throws InputError that says which there are */
  choose(args: unknown): ChosenProfile;
}

/** What is put on a server besides the tools. */
export interface Extension {
  readonly options?: ServerOptions;
  register(server: McpServer): void;
}

/** The tool that looks at kept rows. */
const QUERY_TOOL = 'mist_query_result';

/** A 2026 application has a server for each request: what is kept has to outlive it. */
const processHandles = new HandleStore();

/** What the protocol has for one call, and where it leaves what goes beside its answer. */
interface ProtocolCall {
  /** Who calls, where somebody signed in. */
  readonly caller: Asking;
  readonly server: McpServer;
  readonly request: ServerContext;
  readonly attachments: Attachment[];
}

/** Longest question, in characters; what is sent may take most of it. A person does not read more with care. */
const MAX_QUESTION_CHARACTERS = 24_000;

/** @throws InputError for a question that nobody would read */
function requireReadable({ message }: Pick<Question, 'message'>): void {
  if (message.length <= MAX_QUESTION_CHARACTERS) return;
  throw new InputError(
    `What would be done takes ${message.length} characters to tell, more than a person can be asked to read; nothing was sent.`,
    'Split it into several calls.',
  );
}

/** The context of one call of a tool: the only place where one is made. */
function toolContext(
  tool: Tool,
  tools: readonly Tool[],
  setup: ServerSetup,
  { caller, server, request, attachments }: ProtocolCall,
): ToolContext {
  const { config, session, log, desk, audit, handles = processHandles } = setup;
  const { principal } = session;
  const { signal, _meta: meta, notify } = request.mcpReq;
  // Requests of one call that wait side by side each listen for its end; that is no leak to warn of on stderr.
  setMaxListeners(0, signal);
  let steps = 0;
  const work = new Work({ limitMs: config.callSeconds * 1000 });
  const masking = maskingFor(session.token, config.revealSecrets, { work, signal, principal });
  return {
    ...{ session, signal, tools },
    policy: caller.mayChange ? config : { ...config, writeTools: false },
    ...masking,
    work,
    results: resultsOf(
      handles,
      {
        principal,
        token: session.token,
        tool: tool.name,
        masking,
        work,
        offered: tools.some(({ name }) => name === QUERY_TOOL),
      },
      attachments,
    ),
    async send(route, parameters = {}) {
      if (!tool.anyRoute && !tool.routes.includes(route)) throw new Error(`${tool.name} does not declare ${route}`);
      return session.client.send({ route, ...parameters, signal });
    },
    get: (url) => session.client.get(url, signal),
    canConfirm: !config.elicitation || canAsk({ server, context: request }),
    async confirm(question) {
      if (config.elicitation) {
        requireReadable(question);
        // Whoever named an object in the network must not be able to turn or hide what the person reads.
        const message =
          caller.profile === undefined ? question.message : `${placeOf(caller.profile, session)}\n${question.message}`;
        const shown = { ...question, message: withoutToken(cleanText(message), session.token) };
        return desk.ask({ tool: tool.name, principal, context: request, server }, shown);
      }
      if (question.personOnly !== undefined)
        throw new InputError(
          `${question.personOnly}, and --disable-elicitation is on: nothing was sent.`,
          'Use a server without --disable-elicitation for it, or the Mist portal; dry_run shows the reasons.',
        );
      if (question.typed !== undefined)
        throw new InputError(
          'This needs a word that the person types, and --disable-elicitation is on: nothing was sent.',
          'Use a server without --disable-elicitation for it, or the Mist portal; whoever runs this one may let it through with --policy.',
        );
      log.warn('Not confirmed by a person: --disable-elicitation is on', { tool: tool.name });
      return { answer: 'bypassed' };
    },
    progress(message) {
      if (meta?.progressToken === undefined) return;
      steps += 1;
      const params = {
        progressToken: meta.progressToken,
        progress: steps,
        message: withoutToken(cleanText(message), session.token),
      };
      // An application that went away does not need to know how far the call is.
      notify({ method: 'notifications/progress', params }).catch(() => {});
    },
    record: (entry) => audit.write({ principal, tool: tool.name, ...caller.record, ...entry }),
  };
}

/** Where something would be done, for a person who works in several places. */
const placeOf = (profile: string, { cloud }: Session): string => `Profile ${profile} on ${cloud.name}.`;

/** Who calls, as far as a transport says so. */
interface Asking {
  readonly record?: Readonly<Record<string, unknown>> | undefined;
  readonly mayChange: boolean;
  /** The profile, where there are several to choose between. */
  readonly profile?: string | undefined;
}

/** Reads who calls from what the transport hands on with a request. */
function askingOf({ http }: ServerContext, profile: string | undefined): Asking {
  const { caller, mayChange } = http?.authInfo?.extra ?? {};
  const record = isRecord(caller) ? { ...caller, ...(profile === undefined ? {} : { profile }) } : undefined;
  return { record, mayChange: mayChange !== false, profile };
}

/** How a call that gave no answer ended, for the telemetry. */
const outcomeOf = (error: unknown): Attributes =>
  error instanceof ElicitationRequired
    ? { 'mistmcp.outcome': 'asked' }
    : { 'mistmcp.outcome': 'error', 'error.type': 'tool_error', 'mistmcp.error.kind': kindOfFailure(error) };

/** An abort is reported as `cancelled`, whichever layer threw it. */
const cancelledOr = (thrown: unknown, { aborted, reason }: AbortSignal): unknown =>
  aborted && thrown === reason
    ? new MistError('cancelled', 'The call was cancelled.', 'Ask again if it is still wanted.')
    : thrown;

/** A token that the cloud refuses is told before anything is called with it. */
const instructionsFor = (refusal: MistError | undefined): string =>
  refusal === undefined
    ? instructions
    : `No call can succeed now; tell the person: ${refusal.what} ${refusal.advice}\n\n${instructions}`;

/** A tool that changes something was called by a token for reading; the transport asks for another before that. */
const noScope = (): InputError =>
  new InputError(
    'The token lacks the scope for tools that change something.',
    'Ask for that scope when you sign in, then call again.',
  );

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
  const { config, log, observe, extend, choice } = setup;
  const tools = enabledTools(config);
  return ({ era }) => {
    const server = new McpServer(identity, { ...extend?.options, instructions: instructionsFor(setup.refusal?.()) });
    explainUnknownTools(server, (name) => explainTool(name, config));
    const registrations: { readonly tool: Tool; readonly handle: RegisteredTool }[] = [];
    for (const tool of tools) {
      const { name, title, description } = tool;
      const { schema, hints } = registrationOf(tool, choice?.property);
      const handle = server.registerTool(
        name,
        { title, description, inputSchema: schema, annotations: hints },
        (args, request) =>
          toolCall(name, request.mcpReq._meta, async (noted) => {
            const tally: Tally = { calls: 0 };
            let caller = askingOf(request, undefined);
            let { session } = setup;
            try {
              const attachments: Attachment[] = [];
              const chosen = choice?.choose(args);
              session = chosen?.session ?? session;
              caller = askingOf(request, chosen?.name);
              if (!caller.mayChange && isWriteTool(tool)) throw noScope();
              const context = toolContext(tool, tools, { ...setup, session }, { caller, server, request, attachments });
              const answered = await withTally(tally, () => tool.answer(context, chosen ? chosen.args : args));
              const data = chosen && isRecord(answered) ? { profile: chosen.name, ...answered } : answered;
              const { maxResponseTokens: most } = config;
              const longest = longestText(tool, most);
              const shown = await sanitizeAnswer(data, context, { token: session.token, longest });
              const result = resultOf(shown, config.responseFormat, attachments, most);
              observe?.(name, false);
              noted.set({ 'mistmcp.outcome': 'ok' });
              return result;
            } catch (thrown) {
              const error = cancelledOr(thrown, request.mcpReq.signal);
              noted.set(outcomeOf(error));
              if (error instanceof ElicitationRequired) return error.result;
              if (!isForPeople(error)) log.error('A tool failed', { tool: name, error });
              observe?.(name, true, kindOfFailure(error));
              return errorResult(error, session.token);
            } finally {
              noted.set({ 'mistmcp.calls_used': tally.calls });
              callsLeft(session.budget.left);
              const told = { tool: name, calls_used: tally.calls, ...caller.record };
              if (caller.record) log.info('Tool call', told);
              else log.debug('Tool call', told);
            }
          }),
      );
      registrations.push({ tool, handle });
    }
    const writers = registrations.filter(({ tool }) => isWriteTool(tool)).map(({ handle }) => handle);
    if (era === 'legacy' && config.elicitation) hideFrom(server, writers);
    const listed = () => registrations.filter(({ handle }) => handle.enabled).map(({ tool }) => tool);
    registerPrompts(server, { session: setup.session, log, offered: listed });
    registerResources(server, { config, session: setup.session, offered: listed });
    extend?.register(server);
    return server;
  };
}
