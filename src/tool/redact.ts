import { cleanText } from '../core/clean-text.ts';
import { isRecord } from '../core/json.ts';
import { maskOf } from '../core/mask.ts';
import { isSecretName } from '../mist/spec/secret-names.ts';
import { type Sensitivity, sensitivityOf } from './redact/sensitivity.ts';
import { maskText } from './redact/text.ts';
import { maskValue } from './redact/value.ts';

export { isMask } from '../core/mask.ts';

/** The operator's choice about secrets. */
export interface RedactOptions {
  /** Show them; the value is then returned as it is. */
  reveal?: boolean;
}

/** Deeper than any object of the API; a body nested to exhaust the stack is cut here. */
const DEEPEST = 200;

/**
 * Takes the secrets out of an answer, each replaced by a mask that says what stood there. Secrets are found by the name
 * they stand under, and inside free text (device configuration, headers, URLs, JSON in text). Empty values, booleans,
 * masks of the cloud and `{{variables}}` stay. Characters that nobody sees hide nothing from it.
 *
 * It comes before anything is cut or picked: a secret is known by what stands around it.
 *
 * @returns a copy, or the very same value when there is nothing to mask
 */
export function redact(value: unknown, options: RedactOptions = {}): unknown {
  return options.reveal ? value : walk(value, 'plain', '', 0);
}

function walk(value: unknown, place: Sensitivity, name: string, depth: number): unknown {
  if (typeof value === 'string') return maskString(value, place, name, depth);
  if (typeof value === 'number' || typeof value === 'bigint') return place === 'secret' ? maskOf(name) : value;
  if (!Array.isArray(value) && !isRecord(value)) return value;
  if (depth > DEEPEST) return maskOf('too deep');
  return Array.isArray(value) ? walkArray(value, place, name, depth) : walkObject(value, place, name, depth);
}

function walkArray(list: readonly unknown[], place: Sensitivity, name: string, depth: number): unknown {
  let copy: unknown[] | undefined;
  for (const [index, item] of list.entries()) {
    const masked = walk(item, place, name, depth + 1);
    if (masked === item) continue;
    copy ??= [...list];
    copy[index] = masked;
  }
  return copy ?? list;
}

function walkObject(
  object: Readonly<Record<string, unknown>>,
  place: Sensitivity,
  name: string,
  depth: number,
): unknown {
  const owner = ownerOf(object, name);
  const names = !isSchema(object) && (place === 'secret' || namesSecret(object));
  const whole = !isSchema(object) && (place === 'all_values' || (place === 'secret' && isMapOfSecrets(object, name)));
  let copy: Map<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const item = object[key];
    const within = whole || (names && typeof item === 'string' && VALUE_KEYS.test(key));
    const masked = walk(item, within ? 'secret' : sensitivityOf(key, owner, place), key, depth + 1);
    if (masked === item) continue;
    copy ??= new Map(Object.entries(object));
    copy.set(key, masked);
  }
  // fromEntries defines each member, so that a key such as `__proto__` stays a key.
  return copy ? Object.fromEntries(copy) : object;
}

/** Attributes that hold what another one, or the object's own name, names. */
const VALUE_KEYS = /^(?:value|val|plain_?text|secret|text|old|new|before|after|current|previous)(?:_value)?$/;

/** Whether an object is a pair of a secret's name and its value: `{"name": "psk", "value": "…"}`. */
const namesSecret = (object: Readonly<Record<string, unknown>>): boolean =>
  ['name', 'key', 'field', 'attribute'].some((key) => {
    const name = object[key];
    return typeof name === 'string' && isSecretName(name);
  });

/** The schema an object most likely has, for names that are secrets in one schema only. */
function ownerOf(object: Readonly<Record<string, unknown>>, name: string): string {
  if (name === 'auth') return 'wlan_auth';
  // Whoever has the answer to a request for a shell has the shell.
  if (typeof object.session === 'string' && typeof object.url === 'string' && /^wss?:/i.test(object.url))
    return 'shell';
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

function maskString(given: string, place: Sensitivity, name: string, depth: number): string {
  // A character that nobody sees, inside a word, would hide the secret behind it.
  const text = cleanText(given);
  const masked = maskVisible(text, place, name, depth);
  return masked === text ? given : masked;
}

function maskVisible(text: string, place: Sensitivity, name: string, depth: number): string {
  const json = looksLikeJson(text) && depth <= DEEPEST;
  if (place === 'secret' || (place === 'all_values' && !json)) return maskValue(text, name);
  return (json ? maskJson(text, place, name, depth) : undefined) ?? maskText(text, place === 'cli');
}

function looksLikeJson(text: string): boolean {
  if (!text.includes('"')) return false;
  const trimmed = text.trim();
  return /^[{[]/.test(trimmed) && /[}\]]$/.test(trimmed);
}

/** Audit logs and webhook deliveries carry whole objects as text. */
function maskJson(text: string, place: Sensitivity, name: string, depth: number): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const masked = walk(value, place, name, depth + 1);
  return masked === value ? text : cleanText(JSON.stringify(masked));
}
