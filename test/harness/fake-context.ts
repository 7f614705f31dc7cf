import { Work } from '../../src/core/work.ts';
import { parseCloud } from '../../src/mist/clouds.ts';
import type { MistAnswer } from '../../src/mist/http/client.ts';
import { STANDARD_POLICY } from '../../src/mist/sensitive.ts';
import { createSession, type Session } from '../../src/mist/session.ts';
import type { Route } from '../../src/mist/spec/routes.ts';
import type { Decision, ToolContext } from '../../src/tool/context.ts';
import { type Masking, maskingFor } from '../../src/tool/masking.ts';
import { type Attachment, resultsOf } from '../../src/tool/result-store/results.ts';
import { HandleStore } from '../../src/tool/result-store/store.ts';
import type { Shaping } from '../../src/tool/shaping.ts';
import { fastClock } from './fast-clock.ts';

/** What the cloud of a test gives for a request: a body, or an answer with its headers. */
export interface Reply {
  readonly body: unknown;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeOptions {
  /** Answers requests by path and query, relative to the cloud. */
  readonly reply?: (url: string) => Reply;
  readonly maxTokens?: number;
  readonly reveal?: boolean;
  readonly offered?: boolean;
  readonly answer?: Decision['answer'];
  readonly canConfirm?: boolean;
  readonly tools?: ToolContext['tools'];
}

/** A call without a server, a client and a cloud around it, and what it did. */
export interface FakeCall {
  readonly call: ToolContext;
  readonly session: Session;
  /** Paths and queries of the requests, in their order. */
  readonly asked: string[];
  readonly attached: Attachment[];
  readonly messages: string[];
}

/** The requests go through a real session and client, whose `fetch` is the test's. */
export function fakeCall(options: FakeOptions = {}): FakeCall {
  const { reply = (): Reply => ({ body: {} }), maxTokens = 8000, reveal = false, offered = true } = options;
  const [asked, attached, messages]: [string[], Attachment[], string[]] = [[], [], []];
  const session = createSession({
    cloud: parseCloud('api.mist.com'),
    token: 'a-token-of-the-test',
    backoffMs: [],
    fetch: async ({ url }) => {
      const relative = decodeURIComponent(url.replace(/^https:\/\/[^/]*/, ''));
      asked.push(relative);
      const { body, status = 200, headers } = reply(relative);
      return new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json', ...headers },
      });
    },
  });
  const { signal } = new AbortController();
  const work = new Work({ limitMs: Number.POSITIVE_INFINITY });
  const masking = maskingFor(session.token, reveal, { work, signal, principal: 'p' });
  const owner = { principal: 'p', token: undefined, tool: 'mist_test', masking, work, offered };
  const call: ToolContext = {
    tools: options.tools ?? [],
    ...{ session, signal, canConfirm: options.canConfirm ?? true, isAnswered: false, desk: {}, clock: fastClock() },
    ...masking,
    work,
    policy: { writeTools: false, revealSecrets: reveal, maxResponseTokens: maxTokens, changePolicy: STANDARD_POLICY },
    results: resultsOf(new HandleStore(), owner, attached),
    send: (route, parameters = {}) => session.client.send({ route, ...parameters, signal }),
    get: (url) => session.client.get(url, signal),
    confirm: async () => ({ answer: options.answer ?? 'accepted' }),
    progress: (message) => void messages.push(message),
    record: () => {},
  };
  return { call, session, asked, attached, messages };
}

/** How answers are shaped where a test is about something else: nothing is masked, and there is time. */
export const plainShaping: Pick<Shaping, 'mask' | 'maskLarge' | 'work'> = {
  mask: (value) => value,
  maskLarge: async (value) => value,
  work: new Work({ limitMs: Number.POSITIVE_INFINITY }),
};

/** Masking as a call has it. */
export const masking = (reveal: boolean): Masking =>
  maskingFor(undefined, reveal, { work: plainShaping.work, signal: new AbortController().signal, principal: 'p' });

/** An answer as the client gives it. */
export const answerOf = (
  route: Route,
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): MistAnswer => ({ route, status: 200, headers: new Headers(headers), body, url });
