import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { isObject, type Json } from './json.ts';
import { walk } from './references.ts';

/** Copies of a counted part, such as of `x{64}`: enough for every ambiguity that more of them would have. */
const COPIES = 3;
/** Places of a pattern that are compared with each other. */
const MAX_POSITIONS = 300;

/** Every character that two classes may share: all of ASCII, and some beyond. */
const ALPHABET = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  'é',
  'ß',
  'Ж',
  '漢',
  '\u2028',
  '😀',
];

/** Which character may stand at a position, as a bit for each of the alphabet. */
type Characters = readonly boolean[];

/** Part of a pattern as positions: which may come first and last, and whether it matches nothing. */
interface Part {
  first: readonly number[];
  last: readonly number[];
  empty: boolean;
}

const NOTHING: Part = { first: [], last: [], empty: true };

/** A pattern as an automaton over its positions (Glushkov), each step with the number of ways that it can be taken. */
class Automaton {
  readonly characters: Characters[] = [];
  readonly steps: Map<number, number>[] = [];

  of(alternatives: readonly AST.Alternative[]): Part {
    const parts = alternatives.map((one) =>
      one.elements.map((element) => this.#element(element)).reduce((a, b) => this.#join(a, b), NOTHING),
    );
    return {
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
      empty: parts.some(({ empty }) => empty),
    };
  }

  #position(source: string): Part {
    const matches = new RegExp(`^(?:${source})$`, 'u');
    const index = this.characters.push(ALPHABET.map((one) => matches.test(one))) - 1;
    this.steps.push(new Map());
    return { first: [index], last: [index], empty: false };
  }

  #connect(from: readonly number[], to: readonly number[]): void {
    for (const one of from) for (const next of to) this.steps[one]?.set(next, (this.steps[one]?.get(next) ?? 0) + 1);
  }

  #join(a: Part, b: Part): Part {
    this.#connect(a.last, b.first);
    return {
      first: a.empty ? [...a.first, ...b.first] : a.first,
      last: b.empty ? [...a.last, ...b.last] : b.last,
      empty: a.empty && b.empty,
    };
  }

  #element(node: AST.Element): Part {
    if (node.type === 'Group' || node.type === 'CapturingGroup') return this.of(node.alternatives);
    if (node.type === 'Quantifier') return this.#repeated(node);
    if (node.type === 'Assertion') {
      // What is looked at takes no text, but as long as any other part.
      if ('alternatives' in node) this.of(node.alternatives);
      return NOTHING;
    }
    return this.#position(node.type === 'Backreference' ? '[^]' : node.raw);
  }

  #repeated({ min, max, element }: AST.Quantifier): Part {
    const endless = max === Number.POSITIVE_INFINITY;
    const copies = Math.min(endless ? Math.max(min, 1) : max, COPIES);
    const parts = Array.from({ length: copies }, (_, index) => {
      const part = this.#element(element);
      return { ...part, empty: part.empty || index >= min };
    });
    const last = parts.at(-1);
    if (endless && last) this.#connect(last.last, last.first);
    return parts.reduce((a, b) => this.#join(a, b), NOTHING);
  }
}

/** All pairs of positions that two walks over the same text can be at after each other. */
function pairSteps({ characters, steps }: Automaton): Map<number, number[]> {
  const count = characters.length;
  const share = (a: number, b: number): boolean =>
    characters[a]?.some((yes, index) => yes && characters[b]?.[index] === true) ?? false;
  const next = new Map<number, number[]>();
  for (const [a, fromA] of steps.entries()) {
    for (const [b, fromB] of steps.entries()) {
      const both = [...fromA.keys()].flatMap((x) =>
        [...fromB.keys()].filter((y) => share(x, y)).map((y) => x * count + y),
      );
      next.set(a * count + b, both);
    }
  }
  return next;
}

