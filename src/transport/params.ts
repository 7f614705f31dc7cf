import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/server';
import { isRecord, type JsonObject, parseJson } from '../core/json.ts';
import { isDeeper, MAX_DEPTH } from '../core/json-depth.ts';
import { invalidParams } from './frame-error.ts';

/** What methods need besides: a member's name and the type that it has. */
type Needs = Readonly<Record<string, 'string' | 'object'>>;

const NEEDS: Readonly<Record<string, Needs>> = {
  initialize: { protocolVersion: 'string', clientInfo: 'object' },
  'tools/call': { name: 'string' },
  'prompts/get': { name: 'string' },
  'resources/read': { uri: 'string' },
  'resources/subscribe': { uri: 'string' },
  'resources/unsubscribe': { uri: 'string' },
  'completion/complete': { ref: 'object', argument: 'object' },
  'logging/setLevel': { level: 'string' },
};

/** What applications send for "nothing". An empty list is how PHP writes an empty object. */
const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * Reads the parameters of a message: what plainly means "absent" is taken away, and a request has what its method needs.
 *
 * @returns undefined where there are none
 * @throws FrameError in one sentence
 */
export function readParams(method: string, params: unknown, isRequest: boolean): JsonObject | undefined {
  const given = isAbsent(params) ? undefined : params;
  if (given !== undefined && !isRecord(given)) throw invalidParams('`params` must be an object.');
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given ?? {})) {
    const kept = value === null ? undefined : readMember(method, name, value);
    if (kept !== undefined) read[name] = kept;
  }
  if (isRequest) checkNeeds(method, read);
  return given === undefined && Object.keys(read).length === 0 ? undefined : read;
}

function checkNeeds(method: string, params: Record<string, unknown>): void {
  for (const [name, type] of Object.entries(NEEDS[method] ?? {})) {
    const value = params[name];
    if (type === 'string' ? typeof value === 'string' : isRecord(value)) continue;
    throw invalidParams(`\`${name}\` must be ${type === 'string' ? 'a string' : 'an object'} in ${method}.`);
  }
  if (method === 'completion/complete') checkCompletion(params);
  if (method !== 'initialize') return;
  params.capabilities ??= {};
  const { clientInfo, capabilities } = params;
  if (!isRecord(capabilities)) throw invalidParams('`capabilities` must be an object.');
  const isNamed = isRecord(clientInfo) && typeof clientInfo.name === 'string' && typeof clientInfo.version === 'string';
  if (!isNamed) throw invalidParams('`clientInfo` must hold `name` and `version`, both strings.');
}

function checkCompletion({ ref, argument }: Record<string, unknown>): void {
  const isPrompt = isRecord(ref) && ref.type === 'ref/prompt' && typeof ref.name === 'string';
  const isResource = isRecord(ref) && ref.type === 'ref/resource' && typeof ref.uri === 'string';
  if (!isPrompt && !isResource) {
    throw invalidParams('`ref` must be a "ref/prompt" with its `name` or a "ref/resource" with its `uri`.');
  }
  const isArgument = isRecord(argument) && typeof argument.name === 'string' && typeof argument.value === 'string';
  if (!isArgument) throw invalidParams('`argument` must hold `name` and `value`, both strings.');
}

/** A member of the parameters, or undefined where it counts as absent. */
function readMember(method: string, name: string, value: unknown): unknown {
  switch (`${method} ${name}`) {
    case 'tools/call arguments':
      return readArguments(value);
    case 'prompts/get arguments':
      return readTexts(readArguments(value));
    case 'initialize capabilities':
      return isAbsent(value) ? undefined : readCapabilities(value);
    case 'initialize clientInfo':
    case 'completion/complete context':
      return isAbsent(value) ? undefined : withoutNulls(value);
    case 'completion/complete argument':
      return isRecord(value) ? { ...value, value: value.value ?? '' } : value;
    default:
  }
  if (name === '_meta') return readMeta(value);
  if (name !== 'cursor' || !method.endsWith('/list')) return value;
  if (isAbsent(value)) return undefined;
  if (typeof value !== 'string') throw invalidParams('`cursor` must be a string.');
  return value;
}

/** A token of progress that is no string and no integer is left out: progress is an offer, not a duty. */
function readMeta(value: unknown): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  if (!isRecord(value)) throw invalidParams('`_meta` must be an object.');
  const { progressToken, ...others } = value;
  const isToken = typeof progressToken === 'string' || Number.isSafeInteger(progressToken);
  const read: Record<string, unknown> = isToken ? { progressToken } : {};
  for (const [name, member] of Object.entries(others)) {
    if (member !== null) read[name] = readMetaMember(name, member);
  }
  return read;
}

/** A member of `_meta`; those that say who asks, in the stateless revision, have a type. */
function readMetaMember(name: string, value: unknown): unknown {
  const isObject = name === CLIENT_INFO_META_KEY || name === CLIENT_CAPABILITIES_META_KEY;
  if (!isObject && name !== PROTOCOL_VERSION_META_KEY) return value;
  const read = name === CLIENT_CAPABILITIES_META_KEY ? readCapabilities(value) : withoutNulls(value);
  if (isObject ? isRecord(read) : typeof read === 'string') return read;
  throw invalidParams(`\`_meta.${name}\` must be ${isObject ? 'an object' : 'a string'}.`);
}

/** What a client can do: objects within objects, of which an empty one may be written as an empty list. */
function readCapabilities(value: unknown): unknown {
  if (Array.isArray(value) && value.length === 0) return {};
  if (!isRecord(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, readCapabilities(member)]));
}

/** An object without the members that are null, at every level. */
function withoutNulls(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

/** Some models write their arguments as a JSON text, and some applications make a text of that once more. */
function readArguments(value: unknown): JsonObject | undefined {
  let read = value;
  for (let times = 0; times < 2 && typeof read === 'string'; times += 1) read = parseJson(read);
  if (isAbsent(read)) return undefined;
  if (!isRecord(read) || isDeeper(read, MAX_DEPTH)) throw invalidParams('`arguments` must be an object.');
  return read;
}

/** Arguments of a prompt are texts. */
function readTexts(given: JsonObject | undefined): JsonObject | undefined {
  if (!given) return undefined;
  const texts = Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    if (typeof value === 'object') throw invalidParams(`\`arguments.${name.slice(0, 60)}\` must be a string.`);
    return [[name, String(value)]];
  });
  return Object.fromEntries(texts);
}
