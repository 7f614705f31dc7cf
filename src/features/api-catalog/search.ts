import { type Effect, isRoute, operation } from '../../mist/spec/operations.ts';
import { type Route, splitRoute } from '../../mist/spec/routes.ts';
import { operationDocuments } from './documents.ts';
import { type Prose, readProse } from './prose.ts';
import { type Scope, scopeOf } from './scope.ts';
import { isContext, isVerb, methodOf, termOf, termsOf, wordsOf } from './words.ts';

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

/** Words of a question that are looked up; each takes a millisecond in which nobody else is served. */
const MOST_WORDS = 12;

/** Words that may be misspelled: looking for what is like one takes several milliseconds. */
const MOST_FUZZY = 3;

/** Letters of a question that are read: every operation that is found is weighed by all of them. */
const LONGEST_QUESTION = 1000;

/** What stands between words, as the index cuts its own texts. */
const BETWEEN = /[\n\r\p{Z}\p{P}]+/u;

/** Rarely meant unless named: copies of operations for installers and MSPs, counts, and constants. */
const ASIDE: readonly (readonly [pattern: RegExp, word: RegExp, factor: number])[] = [
  [/ \/api\/v1\/installer\//, /install/i, 0.6],
  [/ \/api\/v1\/msps?\b/, /\bmsp/i, 0.5],
  [/\/count$/, /count|how many|number of/i, 0.6],
  [/ \/api\/v1\/const\//, /const|definition|all possible|codes|available/i, 0.6],
  [/\/installer|\/import$/, /install|import/i, 0.8],
];

/** A question as it is weighed. */
interface Question {
  readonly text: string;
  /** Its words as the index has them, and those that two words beside each other make: `service policies`. */
  readonly words: ReadonlySet<string>;
  /** Words that say what is asked for. */
  readonly subjects: ReadonlySet<string>;
  readonly method: string | undefined;
  /** Where it is asked for, if it says so. */
  readonly scope: Scope | undefined;
}

/** Words that two words beside each other make, where the API writes them as one. */
const joinedIn = (words: readonly string[], vocabulary: ReadonlySet<string>): string[] =>
  words.slice(1).flatMap((word, index) => {
    const term = termOf(`${words[index]}${word}`);
    return term !== undefined && vocabulary.has(term) ? [term] : [];
  });

/** Reads a question once, for all operations that it is weighed against. */
function readQuestion(text: string, vocabulary: ReadonlySet<string>): Question {
  const words = text.split(BETWEEN).filter(Boolean).slice(0, MOST_WORDS);
  const known = words.flatMap((word) => termsOf(word));
  const joined = joinedIn(words, vocabulary);
  const subjects = [...known.filter((word) => !isContext(word) && !isVerb(word)), ...joined];
  const scope = known.includes('site') ? 'site' : known.includes('org') ? 'org' : undefined;
  return {
    text: [...words, ...joined].join(' '),
    words: new Set([...known, ...joined]),
    subjects: new Set(subjects.length > 0 ? subjects : known),
    method: methodOf(text),
    scope: subjects.length > 0 ? scope : undefined,
  };
}

/** How likely it is that a route is meant, whatever words it shares with the question. */
function weight(route: Route, { text, words, subjects, method, scope }: Question): number {
  const aside = ASIDE.reduce(
    (all, [pattern, word, factor]) => all * (pattern.test(route) && !word.test(text) ? factor : 1),
    1,
  );
  const placed = scope === undefined ? 1 : scopeOf(route) === scope ? 1.8 : 1;
  const { path } = splitRoute(route);
  const last = termsIn(path.split('/').findLast((part) => !part.startsWith('{')) ?? '');
  // The end of a path is what the operation is about.
  const about =
    last.some((word) => words.has(word)) && last.every((word) => words.has(word) || isContext(word)) ? 1.5 : 1;
  const unsaid = termsIn(path.replace(/\{[^}]*\}/g, '')).filter((word) => !subjects.has(word) && !isContext(word));
  return (
    aside * placed * about * 0.9 ** unsaid.length * likelihood(route, method) * (operation(route).deprecated ? 0.5 : 1)
  );
}

/** Words of a piece of a path, each once. */
const termsIn = (text: string): string[] => [
  ...new Set(
    wordsOf(text)
      .split(/\s+/)
      .flatMap((word) => termOf(word) ?? []),
  ),
];

/** A question without a verb asks to see something, and rather what needs no further id. */
function likelihood(route: Route, meant: string | undefined): number {
  const { method, path } = splitRoute(route);
  const ids = path.split('{').length - 2;
  if (meant !== undefined) return meant === method ? (meant === 'GET' ? 1.6 * 0.9 ** ids : 1.6) : 0.8;
  return (method === 'GET' ? 1.5 : 1) * 0.85 ** ids * (path.endsWith('}') ? 0.85 : 1);
}

/**
 * Makes an index over all operations. It takes some 100 ms and is made on first use.
 *
 * @param prose the specification's sentences, where they are at hand; the search works without
 */
export async function indexOperations(prose: Prose): Promise<OperationSearch> {
  const { default: MiniSearch } = await import('minisearch');
  const vocabulary = new Set<string>();
  const index = new MiniSearch({
    fields: Object.keys(BOOST),
    processTerm: (word) => {
      const term = termOf(word);
      if (term !== undefined) vocabulary.add(term);
      return term ?? null;
    },
  });
  index.addAll(operationDocuments(prose));
  return (asked, { effect, scope } = {}) => {
    const text = asked.slice(0, LONGEST_QUESTION);
    const question = readQuestion(text, vocabulary);
    let fuzzy = 0;
    const found = index.search(question.text, {
      boost: BOOST,
      tokenize: (words) => words.split(BETWEEN),
      processTerm: (term) => termsOf(term),
      // Only a word that nothing has may be misspelled; no word of the API is longer, and the time grows with its length.
      fuzzy: (term) => {
        const isOdd = term.length > 4 && term.length <= LONGEST_WORD && !vocabulary.has(term);
        if (isOdd) fuzzy += 1;
        return isOdd && fuzzy <= MOST_FUZZY ? 0.25 : false;
      },
      prefix: (term) => term.length > 3,
      weights: { fuzzy: 0.3, prefix: 0.4 },
      boostTerm: (term) => (question.subjects.has(term) ? 1 : isVerb(term) ? 0.4 : 0.25),
      filter: ({ id }) =>
        isRoute(String(id)) &&
        (effect === undefined || operation(id).effect === effect) &&
        (scope === undefined || scopeOf(id) === scope),
    });
    return found
      .flatMap(({ id, score, queryTerms }) => {
        if (!isRoute(id)) return [];
        const said = queryTerms.filter((term) => question.subjects.has(term)).length;
        const share = (said + 0.5) / (question.subjects.size + 0.5);
        return [{ id, score: score * share ** 1.5 * weight(id, question) }];
      })
      .sort((a, b) => b.score - a.score)
      .map(({ id }) => id);
  };
}

let kept: Promise<OperationSearch> | undefined;

/** The index over the generated layer that is there. */
export function operationSearch(): Promise<OperationSearch> {
  kept ??= indexOperations(readProse());
  return kept;
}
