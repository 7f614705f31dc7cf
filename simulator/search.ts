import { type Answer, type Call, parameter, refuse } from './call.ts';
import { matching } from './filter.ts';
import { isRow, type Json, type Row } from './json.ts';
import { fieldsOf } from './schema.ts';
import { UNASSIGNED } from './world/world.ts';

/** Whether a row is one that a query parameter asks for. */
export type Choice = (row: Row, text: string, call: Call) => boolean;

/** What a search does beyond equality of attributes with parameters of the same name. */
export interface Rules {
  /** Meaning of single parameters. */
  readonly own?: Readonly<Record<string, Choice>>;
  /** Attribute with the epoch seconds that the window and the order go by; `timestamp` when absent. */
  readonly time?: string;
  /** Whether a row is within the window, where that is more than one moment. */
  readonly within?: (row: Row, call: Call) => boolean;
}

const timeOf = (row: Row, name: string): number => (typeof row[name] === 'number' ? row[name] : 0);

/** Rows of the organization or site in the path whose site still stands. */
export function rowsHere(call: Call, all: readonly Row[]): Row[] {
  const { org_id, site_id } = call.path;
  return all.filter((row) => {
    if (org_id !== undefined && row.org_id !== org_id) return false;
    if (site_id !== undefined) return row.site_id === site_id;
    const site = row.site_id;
    return typeof site !== 'string' || site === UNASSIGNED || call.world.find('sites', site) !== undefined;
  });
}

function ordered(call: Call, all: readonly Row[], time: string): Row[] {
  const sort = call.query.sort;
  // The newest first, as an engineer reads it, where the caller says nothing.
  if (sort === undefined) return [...all].sort((a, b) => timeOf(b, time) - timeOf(a, time));
  const key = sort.replace(/^-/, '');
  const sign = sort.startsWith('-') ? -1 : 1;
  const value = (row: Row): string | number => {
    const one = key === 'timestamp' ? row[time] : row[key];
    return typeof one === 'number' ? one : JSON.stringify(one ?? '');
  };
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  const isThere = (row: Row): boolean => value(row) !== '""';
  const there = all.filter(isThere).sort((a, b) => sign * compare(value(a), value(b)));
  // Rows without a value come last, whatever the direction.
  return [...there, ...all.filter((row) => !isThere(row))];
}

/** Rows of the scope, chosen by every query parameter, in the order asked for; hidden attributes are still there. */
export function found(call: Call, all: readonly Row[], rules: Rules = {}): Row[] {
  const { own = {}, time = 'timestamp', within } = rules;
  const { start, end } = call.window;
  const windowed = 'start' in call.operation.query;
  const inside = within ?? ((row: Row) => timeOf(row, time) >= start && timeOf(row, time) <= end);
  const asked = Object.keys(own).flatMap((name) => {
    const text = parameter(call, name);
    return text === undefined ? [] : [{ text, choice: own[name] }];
  });
  const chosen = rowsHere(call, all).filter(
    (row) => (!windowed || inside(row, call)) && asked.every(({ text, choice }) => choice?.(row, text, call) ?? true),
  );
  return ordered(call, matching(call, chosen, Object.keys(own)), time);
}

const columns = new Map<string, ReadonlySet<string> | undefined>();

/** Names that the response schema gives a row; what a row holds beyond them is for filters only. */
function columnsOf(call: Call): ReadonlySet<string> | undefined {
  const name = call.operation.response ?? '';
  if (!columns.has(name)) {
    const results = fieldsOf(name).properties.get('results');
    columns.set(name, results && namesOf(isRow(results.items) ? results.items : results));
  }
  return columns.get(name);
}

function namesOf(schema: Row): ReadonlySet<string> | undefined {
  if (typeof schema.$ref === 'string')
    return new Set(fieldsOf(schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)).properties.keys());
  return isRow(schema.properties) ? new Set(Object.keys(schema.properties)) : undefined;
}

/** Rows with the attributes that the answer may hold. */
export function shownBy(call: Call, all: readonly Row[]): Row[] {
  const names = columnsOf(call);
  if (!names) return [...all];
  return all.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name))));
}

/** Answers a search: what every parameter of the query chooses of the rows, as far as the schema shows them. */
export function search(call: Call, all: readonly Row[], rules: Rules = {}): Answer {
  const suffix = Object.entries(call.query).find(([name, text]) => GLOBS.has(name) && text.split(',').some(isSuffix));
  if (suffix) return refuse(400, `${suffix[0]} takes prefix* or *part*, not only an ending`);
  return shownBy(call, found(call, all, rules));
}

/** Parameters whose value may be `prefix*` or `*part*`, but not an ending alone. */
const GLOBS: ReadonlySet<string> = new Set(['hostname', 'ip', 'network', 'username', 'text', 'family', 'mfg']);
const isSuffix = (text: string): boolean => /^\*[^*]+$/.test(text);

/** Whether any of some values contains a text, or fits it where it has a `*`; upper and lower case are the same. */
export function mentions(values: readonly (Json | undefined)[], text: string): boolean {
  const wanted = text.toLowerCase();
  const parts = wanted.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = wanted.includes('*') ? new RegExp(`^${parts.join('.*')}$`, 's') : undefined;
  return values.flat().some((value) => {
    if (typeof value !== 'string') return false;
    const own = value.toLowerCase();
    return pattern ? pattern.test(own) : own.includes(wanted);
  });
}

/** Keeps rows that lasted for a while, of which any part lies in the window. */
export const lasting =
  (from: string, until: string): NonNullable<Rules['within']> =>
  (row, call) =>
    timeOf(row, from) <= call.window.end && timeOf(row, until) >= call.window.start;

/** A choice by a text that may stand in any of some attributes. */
export const anywhere =
  (...names: readonly string[]): Choice =>
  (row, text) =>
    mentions(
      names.map((name) => row[name]),
      text,
    );

/** A choice by any of several values in a list, each a part of an attribute. */
export const partOf =
  (name: string): Choice =>
  (row, text) =>
    text.split(',').some((part) => mentions([row[name]], part));
