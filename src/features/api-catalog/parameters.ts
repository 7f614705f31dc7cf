import { deviceIdOf, isId } from '../../core/ids.ts';
import { nearest } from '../../core/nearest.ts';
import type { QueryValue } from '../../mist/http/client.ts';
import { timeFault } from '../../mist/paging/window.ts';
import type { Parameter } from '../../mist/spec/operations.ts';
import { jsonStart } from '../../mist/worded.ts';

/** Parameters by name, as the operation table has them. */
type Parameters = Readonly<Record<string, Parameter>>;

/** The person's values as they will be sent, or everything that is wrong with them. */
export interface Checked<T> {
  readonly values: Readonly<Record<string, T>>;
  /** Sentences, one for each problem. */
  readonly problems: readonly string[];
}

/** Where names are as good as ids: they are looked up later. */
const NAMED = new Set(['org_id', 'site_id']);

type Scalar = string | number | boolean;

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);

const shown = (value: unknown): string => jsonStart(value, 60);

/** Values that one parameter may have. */
const MOST_VALUES = 200;

/** A MAC in the one notation of the API, the id of a device that is given by its MAC; anything else as it is. */
function macOrText(name: string, text: string): string {
  const digits = text.replace(/[:.\-\s]/g, '').toLowerCase();
  if (!/^[0-9a-f]{12}$/.test(digits)) return text;
  return name === 'device_id' ? deviceIdOf(digits) : /(?:^|_)(?:mac|bssid)$/.test(name) ? digits : text;
}

/** What is wrong with one value, as the end of a sentence. */
function faultOf(name: string, { type, enum: allowed, format, pattern, minimum, maximum }: Parameter, value: Scalar) {
  const text = String(value);
  if (allowed && !allowed.some((one) => String(one) === text)) return `is one of ${allowed.join(', ')}`;
  if (format === 'uuid' && !NAMED.has(name) && !isId(text)) return 'is an id (8-4-4-4-12 hexadecimal digits)';
  if (type === 'boolean' && !/^(?:true|false)$/.test(text)) return 'is true or false';
  if (type === 'integer' && !/^-?\d+$/.test(text)) return 'is a whole number';
  if (type === 'number' && !/^-?\d+(?:\.\d+)?$/.test(text)) return 'is a number';
  if (minimum !== undefined && Number(text) < minimum) return `is at least ${minimum}`;
  // A page size that is too large is lowered by the cloud.
  if (maximum !== undefined && name !== 'limit' && Number(text) > maximum) return `is at most ${maximum}`;
  const time = type === 'string' ? timeFault(name, text) : undefined;
  if (time) return `is ${time}`;
  if (pattern !== undefined && !new RegExp(pattern).test(text)) return `fits ${pattern}`;
  return undefined;
}

function unknown(kind: string, name: string, known: readonly string[], elsewhere: readonly string[]): string {
  const shownName = name.slice(0, 60);
  if (elsewhere.includes(name))
    return `\`${kind}.${shownName}\` is in the wrong place: it goes into \`${kind === 'path' ? 'query' : 'path'}\`.`;
  const [close] = nearest(name, known, 1);
  const takes = known.length > 0 ? `; it takes ${known.join(', ')}` : '; it takes none';
  return `\`${kind}.${shownName}\` is no parameter of the operation${close ? `; did you mean \`${close}\`?` : `${takes}.`}`;
}

const asList = (value: unknown, { list, type }: Parameter): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' && (list || type === 'array') ? value.split(',') : [value];
};

const itemOf = (parameter: Parameter): Parameter =>
  parameter.type === 'array' ? { type: 'string', ...parameter.items } : parameter;

function read(
  kind: string,
  name: string,
  parameter: Parameter,
  value: unknown,
): { value?: Scalar[]; problem?: string } {
  const many = parameter.list === true || parameter.type === 'array';
  const values: Scalar[] = [];
  const parts = asList(value, parameter);
  if (parts.length > MOST_VALUES)
    return { problem: `\`${kind}.${name}\` has ${parts.length} values; at most ${MOST_VALUES} are taken.` };
  for (const part of parts) {
    if (!isScalar(part) || (part === '' && kind === 'path'))
      return { problem: `\`${kind}.${name}\` is ${shown(part)}, which is no value.` };
    const plain = typeof part === 'string' ? macOrText(name, part.trim()) : part;
    const fault = faultOf(name, itemOf(parameter), plain);
    if (fault) return { problem: `\`${kind}.${name}\` is ${shown(part)}; it ${fault}.` };
    values.push(plain);
  }
  if (values.length > 1 && !many) return { problem: `\`${kind}.${name}\` takes one value, not ${values.length}.` };
  return { value: values };
}

function check(
  kind: 'path' | 'query',
  given: Readonly<Record<string, unknown>>,
  parameters: Parameters,
  others: Parameters,
) {
  const values = new Map<string, Scalar[]>();
  const problems: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) {
      problems.push(unknown(kind, name, Object.keys(parameters), Object.keys(others)));
      continue;
    }
    const { value: good, problem } = read(kind, name, parameter, value);
    if (problem) problems.push(problem);
    else if (good && good.length > 0) values.set(name, good);
  }
  for (const [name, { required, enum: allowed }] of Object.entries(parameters)) {
    if ((kind === 'query' && !required) || Object.hasOwn(given, name) || name === 'org_id') continue;
    problems.push(`\`${kind}.${name}\` is missing${allowed ? `: one of ${allowed.join(', ')}` : ''}.`);
  }
  return { values, problems };
}

/** Checks path parameters: names, ids, MACs, choices, and that each has a value. An organisation may be found later. */
export function checkPath(
  given: Readonly<Record<string, unknown>>,
  path: Parameters,
  query: Parameters,
): Checked<string> {
  const { values, problems } = check('path', given, path, query);
  return { values: Object.fromEntries([...values].map(([name, [one]]) => [name, String(one)])), problems };
}

/** Checks query parameters: names, types, choices, limits, and that the required ones are there. */
export function checkQuery(
  given: Readonly<Record<string, unknown>>,
  query: Parameters,
  path: Parameters,
): Checked<QueryValue> {
  const { values, problems } = check('query', given, query, path);
  return {
    values: Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all])),
    problems,
  };
}
