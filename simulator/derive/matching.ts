import { isList, isRow, type Row, textOf } from '../json.ts';

/** `match_name[0:3]`, `match_model`, `match_role`; a dash is taken for the colon as well. */
const CONDITION = /^match_(name|model|role|type)(?:\[(\d+)[:-](\d+)\])?$/;

/**
 * Whether one condition of a rule holds. With an offset, that part of the device's text must be the value. Without,
 * a model begins with the value, as rules name a series (`EX4300` for an EX4300-48P), and anything else equals it.
 */
function holds(key: string, wanted: string, device: Row): boolean {
  const [, attribute = '', from, to] = CONDITION.exec(key) ?? [];
  const actual = textOf(device, attribute);
  if (from !== undefined) return actual.slice(Number(from), Number(to)) === wanted;
  return attribute === 'model' ? actual.startsWith(wanted) : actual === wanted;
}

/** Whether all conditions of a rule hold for a device; a rule without any holds for every device. */
export function matches(rule: Row, device: Row): boolean {
  return Object.entries(rule).every(
    ([key, wanted]) => !CONDITION.test(key) || holds(key, typeof wanted === 'string' ? wanted : '', device),
  );
}

/**
 * The first rule that fits a device, out of a `switch_matching` or `ap_matching`.
 *
 * @returns undefined when none fits or the rules are switched off
 */
export function firstRule(matching: Row[string] | undefined, device: Row): Row | undefined {
  if (!isRow(matching) || !(matching.enable === true || matching.enabled === true)) return undefined;
  const rules = isList(matching.rules) ? matching.rules.filter(isRow) : [];
  return rules.find((rule) => matches(rule, device));
}

/** What a rule configures: all of it but its name and conditions. */
export function effectOf(rule: Row): Row {
  return Object.fromEntries(Object.entries(rule).filter(([key]) => key !== 'name' && !CONDITION.test(key)));
}
