import { isRecord } from '../core/json.ts';
import { estimateTokens } from '../core/tokens.ts';
import { at } from './rows/column.ts';
import { cutRow } from './rows/cut.ts';
import { namesOf } from './shape-rows.ts';
import type { Shaping } from './shaping.ts';

type Row = Readonly<Record<string, unknown>>;

/** Characters above which tokens are not counted one by one: nothing of that size is ever shown. */
const COUNTED = 1024 * 1024;

/** Tokens of a value as JSON, roughly where it is very large. */
function costOf(value: object): number {
  const text = JSON.stringify(value);
  return text.length > COUNTED ? Math.ceil(text.length / 2) : estimateTokens(text);
}

/** A single object, with `fields` picking roots; what is too large to answer whole says which roots were left out. */
export async function presentObject(given: unknown, shaping: Shaping): Promise<object> {
  return shownObject(await shaping.maskLarge(given), shaping);
}

/** @param whole masked as a whole */
function shownObject(whole: unknown, shaping: Shaping): object {
  const { fields, maxTokens, view } = shaping;
  if (!isRecord(whole)) return { result: whole ?? null };
  const viewed: Row = view ? { ...view(whole) } : whole;
  const body: Row = shaping.keepTimes === false ? cutRow(viewed, {}) : viewed;
  const picked = fields && !fields.includes('*') ? cutRow(body, { fields, keepTimes: true }) : body;
  const absent = (fields ?? []).filter((name) => name !== '*' && at(body, name) === undefined);
  if (absent.length > 0) {
    const note = `The object has no ${absent.join(', ')}. It has: ${namesOf(Object.keys(body))}.`;
    return { ...shownObject(picked, { ...shaping, fields: undefined, view: undefined }), note };
  }
  if (costOf(picked) <= maxTokens) return picked;
  const kept: Record<string, unknown> = {};
  const omitted: Record<string, string> = {};
  let used = 0;
  for (const [name, value] of Object.entries(picked)) {
    const cost = costOf({ [name]: value });
    if (used + cost <= maxTokens * 0.9) {
      kept[name] = value;
      used += cost;
    } else omitted[name] = `about ${cost} tokens`;
  }
  return {
    partial: kept,
    omitted,
    note: 'The object is larger than one answer. Ask again with `fields` naming the omitted roots you need; a dotted name reaches inside one.',
  };
}
