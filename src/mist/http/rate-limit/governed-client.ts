import type { TurnQueue } from '../../../core/turn-queue.ts';
import { parseNext } from '../../paging/next-link.ts';
import { effectOf } from '../../spec/operations.ts';
import { type Route, splitRoute } from '../../spec/routes.ts';
import {
  type AttemptObserver,
  type ClientOptions,
  createMistClient,
  type MistAnswer,
  type MistClient,
} from '../client.ts';
import { cancelled } from '../failure.ts';
import { retryAfterOf } from '../retry.ts';
import type { CallBudget } from './call-budget.ts';
import { countCall } from './call-scope.ts';
import { SharedAnswers } from './shared-answers.ts';

/** Requests of one token at once, where nobody says otherwise. */
export const AT_ONCE = 8;

/** Constants change with releases of the cloud. */
const KEEP_CONSTANTS_MS = 3_600_000;
const MOST_CONSTANTS = 100;

/** What governs the requests of one principal. */
export interface Governing {
  /** Whose turn it is counted as. */
  /** Read when a request wants its turn, not before. */
  readonly principal: string;
  readonly queue: TurnQueue;
  readonly budget: CallBudget;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Told of each request that may have changed something, whatever became of it. */
  readonly onChange?: (route: Route) => void;
}

interface CachedAnswer {
  readonly until: number;
  readonly answer: MistAnswer;
}

const isConstant = (route: Route): boolean => splitRoute(route).path.startsWith('/api/v1/const/');

/** Some GETs change something; two of those are two changes. */
const isRead = (route: Route): boolean => route.startsWith('GET ') && effectOf(route) === 'read';

/** Counts every attempt, and learns from a 429 and from what is answered after it. */
function counter(budget: CallBudget): AttemptObserver {
  return {
    sent(call) {
      countCall(call);
      const attempt = budget.sent();
      return ({ status, headers }) => {
        if (status === 429) budget.exhausted(retryAfterOf(headers));
        else if (status < 300) budget.accepted(attempt);
      };
    },
  };
}

/**
 * The way to a cloud for one token, with its use of the hourly limit in view: requests are counted and wait their turn,
 * identical reads under way share one answer, constants are kept for an hour. Everything is this principal's alone.
 */
export function governedClient(options: ClientOptions, governing: Governing): MistClient {
  const { queue, budget, now = Date.now } = governing;
  const { cloud, token } = options;
  const client = createMistClient({ ...options, attempts: counter(budget) });
  const shared = new SharedAnswers<MistAnswer>();
  const constants = new Map<string, CachedAnswer>();

  async function read(
    route: Route,
    key: string,
    signal: AbortSignal | undefined,
    ask: (signal: AbortSignal) => Promise<MistAnswer>,
  ): Promise<MistAnswer> {
    const kept = constants.get(key);
    if (kept && kept.until > now()) return kept.answer;
    const answer = await shared.join(key, {
      signal,
      ask: (ending) => queue.run(governing.principal, ending, () => ask(ending)),
      left: () => cancelled({ route, cloud, token }),
    });
    if (route === 'GET /api/v1/self/usage') budget.learn(answer.body);
    if (isConstant(route)) {
      if (constants.size >= MOST_CONSTANTS) constants.clear();
      constants.set(key, { until: now() + KEEP_CONSTANTS_MS, answer });
    }
    return answer;
  }

  async function change(
    route: Route,
    signal: AbortSignal | undefined,
    ask: () => Promise<MistAnswer>,
  ): Promise<MistAnswer> {
    // A read that began before a change must not answer one that was asked after it.
    shared.forget();
    try {
      return await queue.run(governing.principal, signal, ask);
    } finally {
      shared.forget();
      governing.onChange?.(route);
    }
  }

  return {
    async send(request) {
      const { route, path, query, signal } = request;
      if (!isRead(route)) return change(route, signal, () => client.send(request));
      const key = JSON.stringify([route, path, query]);
      return read(route, key, signal, (ending) => client.send({ ...request, signal: ending }));
    },
    async get(relativeUrl, signal, call) {
      const { route, url } = parseNext(relativeUrl, cloud, () => true);
      if (!isRead(route)) return change(route, signal, () => client.get(relativeUrl, signal, call));
      return read(route, url, signal, (ending) => client.get(relativeUrl, ending, call));
    },
    close: () => client.close(),
  };
}
