import { InputError } from '../core/errors/input-error.ts';
import { isId, parseMac } from '../core/ids.ts';
import { nearest } from '../core/nearest.ts';
import { operation } from '../mist/spec/operations.ts';
import type { ToolDescription } from './description.ts';
import { advertisedSchema } from './input-schema.ts';
import type { InputNote } from './notes.ts';
import { readSource, sourcesOf, type ToolOperation } from './operation.ts';

/** Inputs that never decide whether a call makes sense: the organization is context, the others shape the answer. */
const NEUTRAL = new Set([
  'org_id',
  'limit',
  'fields',
  'chart',
  'all_pages',
  'confirm_cost',
  'where',
  'group_by',
  'sort',
]);

/** What the caller chose: the selector's value and the operation that answers it. */
export interface Selection {
  /** Selector value, or `only`. */
  readonly key: string;
  readonly row: ToolOperation;
  /** Inputs that the operation does not take and that could not narrow its answer, with what to say of each. */
  readonly ignored: readonly InputNote[];
  /** Inputs that it does not take, whose ids may be that of the organization or site itself. */
  readonly ids: readonly string[];
}

type GivenInputs = ReadonlySet<string>;
type Values = Readonly<Record<string, unknown>>;

/** Inputs that can fill a parameter. */
const inputsFor = (row: ToolOperation, parameter: string): string[] =>
  sourcesOf(row, parameter)
    .map(readSource)
    .flatMap((source) => ('input' in source ? [source.input] : []));

/** Inputs that an operation can send. */
export function inputsOf(row: ToolOperation): Set<string> {
  const { path, query } = operation(row.route);
  return new Set([...Object.keys(path), ...Object.keys(query)].flatMap((name) => inputsFor(row, name)));
}

const alternatives = (inputs: readonly string[], name: string): string =>
  (inputs.length > 0 ? inputs : [name]).map((input) => `\`${input}\``).join(' or ');

/** Required parameters of an operation for which the caller gave no input. The organization can always be found. */
function missing(row: ToolOperation, values: Values): string[] {
  const { path, query } = operation(row.route);
  const required = Object.keys(query).filter((name) => query[name]?.required);
  return [...Object.keys(path), ...required]
    .filter((name) => name !== 'org_id')
    .filter((name) => sourcesOf(row, name).every((source) => !source.startsWith('=')))
    .filter((name) => inputsFor(row, name).every((input) => values[input] === undefined))
    .map((name) => alternatives(inputsFor(row, name), name));
}

/** Inputs without which an operation is not chosen, in words; the organization can always be found. */
export const inputsNeeded = (row: ToolOperation): readonly string[] => missing(row, {});

/**
 * Chooses the operation for a call: the first of the selector value's whose required parameters all have a value. An
 * input that the operation does not take is ignored with a note where it could not narrow the answer.
 *
 * @throws InputError when an input is missing or does not apply, naming it, the selector value and where it does apply
 */
export function select(tool: ToolDescription, values: Values, given: GivenInputs): Selection {
  const key = tool.select ? String(values[tool.select]) : 'only';
  const rows = tool.operations[key] ?? [];
  const row = rows.find((candidate) => missing(candidate, values).length === 0);
  if (!row) throw lacking(tool, key, rows, values);
  const used = inputsOf(row);
  const others = [...given].filter((name) => name !== tool.select && !NEUTRAL.has(name) && !used.has(name));
  const ignored: InputNote[] = [];
  const ids: string[] = [];
  for (const name of others) {
    const why = reasonToIgnore(tool, { key, row }, name, values[name]);
    if (why !== undefined) ignored.push({ text: `\`${name}\` was ignored: ${why}.` });
    else if (mayBeOwner(name, values[name])) ids.push(name);
    else throw misplaced(tool, { key, row }, name, values);
  }
  return { key, row, ignored, ids };
}

/** Whether a value may be the id of an organization or site; a device's own tells by its form that it is not. */
const mayBeOwner = (name: string, value: unknown): boolean =>
  name !== 'site_id' && typeof value === 'string' && isId(value) && parseMac(value) === undefined;

const TIMES = ['start', 'end', 'duration', 'interval'];

