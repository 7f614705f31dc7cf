import { type Effect, isRoute, operation } from '../../mist/spec/operations.ts';
import { type Route, splitRoute } from '../../mist/spec/routes.ts';
import { operationDocuments } from './documents.ts';
import { type Prose, readProse } from './prose.ts';
import { type Scope, scopeOf } from './scope.ts';
import { methodOf, termOf, termsOf } from './words.ts';

/** What narrows a search. */
export interface Filter {
  readonly effect?: Effect | undefined;
  readonly scope?: Scope | undefined;
}

/** Finds operations by words, best first. */
export type OperationSearch = (words: string, filter?: Filter) => readonly Route[];

/** How much a word counts by where it stands. */
const BOOST = {
  name: 4,
  path: 4,
  tag: 2.5,
  verb: 0.5,
  parameters: 0.7,
  body: 0.8,
  response: 0.4,
  prose: 1.5,
  nickname: 4,
};

/** Letters of a word that may be misspelled. */
const LONGEST_WORD = 40;

/** Words of a question that are looked up; each takes a millisecond or more in which nobody else is served. */
const MOST_WORDS = 50;

/** Letters of a question that are read: every operation that is found is weighed by all of them. */
const LONGEST_QUESTION = 1000;

/** What stands between words, as the index cuts its own texts. */
const BETWEEN = /[\n\r\p{Z}\p{P}]+/u;

/** Rarely meant unless named: copies of operations for installers and MSPs, counts, and constants. */
const ASIDE: readonly (readonly [pattern: RegExp, word: RegExp, factor: number])[] = [
  [/ \/api\/v1\/installer\//, /install/i, 0.6],
  [/ \/api\/v1\/msps?\b/, /\bmsp/i, 0.6],
  [/\/count$/, /count|how many|number of/i, 0.75],
  [/ \/api\/v1\/const\//, /const|definition|all possible/i, 0.8],
];

function weight(route: Route, words: string): number {
  const aside = ASIDE.reduce(
    (all, [pattern, word, factor]) => all * (pattern.test(route) && !word.test(words) ? factor : 1),
    1,
  );
  return aside * likelihood(route, words) * (operation(route).deprecated ? 0.5 : 1);
}

/** A question without a verb asks to see something, and rather what needs no further id. */
function likelihood(route: Route, words: string): number {
  const { method, path } = splitRoute(route);
  const meant = methodOf(words);
  const ids = path.split('{').length - 2;
  if (meant !== undefined) return meant === method ? 1.3 : 1;
  return (method === 'GET' ? 1.3 : 1) * 0.85 ** ids * (path.endsWith('}') ? 0.85 : 1);
}

/**
 * Makes an index over all operations. It takes some 100 ms and is made on first use.
 *
 * @param prose the specification's sentences, where they are at hand; the search works without
 */
export async function indexOperations(prose: Prose): Promise<OperationSearch> {
  const { default: MiniSearch } = await import('minisearch');
  const index = new MiniSearch({
    fields: Object.keys(BOOST),
    processTerm: (term) => termOf(term) ?? null,
    searchOptions: {
      boost: BOOST,
      tokenize: (text) => text.split(BETWEEN).slice(0, MOST_WORDS),
      processTerm: (term) => termsOf(term),
      // No word of the API is longer, and the time for one that may differ grows with its length.
      fuzzy: (term) => (term.length > 5 && term.length <= LONGEST_WORD ? 0.2 : false),
      prefix: (term) => term.length > 3,
      weights: { fuzzy: 0.3, prefix: 0.5 },
    },
  });
  index.addAll(operationDocuments(prose));
  return (question, { effect, scope } = {}) => {
    const words = question.slice(0, LONGEST_QUESTION);
    return index
      .search(words, {
        filter: ({ id }) =>
          isRoute(String(id)) &&
          (effect === undefined || operation(id).effect === effect) &&
          (scope === undefined || scopeOf(id) === scope),
        boostDocument: (id) => weight(id, words),
      })
      .map(({ id }) => String(id))
      .filter(isRoute);
  };
}

let kept: Promise<OperationSearch> | undefined;

/** The index over the generated layer that is there. */
export function operationSearch(): Promise<OperationSearch> {
  kept ??= indexOperations(readProse());
  return kept;
}
