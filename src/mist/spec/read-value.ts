import { matchChoice } from '../../core/choice.ts';
import { deviceIdOf, ID_SHAPE, isId, macProblem, parseId, parseMac, parseMacPiece } from '../../core/ids.ts';
import { parseSpan, parseTime, spanText, TIME_FORMS } from '../../core/time.ts';
import type { Parameter, ParameterType } from './operations.ts';
import type { Route } from './routes.ts';

export type Scalar = string | number | boolean;

/**
 * What a text means beyond its type: a whole MAC, a MAC or a piece of one, the id of a device, which its MAC gives too,
 * an id that is found by name as well, a moment, or a length of time.
 */
export type Meaning = 'mac' | 'mac_piece' | 'device_id' | 'id_or_name' | 'time' | 'duration';

/** What one value is checked against: a parameter of the operation table, or a field of a body. */
export interface ValueRule {
  readonly type?: ParameterType | 'object' | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly meaning?: Meaning | undefined;
}

/** A value as the API takes it, or what is wrong with it, as the end of a sentence. */
export type Reading<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

const wrong = (problem: string): { problem: string } => ({ problem });

export const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);

/** The API's own forms of a moment and of a length of time, which are sent as they are. */
const API_TIME = /^(?:\d+(?:\.\d+)?|now|-\d{1,7}[smhdw])$/;
const API_DURATION = /^\d{1,7}[smhdw]$/;

/**
 * Reads one value as people and models write it: `"4"` is 4, `AP` is `ap`, an id may lack its dashes, a MAC has any
 * notation.
 */
export function readScalar(rule: ValueRule, value: unknown): Reading<Scalar> {
  if (!isScalar(value)) return wrong('must be a single value');
  const text = String(value).trim();
  if (rule.enum) return readChoice(rule.enum, text);
  switch (rule.type) {
    case 'boolean':
      return /^(?:true|false)$/i.test(text) ? { value: /^true$/i.test(text) } : wrong('must be true or false');
    case 'integer':
    case 'number':
      return readNumber(rule, text);
    default:
      return readText(rule, text);
  }
}

function readChoice(choices: readonly unknown[], text: string): Reading<Scalar> {
  const match = matchChoice(text, choices.map(String));
  const choice = choices.find((one) => String(one) === match);
  return isScalar(choice) ? { value: choice } : wrong(`must be one of ${choices.join(', ')}`);
}

function readNumber({ type, minimum, maximum }: ValueRule, text: string): Reading<Scalar> {
  const number = /^-?\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number) || (type === 'integer' && !Number.isInteger(number)))
    return wrong(`must be ${type === 'integer' ? 'a whole number' : 'a number'}`);
  if (minimum !== undefined && number < minimum) return wrong(`must be at least ${minimum}`);
  if (maximum !== undefined && number > maximum) return wrong(`must be at most ${maximum}`);
  return { value: number };
}

function readText({ meaning, format, pattern }: ValueRule, text: string): Reading<Scalar> {
  if (meaning) return readMeaning(meaning, text);
  if (format === 'uuid') {
    const id = parseId(text);
    return id === undefined ? wrong(`must be an ID (${ID_SHAPE})`) : { value: id };
  }
  if (pattern !== undefined && !new RegExp(pattern).test(text)) return wrong(`must fit ${pattern}`);
  return { value: text };
}

function readMeaning(meaning: Meaning, text: string): Reading<Scalar> {
  const mac = parseMac(text);
  switch (meaning) {
    case 'mac':
      return mac === undefined ? wrong(macProblem(text)) : { value: mac };
    case 'mac_piece':
      return readMacPiece(mac, text);
    case 'device_id': {
      const id = deviceIdOf(mac ?? parseId(text) ?? text);
      return isId(id) ? { value: id } : wrong(macProblem(text));
    }
    case 'id_or_name':
      return { value: parseId(text) ?? text };
    case 'time':
      return readTime(text);
    case 'duration': {
      const seconds = API_DURATION.test(text) ? undefined : parseSpan(text.replace(/^-/, ''));
      if (seconds !== undefined) return { value: spanText(seconds) };
      return API_DURATION.test(text) ? { value: text } : wrong('must be a duration such as 1h, 1d or 2w');
    }
  }
}

/** The searches take `5c5b35*` for what people write as `5c:5b:35`. */
function readMacPiece(mac: string | undefined, text: string): Reading<Scalar> {
  const piece = mac ?? parseMacPiece(text);
  if (piece === undefined) return wrong(macProblem(text));
  return { value: mac !== undefined || piece.includes('*') ? piece : `${piece}*` };
}

