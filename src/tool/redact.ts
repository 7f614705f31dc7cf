import { cleanText } from '../core/clean-text.ts';
import { isRecord } from '../core/json.ts';
import { isWholeMask, maskOf } from '../core/mask.ts';
import { isSecretName } from '../mist/spec/secret-names.ts';
import { isCliName, maskText } from './secret-text.ts';

export { isMask } from '../core/mask.ts';

/** The operator's choice about secrets. */
export interface RedactOptions {
  /** Show them; the value is then returned as it is. */
  reveal?: boolean;
}

/** What the place of a value says about it. */
type Place = 'plain' | 'secret' | 'cli' | 'all_values' | 'vars';

/** Deeper than any object of the API; a body nested to exhaust the stack is cut here. */
const DEEPEST = 200;

/** Site and device variables are named freely, so more words count than in the API's own names. */
const SECRET_VARIABLE = /psk|pass|pwd|secret|token|key|community|credential|(^|_)pin$/i;

/** The whole value is a reference to a variable, not the secret itself. */
const REFERENCE = /^\s*\{\{[^{}]*\}\}\s*$/;

/**
 * Takes the secrets out of an answer, each replaced by a mask that says what stood there. Secrets are found by the name
 * they stand under, and inside free text (device configuration, headers, URLs, JSON in text). Empty values, booleans,
 * masks of the cloud and `{{variables}}` stay.
 *
 * @returns a copy, or the very same value when there is nothing to mask
 */
export function redact(value: unknown, options: RedactOptions = {}): unknown {
  return options.reveal ? value : walk(value, 'plain', '', 0);
}

function walk(value: unknown, place: Place, name: string, depth: number): unknown {
  if (typeof value === 'string') return maskString(value, place, name, depth);
  if (typeof value === 'number' || typeof value === 'bigint') return place === 'secret' ? maskOf(name) : value;
  if (!Array.isArray(value) && !isRecord(value)) return value;
  if (depth > DEEPEST) return maskOf('too deep');
  return Array.isArray(value) ? walkArray(value, place, name, depth) : walkObject(value, place, name, depth);
}

function walkArray(list: readonly unknown[], place: Place, name: string, depth: number): unknown {
  let copy: unknown[] | undefined;
  for (const [index, item] of list.entries()) {
    const masked = walk(item, place, name, depth + 1);
    if (masked === item) continue;
    copy ??= [...list];
    copy[index] = masked;
  }
  return copy ?? list;
}

function walkObject(object: Readonly<Record<string, unknown>>, place: Place, name: string, depth: number): unknown {
  const owner = ownerOf(object, name);
  const whole = !isSchema(object) && (place === 'all_values' || (place === 'secret' && isMapOfSecrets(object, name)));
  let copy: Map<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const item = object[key];
    const masked = walk(item, whole ? 'secret' : placeOf(key, owner, place), key, depth + 1);
    if (masked === item) continue;
    copy ??= new Map(Object.entries(object));
    copy.set(key, masked);
  }
  // fromEntries defines each member, so that a key such as `__proto__` stays a key.
  return copy ? Object.fromEntries(copy) : object;
}

/** The schema an object most likely has, for names that are secrets in one schema only. */
function ownerOf(object: Readonly<Record<string, unknown>>, name: string): string {
  if (name === 'auth') return 'wlan_auth';
  if (typeof object.key !== 'string') return name;
  if ('privileges' in object || 'src_ips' in object || 'last_used' in object) return 'apitoken';
  return 'cert' in object ? 'cert' : name;
}

const SCHEMA_TYPE = /^(?:string|object|array|integer|number|boolean)$/;

/** The schema tool answers with JSON Schemas, in which `auth_keys` and `headers` are described, not given. */
const isSchema = (object: Readonly<Record<string, unknown>>): boolean =>
  '$ref' in object ||
  'additionalProperties' in object ||
  (typeof object.type === 'string' && SCHEMA_TYPE.test(object.type));

/** `auth_keys` maps key numbers to keys; `dynamic_psk` is an object of settings, which are looked at one by one. */
const isMapOfSecrets = (object: object, name: string): boolean =>
  /(^|_)auth_keys$/.test(name) || Object.keys(object).every((key) => /^\d+$/.test(key));

const decided = new Map<string, Map<string, Place>>();
/** Names come from the cloud: a map with ids as keys must not fill the memory. */
const MOST_DECIDED = 5000;

function placeOf(key: string, owner: string, around: Place): Place {
  if (around === 'vars') return SECRET_VARIABLE.test(key) ? 'secret' : 'plain';
  // Only these names depend on where they stand.
  const matters = key === 'key' || key === 'keys' ? owner : '';
  let names = decided.get(matters);
  if (!names || names.size >= MOST_DECIDED) {
    if (decided.size >= MOST_DECIDED) decided.clear();
    names = new Map();
    decided.set(matters, names);
  }
  let place = names.get(key);
  if (place === undefined) {
    place = decide(key, owner);
    names.set(key, place);
  }
  // Lines of configuration may be grouped under further names.
  return place === 'plain' && around === 'cli' ? 'cli' : place;
}

function decide(key: string, owner: string): Place {
  if (isSecretName(key, owner)) return 'secret';
  if (key === 'vars') return 'vars';
  if (key === 'headers' || key === 'req_headers') return 'all_values';
  return isCliName(key) ? 'cli' : 'plain';
}

function maskString(text: string, place: Place, name: string, depth: number): string {
  const json = looksLikeJson(text) && depth <= DEEPEST;
  if (place === 'secret' || (place === 'all_values' && !json)) {
    return text === '' || isWholeMask(text) || REFERENCE.test(text) ? text : maskOf(name);
  }
  return (json ? maskJson(text, place, name, depth) : undefined) ?? maskText(text, place === 'cli');
}

function looksLikeJson(text: string): boolean {
  if (!text.includes('"')) return false;
  const trimmed = text.trim();
  return /^[{[]/.test(trimmed) && /[}\]]$/.test(trimmed);
}

/** Audit logs and webhook deliveries carry whole objects as text. */
function maskJson(text: string, place: Place, name: string, depth: number): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const masked = walk(value, place, name, depth + 1);
  return masked === value ? text : cleanText(JSON.stringify(masked));
}