function reachable(from: number, next: ReadonlyMap<number, readonly number[]>): Set<number> {
  const seen = new Set<number>();
  const open = [from];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const to of next.get(one) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      open.push(to);
    }
  }
  return seen;
}

/** Whether a loop can be gone through in two ways with the same text: then a failing match takes exponential time. */
function isExponential(automaton: Automaton): boolean {
  const count = automaton.characters.length;
  const next = pairSteps(automaton);
  const back = new Map<number, number[]>();
  for (const [from, all] of next) for (const to of all) back.set(to, [...(back.get(to) ?? []), from]);
  for (let position = 0; position < count; position += 1) {
    const here = position * count + position;
    const after = reachable(here, next);
    if (!after.has(here)) continue;
    const around = [...reachable(here, back)].filter((pair) => after.has(pair));
    if (around.some((pair) => Math.floor(pair / count) !== pair % count)) return true;
    const loop = new Set(around.map((pair) => pair % count));
    for (const one of loop) {
      for (const [to, ways] of automaton.steps[one] ?? []) if (ways > 1 && loop.has(to)) return true;
    }
  }
  return false;
}

/** Loops after each other that one text can be divided among; with two, a long text of a failing match costs its square. */
const MAX_LOOPS = 2;

/** How many loops that take the same character follow on each other with nothing but that character between them. */
function loopsAlong({ characters, steps }: Automaton, character: number): number {
  const takes = (position: number): boolean => characters[position]?.[character] === true;
  const next = new Map(
    [...steps.entries()]
      .filter(([from]) => takes(from))
      .map(([from, to]): [number, number[]] => [from, [...to.keys()].filter(takes)]),
  );
  const reached = new Map([...next.keys()].map((from) => [from, reachable(from, next)]));
  const loops = [...reached].filter(([position, after]) => after.has(position));
  const known = new Map<number, number>();
  const length = (position: number, after: ReadonlySet<number>): number => {
    const before = known.get(position);
    if (before !== undefined) return before;
    const later = loops.filter(([other, from]) => after.has(other) && !from.has(position));
    const longest = 1 + Math.max(0, ...later.map(([other, from]) => length(other, from)));
    known.set(position, longest);
    return longest;
  };
  return Math.max(0, ...loops.map(([position, after]) => length(position, after)));
}

/** Whether a failing match takes more than the square of a text's length: seconds for a hundred blanks already. */
const isSteep = (automaton: Automaton): boolean =>
  ALPHABET.some((_, character) => loopsAlong(automaton, character) > MAX_LOOPS);

/** What is wrong with a pattern, as the end of a sentence, or undefined. */
export function patternProblem(pattern: string): string | undefined {
  try {
    const { alternatives } = new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: true });
    const automaton = new Automaton();
    automaton.of(alternatives);
    if (automaton.characters.length > MAX_POSITIONS) return 'is too long to be checked';
    if (isExponential(automaton)) return 'can take exponential time';
    return isSteep(automaton) ? 'can take more than the square of the time that its text is long' : undefined;
  } catch {
    return 'is no regular expression';
  }
}

/**
 * One sentence for each pattern of a document that is no regular expression, or whose match can take exponential time:
 * values of a change are tried against them, so `(a+)+$` would stop the server when somebody edits a WLAN.
 */
export function patternProblems(root: Json): string[] {
  const known = new Map<string, string | undefined>();
  const problems: string[] = [];
  const look = (pattern: string, pointer: string): void => {
    if (!known.has(pattern)) known.set(pattern, patternProblem(pattern));
    const problem = known.get(pattern);
    if (problem) problems.push(`the pattern ${JSON.stringify(pattern)} at ${pointer} ${problem}`);
  };
  walk(root, (node, pointer) => {
    if (typeof node.pattern === 'string') look(node.pattern, pointer);
    const byPattern = node.patternProperties;
    if (isObject(byPattern)) for (const pattern of Object.keys(byPattern)) look(pattern, pointer);
  });
  return problems;
}
