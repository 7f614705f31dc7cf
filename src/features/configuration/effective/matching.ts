import { isRow, type Layer, type Row } from './layer.ts';

/** A condition of a rule: `match_role`, `match_name[0:3]`, `match_model[0-8]`. */
const CONDITION = /^match_(name|model|role)(?:\[(\d{1,3})[:-](\d{1,3})\])?$/;
const OFFSET = 'match_name_offset';

/** What became of the matching rules of a device. */
export interface MatchResult {
  /** The layers with the rule that applies among them and the rules themselves gone. */
  readonly layers: readonly Layer[];
  readonly warnings: readonly string[];
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? `${value}` : '');

/**
 * Whether one condition holds: the whole text, or the part of it between two positions, is the wanted one, in either
 * case of letters. A model is also named by its series.
 *
 * @returns undefined for a condition that is not known
 */
function holds(key: string, wanted: unknown, rule: Row, device: Row): boolean | undefined {
  const [, what = '', from, to] = CONDITION.exec(key) ?? [];
  if (what === '') return undefined;
  const text = textOf(device[what]);
  const value = textOf(wanted);
  // An older form gives the position in a key of its own.
  const offset = key === 'match_name' && rule[OFFSET] !== undefined ? Number(rule[OFFSET]) : undefined;
  const part =
    offset !== undefined
      ? text.slice(offset, offset + value.length)
      : from === undefined
        ? text
        : text.slice(Number(from), Number(to));
  if (part.toLowerCase() === value.toLowerCase()) return true;
  // A series stands for its models: `EX4100` for an EX4100-24P.
  return what === 'model' && from === undefined && part.toLowerCase().startsWith(`${value.toLowerCase()}-`);
}

const conditionsOf = (rule: Row): [string, unknown][] =>
  Object.entries(rule).filter(([key]) => key.startsWith('match_') && key !== OFFSET);

/** The first rule whose conditions all hold; a rule without any fits every device. */
function firstMatch(rules: readonly Row[], device: Row, warnings: string[]): Row | undefined {
  return rules.find((rule) =>
    conditionsOf(rule).every(([key, wanted]) => {
      const answer = holds(key, wanted, rule, device);
      if (answer === undefined)
        warnings.push(`The rule "${textOf(rule.name)}" has a condition not known here: ${key}.`);
      return answer === true;
    }),
  );
}

/** What a rule sets: all but its name and conditions. */
const settingsOfRule = (rule: Row): Row =>
  Object.fromEntries(Object.entries(rule).filter(([key]) => key !== 'name' && !key.startsWith('match_')));

/**
 * Applies the matching rules of the most specific layer that has some. The rule that fits comes just above that layer.
 *
 * @param layers most specific first
 * @param root `switch_matching`, `gateway_matching` or `ap_matching`
 */
export function applyMatching(layers: readonly Layer[], root: string, device: Row): MatchResult {
  const warnings: string[] = [];
  const holder = layers.find(({ roots }) => isRow(roots[root]));
  const applied: Layer[] = [];
  for (const layer of layers) {
    const { [root]: matching, ...roots } = layer.roots;
    if (layer === holder && isRow(matching) && (matching.enable === true || matching.enabled === true)) {
      const rules = Array.isArray(matching.rules) ? matching.rules.filter(isRow) : [];
      const rule = firstMatch(rules, device, warnings);
      if (rule) applied.push({ source: `${root} rule ${textOf(rule.name)}`, roots: settingsOfRule(rule) });
    }
    applied.push({ source: layer.source, roots });
  }
  return { layers: applied, warnings };
}