/** Why an input that an operation does not take cannot narrow its answer, as the end of a sentence. */
function reasonToIgnore(
  tool: ToolDescription,
  { key, row }: Pick<Selection, 'key' | 'row'>,
  name: string,
  value: unknown,
): string | undefined {
  const { query } = operation(row.route);
  const asked = label(tool, key);
  if (TIMES.includes(name) && !TIMES.some((time) => Object.hasOwn(query, time))) return `${asked} takes no time`;
  if (name === 'page' && value === 1) return `${asked} has no pages`;
  return tool.ignores?.[key]?.includes(name) ? `it does not narrow ${asked}` : undefined;
}

/** What sentences call a selector value, or the tool where it has one question only. */
export const label = (tool: ToolDescription, key: string): string =>
  tool.select ? `${tool.select}=${key}` : tool.name;

/** Where the values of inputs are found whose names alone do not say it. */
const FOUND: Readonly<Record<string, string>> = {
  site_id: 'An id or exact name of a site: mist_get_org_or_site_info(info_type=site) lists them.',
  device_id: 'mist_search_device gives device_id and MAC of devices.',
  metric: 'mist_list_site_sle_info(query_type=metrics) lists them.',
  classifier: 'mist_list_site_sle_info(query_type=classifiers) lists those of a metric.',
};

function lacking(tool: ToolDescription, key: string, rows: readonly ToolOperation[], values: Values): InputError {
  const simplest = rows.at(-1);
  const names = simplest ? missing(simplest, values) : [];
  const { properties } = advertisedSchema(tool.inputs);
  const hints = names.flatMap((name) => {
    const [input = ''] = /(?<=`)\w+(?=`)/.exec(name) ?? [];
    const choices = properties[input]?.enum;
    return choices ? [`\`${input}\` is one of ${choices.join(', ')}.`] : (FOUND[input] ?? []);
  });
  return new InputError(
    `${label(tool, key)} needs ${names.join(' and ')}.`,
    [...hints, 'Give it and call again; nothing was sent.'].join(' '),
  );
}

/** The error for an input that an operation does not take and that would narrow its answer. */
export function misplaced(
  tool: ToolDescription,
  { key, row }: Pick<Selection, 'key' | 'row'>,
  name: string,
  values: Values,
): InputError {
  const takers = Object.entries(tool.operations).filter(([, rows]) => rows.some((other) => inputsOf(other).has(name)));
  const elsewhere = takers.filter(([other]) => other !== key).map(([other]) => other);
  const sibling = tool.operations[key]?.find((other) => inputsOf(other).has(name));
  const wanting = sibling ? missing(sibling, values).join(' and ') : '';
  if (wanting) {
    return new InputError(
      `\`${name}\` does not apply to ${label(tool, key)} without ${wanting}.`,
      `Give ${wanting} as well, or leave \`${name}\` out.`,
    );
  }
  const deciding = sibling ? togetherWith(row, sibling) : '';
  const scope = key.split('_', 1)[0] ?? key;
  // One of many that are as near would be a guess.
  const close = onlyOf(nearest(key, elsewhere, 2)) ?? onlyOf(elsewhere.filter((other) => other.startsWith(scope)));
  const hint = close === undefined || elsewhere.length === 1 ? '' : ` Did you mean ${tool.select}=${close}?`;
  const where = deciding
    ? `It applies without ${deciding}.`
    : elsewhere.length > 0
      ? `It applies to ${tool.select}: ${elsewhere.join(', ')}.${hint}`
      : '';
  return new InputError(
    `\`${name}\` does not apply to ${label(tool, key)}${deciding ? ` together with ${deciding}` : ''}.`,
    [`Leave \`${name}\` out.`, where].filter(Boolean).join(' '),
  );
}

const onlyOf = ([first, ...more]: readonly string[]): string | undefined => (more.length === 0 ? first : undefined);

/** Why a sibling operation of the same selector value was not taken: the inputs that decided it. */
function togetherWith(chosen: ToolOperation, sibling: ToolOperation): string {
  const pathInputs = (row: ToolOperation) =>
    Object.keys(operation(row.route).path).flatMap((parameter) => inputsFor(row, parameter));
  const other = new Set(pathInputs(sibling));
  const deciding = pathInputs(chosen).filter((source) => !other.has(source));
  return deciding.map((source) => `\`${source}\``).join(', ');
}
