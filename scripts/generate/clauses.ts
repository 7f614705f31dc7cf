/** One comparison as a description states it. */
export interface Comparison {
  field: string;
  equal: boolean;
  literal: string;
}

/** A condition as stated: comparisons in order, and how they are joined. */
export interface Clause {
  kind: 'applies' | 'required';
  comparisons: readonly Comparison[];
  joined: 'and' | 'or';
}

type Stated = Pick<Clause, 'comparisons' | 'joined'>;

const INTRO = /\b(required |mandatory )?(?:only )?(?:if|when|requires):?\s+(?=(?:[-*]\s*)?`)/gi;

/** What may stand before a condition that turns it into something else: a default, an exception, an effect. */
const OTHERWISE = /\b(default|assumed|ignored|not required|unless|automatically|empty string|not supported)\b[^.;]*$/i;

const COMPARISON = /^`([A-Za-z0-9_.-]+)`?\s*(==?|!=|is)\s*`?([^`=!\s,;)]+)`/;
const BULLET = /^[-*]\s*`/;
const VALUE = /^`([^`=!\s]+)`(?!\s*(?:==?|!=|is\b))/;
const JOINT = /^\s*(?:\([^)]*\))?\s*(,\s*(?:or|and)\s+|,\s*|or\s+|and\s+|\+\s*)/i;

/** Reads one comparison, or a further value for the field of the one before. */
function comparison(text: string, before: Comparison | undefined): { found: Comparison; length: number } | undefined {
  const full = COMPARISON.exec(text);
  if (full) {
    const [whole, field = '', operator, literal = ''] = full;
    return { found: { field, equal: operator !== '!=', literal }, length: whole.length };
  }
  const more = before ? VALUE.exec(text) : null;
  if (!more || !before) return undefined;
  return { found: { ...before, literal: more[1] ?? '' }, length: more[0].length };
}

function comparisons(text: string): Stated | undefined {
  const found: Comparison[] = [];
  const joints = new Set<'and' | 'or'>();
  let rest = text;
  for (;;) {
    const next = comparison(rest, found.at(-1));
    if (!next) break;
    found.push(next.found);
    rest = rest.slice(next.length);
    const joint = JOINT.exec(rest);
    if (!joint) break;
    rest = rest.slice(joint[0].length);
    if (!comparison(rest, next.found)) break;
    if (/and|\+/i.test(joint[1] ?? '')) joints.add('and');
    else if (/or/i.test(joint[1] ?? '')) joints.add('or');
  }
  // A mixture of both has no agreed reading, and a guess is worse than silence.
  if (found.length === 0 || joints.size > 1) return undefined;
  return { comparisons: found, joined: joints.has('and') ? 'and' : 'or' };
}

/** Comparisons in a row, or one in each bullet of a list, each of which is enough and may be followed by a remark. */
function stated(text: string): Stated | undefined {
  if (!BULLET.test(text)) return comparisons(text);
  const bullets = text.split(/(?:^|\s)[-*]\s*(?=`)/).filter((bullet) => bullet !== '');
  const found: Comparison[] = [];
  for (const bullet of bullets) {
    const one = comparisons(bullet);
    if (!one || (one.joined === 'and' && one.comparisons.length > 1)) return undefined;
    found.push(...one.comparisons);
  }
  return { comparisons: found, joined: 'or' };
}

/** Whether two clauses name alternatives of the same single field, so that they add up. */
const addsTo = (first: Clause, next: Clause): boolean =>
  first.kind === next.kind &&
  [...first.comparisons, ...next.comparisons].every(
    ({ field, equal }) => equal && field === first.comparisons[0]?.field,
  );

/**
 * Reads the condition that a description states about its field: the first one, and later ones that add further
 * values of the same field.
 *
 * Understood are "(only | required | optional) if", "when" or "requires" and comparisons in backticks, joined by
 * commas, "or", "and" or as bullets. Everything else is left alone.
 */
export function readClause(description: string): Clause | undefined {
  const text = description.replace(/\s+/g, ' ');
  let clause: Clause | undefined;
  for (const intro of text.matchAll(INTRO)) {
    const start = intro.index + intro[0].length;
    const parsed = stated(text.slice(start));
    if (!parsed) continue;
    // In a bullet the sentence tells the cases of the value apart; none of them is the condition of the field.
    const misleading = OTHERWISE.test(text.slice(0, start)) || /[-*]\s*$/.test(text.slice(0, intro.index));
    if (misleading) {
      if (clause) continue;
      return undefined;
    }
    const next: Clause = { kind: intro[1] ? 'required' : 'applies', ...parsed };
    if (!clause) clause = next;
    else if (addsTo(clause, next)) clause = { ...clause, comparisons: [...clause.comparisons, ...next.comparisons] };
  }
  return clause;
}
