import { McpServer, type McpServerFactory, type RegisteredTool } from '@modelcontextprotocol/server';
import { config as configureZod } from 'zod';
import { askingOf, handlesOf, requestOf, toolContext } from './call-context.ts';
import { InputError } from './core/errors/input-error.ts';
import { MistError } from './core/errors/mist-error.ts';
import { isRecord } from './core/json.ts';
import { type Attributes, callsLeft, toolCall } from './core/trace.ts';
import { choiceInputs, enabledTools, profileInputOf, registrationOf } from './enabled-tools.ts';
import { explainTool, explainUnknownTools } from './explain-tool.ts';
import { identity } from './identity.ts';
import { instructions, profileInstructions } from './instructions.ts';
import type { CallScope } from './mist/http/rate-limit/call-scope.ts';
import { registerPrompts } from './prompts/register.ts';
import { registerResources } from './resources/register.ts';
import type { ServerSetup } from './server-setup.ts';
import type { Tool } from './tool/define.ts';
import { isWriteTool, wouldChange } from './tool/effect.ts';
import { hasForm } from './tool/elicitation.ts';
import { ElicitationRequired } from './tool/elicitation-required.ts';
import { errorResult, isForPeople, kindOfFailure, resultOf } from './tool/result.ts';
import type { Attachment } from './tool/result-store/results.ts';
import { longestText, sanitizeAnswer } from './tool/sanitize-answer.ts';

export { enabledTools } from './enabled-tools.ts';
export { layerNotes } from './layer-notes.ts';
export type { ChosenProfile, Extension, ProfileChoice, ServerSetup } from './server-setup.ts';

// A compiled parser pays off for schemas that see many values; the protocol's see one message each at the start.
configureZod({ jitless: true });

/**
 * Has schemas compiled that are made from now on, as the protocol's are with their first message: for a server that many
 * clients send messages to.
 */
export const compileSchemas = (): unknown => configureZod({ jitless: false });

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
const instructionsFor = (refusal: MistError | undefined, profiles: readonly string[] | undefined): string =>
  `${refusal === undefined ? '' : `No call can succeed now; tell the person: ${refusal.what} ${refusal.advice}\n\n`}${instructions}${profiles === undefined ? '' : profileInstructions(profiles)}`;

/** A tool that changes something was called by a token for reading; the transport asks for another before that. */
const noScope = (): InputError =>
  new InputError(
    'The token lacks the scope for tools that change something.',
    'Ask for that scope when you sign in, then call again.',
  );

/**
 * Whether a call is about one profile. Kept rows are nobody's where a report of all profiles kept them; they are found
 * without one, as is the list of them.
 *
 * @param setup of several profiles, whose own session is nobody's
 */
function isOfProfile(tool: Tool, args: unknown, setup: ServerSetup): boolean {
  const input = profileInputOf(tool);
  if (input === undefined || tool.resumes !== 'rows') return input !== undefined;
  const { [input]: named, handle } = isRecord(args) ? args : {};
  if (named !== undefined || typeof handle !== 'string') return named !== undefined;
  return !handlesOf(setup)
    .list(setup.session.principal)
    .some(({ id }) => id === handle.trim());
}

/** Whether a call changes something, unless the tool itself decides. */
const changes = (tool: Tool, args: unknown): boolean =>
  isWriteTool(tool) && !(isRecord(args) && tool.onlyReads?.(args) === true);

/** Somebody named an organization whose profile is for reading. */
const onlyReading = (profile: string): InputError =>
  new InputError(
    `The profile ${profile} is for reading; nothing was sent.`,
    'Ask whoever runs this server to let it change something.',
  );

/** Write tools vanish from an application of the older revisions that cannot ask the person. */
function hideFrom(server: McpServer, writers: readonly RegisteredTool[]): void {
  server.server.oninitialized = () => {
    if (hasForm(server.server.getClientCapabilities())) return;
    for (const tool of writers) tool.disable();
  };
}

