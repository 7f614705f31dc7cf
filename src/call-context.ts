import { setMaxListeners } from 'node:events';
import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import type { Config } from './config/config.ts';
import { cleanText } from './core/clean-text.ts';
import { systemClock } from './core/clock.ts';
import { InputError } from './core/errors/input-error.ts';
import { isRecord } from './core/json.ts';
import { withoutToken } from './core/mask.ts';
import { isRequestContext, newRequest, type RequestContext } from './core/request-context.ts';
import { Work } from './core/work.ts';
import { profileInputOf } from './enabled-tools.ts';
import { sessionOfCall } from './mist/call-session.ts';
import type { CallScope } from './mist/http/rate-limit/call-scope.ts';
import type { Session } from './mist/session.ts';
import type { ProfileChoice, ServerSetup } from './server-setup.ts';
import type { Policy, ProfileAccess, Question, ToolContext } from './tool/context.ts';
import type { Tool } from './tool/define.ts';
import { canAsk } from './tool/elicitation.ts';
import { maskingFor } from './tool/masking.ts';
import { type Attachment, resultsOf } from './tool/result-store/results.ts';
import { HandleStore } from './tool/result-store/store.ts';

/** The tool that looks at kept rows. */
const QUERY_TOOL = 'mist_query_result';

/** A 2026 application has a server for each request: what is kept has to outlive it. */
const processHandles = new HandleStore();

/** Where rows of a server are kept. */
export const handlesOf = ({ handles = processHandles }: Pick<ServerSetup, 'handles'>): HandleStore => handles;

/** What the protocol has for one call, and where it leaves what goes beside its answer. */
export interface ProtocolCall {
  /** Who calls, where somebody signed in. */
  readonly caller: Asking;
  readonly server: McpServer;
  readonly request: ServerContext;
  readonly attachments: Attachment[];
  /** Counts its requests. */
  readonly scope: CallScope;
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
export function toolContext(
  tool: Tool,
  tools: readonly Tool[],
  setup: ServerSetup,
  { caller, server, request, attachments, scope }: ProtocolCall,
): ToolContext {
  const { config, log, desk, audit, clock = systemClock } = setup;
  const session = sessionOfCall(setup.session, scope);
  const { requestId: request_id } = scope;
  const handles = handlesOf(setup);
  const { principal } = session;
  const { signal, _meta: meta, notify } = request.mcpReq;
  // Requests of one call that wait side by side each listen for its end; that is no leak to warn of on stderr.
  setMaxListeners(0, signal);
  let steps = 0;
  const work = new Work({ limitMs: config.callSeconds * 1000 });
  const masking = maskingFor(session.token, config.revealSecrets, { work, signal, principal });
  return {
    ...{ session, signal, tools, clock, profiles: setup.choice && profilesOfCall(setup.choice, scope) },
    profileInput: setup.choice && profileInputOf(tool),
    policy: policyFor(config, caller),
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
    desk,
    isAnswered: typeof request.mcpReq.requestState() === 'string',
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
      log.warn('Not confirmed by a person: --disable-elicitation is on', { request_id, tool: tool.name });
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
    record: (entry) => audit.write({ request_id, principal, tool: tool.name, ...caller.record, ...entry }),
  };
}

/** Profiles that a call may ask with; what it asks counts for it. */
const profilesOfCall = ({ all }: ProfileChoice, scope: CallScope): readonly ProfileAccess[] =>
  all.map(({ name, session }) => ({ name, session: async () => sessionOfCall(await session(), scope) }));

function policyFor(config: Config, { mayChange, readonly, profile }: Asking): Policy {
  if (mayChange && !readonly) return config;
  return { ...config, writeTools: false, readonlyProfile: readonly ? profile : undefined };
}

/** Where something would be done, for a person who works in several places. */
const placeOf = (profile: string, { cloud }: Session): string => `Profile ${profile} on ${cloud.name}.`;

/** Who calls, as far as a transport says so. */
export interface Asking {
  readonly record?: Readonly<Record<string, unknown>> | undefined;
  readonly mayChange: boolean;
  /** The profile, where there are several to choose between. */
  readonly profile?: string | undefined;
  /** Whether that profile is for reading. */
  readonly readonly?: boolean;
}

/** The request that a call came in: the transport's own, or a new one, which goes on with the caller's trace. */
export function requestOf({ http, mcpReq }: ServerContext): RequestContext {
  const { request } = http?.authInfo?.extra ?? {};
  const { traceparent } = mcpReq._meta ?? {};
  const sent = typeof traceparent === 'string' ? traceparent : undefined;
  if (!isRequestContext(request)) return newRequest({ traceparent: sent });
  return sent === undefined ? request : { ...request, traceparent: sent };
}

/** Reads who calls from what the transport hands on with a request. */
export function askingOf({ http }: ServerContext, profile: string | undefined): Asking {
  const { caller, mayChange } = http?.authInfo?.extra ?? {};
  const record = isRecord(caller) ? { ...caller, ...(profile === undefined ? {} : { profile }) } : undefined;
  return {
    record: record ?? (profile === undefined ? undefined : { profile }),
    mayChange: mayChange !== false,
    profile,
  };
}
