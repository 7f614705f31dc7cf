import { isRecord } from '../../src/core/json.ts';
import type { Link, Question, Reply } from './link.ts';
import type { Asking } from './questions.ts';
import { differs, rowsIn } from './same-rows.ts';
import type { Tally } from './tally.ts';
import type { Upstream } from './upstream.ts';

/** What differs from one asking to the next: ids of kept rows, when they go, and how far away a time is. */
export const calm = (text: string): string =>
  text
    .replace(/h_[\w-]{12}\b/g, 'h_')
    .replace(/"(expires|ago)":"[^"]*"/g, '"$1":""')
    .replace(/"days_left":-?[\d.]+/g, '"days_left":0')
    .replace(/"next_token":"[^"]*"/g, '');

/** The answer that a question has in calm phases, by who sees it. */
export class Baseline {
  readonly #answers = new Map<string, string>();

  learn(view: string, question: Question, reply: Reply): void {
    this.#answers.set(key(view, question), calm(reply.text));
  }

  /** Whether this is the answer. */
  confirms(view: string, question: Question, reply: Reply): boolean {
    return this.#answers.get(key(view, question)) === calm(reply.text);
  }

  of(view: string, question: Question): string {
    return this.#answers.get(key(view, question)) ?? '';
  }
}

const key = (view: string, question: Question): string => `${view} ${JSON.stringify(question)}`;

/** Holds an answer against the cloud's own state. */
function check(upstream: Upstream, link: Link, { question, paths }: Asking, { data }: Reply, tally: Tally): void {
  if (paths.length === 0 || !Array.isArray(data.results)) return;
  const bodies = paths.map((path) => upstream.ask(path, link.tenant));
  if (bodies.some(({ status }) => status !== 200)) return;
  const lists = bodies.map(({ body }) => rowsIn(body));
  if (lists.includes(undefined)) return;
  const wrong = differs(
    data.results.filter(isRecord),
    lists.flatMap((rows) => rows ?? []),
  );
  tally.count('answers held against the state of the cloud');
  if (wrong) tally.fail('not what the cloud has', `${JSON.stringify(question)}: ${wrong}`);
}

/** Asks again where the machine was too busy: nothing else is in the way in calm phases. */
async function calmly(link: Link, question: Question): Promise<Reply | undefined> {
  for (let tries = 0; tries < 5; tries += 1) {
    const reply = await link.ask(question).catch(() => undefined);
    if (!reply?.text.includes('No answer to ')) return reply;
  }
  return undefined;
}

/**
 * Asks everything in calm phases: the answers are held against the state of the cloud and learned.
 *
 * @returns the questions that this token has an answer to that stays
 */
export async function learn(
  baseline: Baseline,
  link: Link,
  all: readonly Asking[],
  { upstream, tally }: { upstream: Upstream; tally: Tally },
): Promise<readonly Question[]> {
  const steady: Question[] = [];
  for (const asking of all) {
    const reply = await calmly(link, asking.question);
    if (!reply) continue;
    if (!reply.isError) check(upstream, link, asking, reply, tally);
    baseline.learn(link.view, asking.question, reply);
    steady.push(asking.question);
  }
  return steady;
}