function readTime(text: string): Reading<Scalar> {
  if (API_TIME.test(text)) return { value: text };
  try {
    return { value: String(parseTime(text)) };
  } catch {
    return wrong(TIME_FORMS);
  }
}

/** A parameter of a route, and where it stands. */
export interface ParameterPlace {
  readonly route: Route;
  readonly name: string;
  readonly place: 'path' | 'query';
}

/** Searches whose `mac` the spec lets be a piece with `*`; the others compare whole ones. */
export const BY_PIECE: ReadonlySet<Route> = new Set<Route>([
  'GET /api/v1/orgs/{org_id}/clients/count',
  'GET /api/v1/orgs/{org_id}/clients/search',
  'GET /api/v1/orgs/{org_id}/devices/search',
  'GET /api/v1/orgs/{org_id}/inventory/search',
  'GET /api/v1/orgs/{org_id}/nac_clients/search',
  'GET /api/v1/orgs/{org_id}/usermacs/search',
  'GET /api/v1/orgs/{org_id}/wan_clients/events/search',
  'GET /api/v1/orgs/{org_id}/wired_clients/search',
  'GET /api/v1/sites/{site_id}/clients/search',
  'GET /api/v1/sites/{site_id}/devices/search',
  'GET /api/v1/sites/{site_id}/nac_clients/search',
  'GET /api/v1/sites/{site_id}/wan_clients/events/search',
]);

/** Names of parameters that hold MACs; the neighbor of a port may be known by another name. */
const MAC_NAME = /(?:^|_)(?:mac|bssid)$|^ap$/;
const NOT_MAC = new Set(['neighbor_mac']);
/** Endpoints of these have an address of eight bytes. */
const LONG_MACS = '/iotendpoints/';

const DEVICE_IDS = new Set(['device_id', 'mxedge_id']);
const NAMED = new Set(['org_id', 'site_id']);

function meaningOf({ route, name, place }: ParameterPlace, { type, format, pattern }: Parameter): Meaning | undefined {
  if (type !== 'string' && type !== 'array') return undefined;
  if (NAMED.has(name)) return 'id_or_name';
  if (DEVICE_IDS.has(name) && (place === 'path' || format === 'uuid')) return 'device_id';
  if (place === 'path' && pattern?.includes('{12}')) return 'mac';
  if (name === 'start' || name === 'end') return 'time';
  if (name === 'duration') return 'duration';
  if (!MAC_NAME.test(name) || NOT_MAC.has(name) || route.includes(LONG_MACS)) return undefined;
  return name === 'mac' && BY_PIECE.has(route) ? 'mac_piece' : 'mac';
}

/** The values of a parameter; nothing between two commas, or beside one, is none. */
const partsOf = (value: unknown, isList: boolean): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  if (!isList || typeof value !== 'string' || !value.includes(',')) return [value];
  return value.split(',').filter((part) => part.trim() !== '');
};

/** Values that one parameter may have. */
const MAX_VALUES = 200;

/** What a reading went wrong at, beside what is wrong. */
export type ParameterReading = Reading<Scalar | readonly Scalar[]> & { readonly part?: unknown };

/**
 * Reads the value of a parameter: one, or several in a list or a text with commas where the parameter takes several.
 *
 * @param meaning given where the caller knows more than the parameter's name says
 * @returns the one value, or the list of several; with a problem the part that has it
 */
export function readParameter(
  at: ParameterPlace,
  parameter: Parameter,
  value: unknown,
  meaning: Meaning | undefined = meaningOf(at, parameter),
): ParameterReading {
  const isList = parameter.list === true || parameter.type === 'array';
  const { list: _, items, ...own } = parameter;
  // A page size that is too large is lowered by the cloud.
  const maximum = at.name === 'limit' ? undefined : own.maximum;
  const rule: ValueRule = {
    ...own,
    maximum,
    ...(parameter.type === 'array' ? { type: 'string', ...items } : {}),
    meaning,
  };
  const parts = partsOf(value, isList);
  if (parts.length > MAX_VALUES)
    return { problem: `must have at most ${MAX_VALUES} values, not ${parts.length}`, part: value };
  if (parts.length === 0 && !Array.isArray(value)) return { problem: 'must hold more than commas', part: value };
  const values: Scalar[] = [];
  for (const part of parts) {
    const read = readScalar(rule, part);
    if (read.problem !== undefined) return { problem: read.problem, part };
    values.push(read.value);
  }
  const [only] = values;
  if (values.length > 1 && !isList) return { problem: `must be a single value, not ${values.length}`, part: value };
  return { value: values.length === 1 && only !== undefined ? only : values };
}
