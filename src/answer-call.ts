import type { CallToolResult, InputRequiredResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import { type Asking, askingOf, handlesOf, requestOf, toolContext } from './call-context.ts';
import { InputError } from './core/errors/input-error.ts';
import { MistError } from './core/errors/mist-error.ts';
import { isRecord } from './core/json.ts';
import { type Attributes, callsLeft, toolCall } from './core/trace.ts';
import { choiceInputs, profileInputOf } from './enabled-tools.ts';
import type { CallScope } from './mist/http/rate-limit/call-scope.ts';
import type { Session } from './mist/session.ts';
import type { ServerSetup } from './server-setup.ts';
import type { Tool } from './tool/define.ts';
import { isWriteTool, wouldChange } from './tool/effect.ts';
import { ElicitationRequired } from './tool/elicitation-required.ts';
import { errorResult, isForPeople, kindOfFailure, resultOf } from './tool/result.ts';
import type { Attachment } from './tool/result-store/results.ts';
import { longestText, sanitizeAnswer } from './tool/sanitize-answer.ts';

/** What all calls of one server share. */
export interface CallSetup {
  readonly setup: ServerSetup;
  readonly server: McpServer;
  /** The tools that it offers. */
  readonly tools: readonly Tool[];
}

/** Who a call is for, and with what. */
interface Party {
  readonly caller: Asking;
  readonly session: Session;
  /** What is left for the tool. */
  readonly args: unknown;
  /** Where there are several profiles: the input that tells one, and the one that the call is about. */
  readonly profile?: { readonly input: string; readonly name: string };
}

/**
 * Answers one call of a tool: who it is for, whether that may be, the tool itself, and what of its answer may be shown.
 * Whatever goes wrong is an answer too, which says what to do next.
 *
 * @param args as the client sent them; the tool reads them
 */
export function answerCall(
  tool: Tool,
  args: unknown,
  request: ServerContext,
  { setup, server, tools }: CallSetup,
): Promise<CallToolResult | InputRequiredResult> {
  const { config, log, observe } = setup;
  const { id: request_id, traceparent } = requestOf(request);
  return toolCall(tool.name, traceparent, async (noted) => {
    const scope: CallScope = { requestId: request_id, calls: 0 };
    let party: Party = { caller: askingOf(request, undefined), session: setup.session, args };
    try {
      party = await partyOf(tool, args, request, setup);
      requireRights(tool, args, party);
      const { caller, session, profile } = party;
      const attachments: Attachment[] = [];
      const call = { caller, server, request, attachments, scope };
      const context = toolContext(tool, tools, { ...setup, session }, call);
      const answer = await tool.answer(context, party.args);
      const data = profile && isRecord(answer) ? { [profile.input]: profile.name, ...answer } : answer;
      const { maxResponseTokens: most } = config;
      const shown = await sanitizeAnswer(data, context, { token: session.token, longest: longestText(tool, most) });
      const result = resultOf(shown, config.responseFormat, attachments, most);
      observe?.(tool.name, false);
      noted.set({ 'mistmcp.outcome': 'ok' });
      return result;
    } catch (thrown) {
      const error = cancelledOr(thrown, request.mcpReq.signal);
      noted.set(outcomeOf(error));
      if (error instanceof ElicitationRequired) return error.result;
      if (!isForPeople(error)) log.error('A tool failed', { request_id, tool: tool.name, error });
      observe?.(tool.name, true, kindOfFailure(error));
      return errorResult(error, party.session.token, request_id);
    } finally {
      noted.set({ 'mistmcp.calls_used': scope.calls });
      callsLeft(party.session.budget.left);
      const { record } = party.caller;
      const entry = { request_id, tool: tool.name, calls_used: scope.calls, ...record };
      if (record) log.info('Tool call', entry);
      else log.debug('Tool call', entry);
    }
  });
}

/**
 * Finds out who a call is for.
 *
 * @throws InputError where it does not say which of several profiles it is about
 */
async function partyOf(tool: Tool, args: unknown, request: ServerContext, setup: ServerSetup): Promise<Party> {
  const { choice, session } = setup;
  if (!choice || !isOfProfile(tool, args, setup)) return { caller: askingOf(request, undefined), session, args };
  const inputs = choiceInputs(tool);
  const { name, readonly, session: own, args: others } = await choice.choose(args, inputs);
  const caller = { ...askingOf(request, name), readonly };
  return { caller, session: own, args: others, profile: { input: inputs.input, name } };
}

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

/** @throws InputError where the call would change something that this caller may only read */
function requireRights(tool: Tool, args: unknown, { caller, profile }: Party): void {
  if (!wouldChange(tool, args)) return;
  // The transport asks for another token before it comes to this.
  if (!caller.mayChange)
    throw new InputError(
      'The token lacks the scope for tools that change something.',
      'Ask for that scope when you sign in, then call again.',
    );
  // Tools that read and write say it themselves, in their own words.
  if (caller.readonly && profile && isWriteTool(tool))
    throw new InputError(
      `The profile ${profile.name} is for reading; nothing was sent.`,
      'Ask whoever runs this server to let it change something.',
    );
}

/** An abort is reported as `cancelled`, whichever layer threw it. */
const cancelledOr = (thrown: unknown, { aborted, reason }: AbortSignal): unknown =>
  aborted && thrown === reason
    ? new MistError('cancelled', 'The call was cancelled.', 'Ask again if it is still wanted.')
    : thrown;

/** How a call that gave no answer ended, for the telemetry. */
const outcomeOf = (error: unknown): Attributes =>
  error instanceof ElicitationRequired
    ? { 'mistmcp.outcome': 'asked' }
    : { 'mistmcp.outcome': 'error', 'error.type': 'tool_error', 'mistmcp.error.kind': kindOfFailure(error) };