/**
 * The one tool that a request of the stateless protocol calls, as its headers say; the SDK holds them against the
 * message before it asks for a server. Assembling all tools for each call would cost more than most calls do.
 */
function calledTool(request: Request | undefined, tools: readonly Tool[]): Tool | undefined {
  if (request?.headers.get('mcp-method') !== 'tools/call') return undefined;
  const name = request.headers.get('mcp-name');
  return tools.find((tool) => tool.name === name);
}

/**
 * A factory of MCP servers for both protocol eras, for one principal. Everything that takes time (schemas, tables) is
 * made once and kept outside it, since a stateless transport asks for a server per request and a team has many factories.
 */
export function createServerFactory(setup: ServerSetup): McpServerFactory {
  const { config, log, observe, extend, choice } = setup;
  const plain = enabledTools(config);
  const all = enabledTools(config, true);
  return ({ era, requestInfo }) => {
    const across = choice !== undefined || setup.seesMsp?.() === true;
    const tools = across ? all : plain;
    const called = era === 'modern' ? calledTool(requestInfo, tools) : undefined;
    const server = new McpServer(identity, {
      ...extend?.options,
      instructions: instructionsFor(setup.refusal?.(), choice?.names),
    });
    explainUnknownTools(server, (name) => explainTool(name, config));
    const registrations: { readonly tool: Tool; readonly handle: RegisteredTool }[] = [];
    for (const tool of called ? [called] : tools) {
      const { name, title, description } = tool;
      const { schema, hints } = registrationOf(tool, choice !== undefined);
      const handle = server.registerTool(
        name,
        { title, description, inputSchema: schema, annotations: hints },
        (args, request) => {
          const { id: request_id, traceparent } = requestOf(request);
          return toolCall(name, traceparent, async (noted) => {
            const scope: CallScope = { requestId: request_id, calls: 0 };
            let caller = askingOf(request, undefined);
            let { session } = setup;
            try {
              const attachments: Attachment[] = [];
              const chosen =
                choice && isOfProfile(tool, args, setup) ? await choice.choose(args, choiceInputs(tool)) : undefined;
              session = chosen?.session ?? session;
              caller = askingOf(request, chosen?.name);
              if (!caller.mayChange && wouldChange(tool, args)) throw noScope();
              if (chosen?.readonly && changes(tool, args)) throw onlyReading(chosen.name);
              if (chosen) caller = { ...caller, readonly: chosen.readonly };
              const call = { caller, server, request, attachments, scope };
              const context = toolContext(tool, tools, { ...setup, session }, call);
              const answered = await tool.answer(context, chosen ? chosen.args : args);
              const data =
                chosen && isRecord(answered) ? { [choiceInputs(tool).input]: chosen.name, ...answered } : answered;
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
              if (!isForPeople(error)) log.error('A tool failed', { request_id, tool: name, error });
              observe?.(name, true, kindOfFailure(error));
              return errorResult(error, session.token, request_id);
            } finally {
              noted.set({ 'mistmcp.calls_used': scope.calls });
              callsLeft(session.budget.left);
              const told = { request_id, tool: name, calls_used: scope.calls, ...caller.record };
              if (caller.record) log.info('Tool call', told);
              else log.debug('Tool call', told);
            }
          });
        },
      );
      registrations.push({ tool, handle });
    }
    if (called) return server;
    const writers = registrations.filter(({ tool }) => isWriteTool(tool)).map(({ handle }) => handle);
    if (era === 'legacy' && config.elicitation) hideFrom(server, writers);
    const listed = () => registrations.filter(({ handle }) => handle.enabled).map(({ tool }) => tool);
    registerPrompts(server, { session: setup.session, log, offered: listed, across });
    const held = () => handlesOf(setup).list(setup.session.principal);
    registerResources(server, { config, session: setup.session, held, offered: listed });
    extend?.register(server);
    return server;
  };
}
