import type { Operation, Parameter } from '../src/mist/spec/operations.ts';
import { offsetOf } from './cursor.ts';
import { isRow, type Json } from './json.ts';
import { fieldsOf } from './schema.ts';
import { durationSeconds, moment } from './window.ts';

/** An id as the cloud writes it: the shape of a UUID, whatever its version. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MAC = /^[0-9a-f]{12}$/;
/** MAC filters may hold wildcards. */
const MAC_FILTER = /^[0-9a-f*]{1,12}$/;
/** What a client sends when it forgot to leave out a value it does not have. */
const LEFTOVER = /^(None|undefined|null|NaN|\[object Object\]|)$/;
const TIMES = new Set(['start', 'end', 'duration']);

const isMacName = (name: string): boolean => /(^|_)mac$/.test(name);

function wrongType(type: Parameter['type'], text: string): boolean {
  if (type === 'integer') return !/^-?\d+$/.test(text);
  if (type === 'number') return !/^-?\d+(\.\d+)?$/.test(text);
  return type === 'boolean' && text !== 'true' && text !== 'false';
}

function outOfRange(name: string, rule: Parameter, text: string): boolean {
  // A page size that is too large is lowered, never refused.
  if (name === 'limit' && Number(text) >= 0) return false;
  return Number(text) < (rule.minimum ?? -Infinity) || Number(text) > (rule.maximum ?? Infinity);
}

function wrongValue(name: string, rule: Parameter, text: string): string | undefined {
  if (LEFTOVER.test(text)) return `has no usable value (${JSON.stringify(text)})`;
  const { type, enum: values } = rule.type === 'array' ? { type: 'string' as const, ...rule.items } : rule;
  if (wrongType(type, text)) return `must be ${type}, not ${JSON.stringify(text)}`;
  if (values && !values.some((value) => String(value) === text)) return `must not be ${JSON.stringify(text)}`;
  if (rule.format === 'uuid' && !ID.test(text)) return `is no id: ${JSON.stringify(text)}`;
  if (rule.pattern && !new RegExp(rule.pattern).test(text)) return `does not fit ${rule.pattern}`;
  if ((type === 'integer' || type === 'number') && outOfRange(name, rule, text)) return `is out of range: ${text}`;
  return undefined;
}

/**
 * What is wrong with the path parameters.
 *
 * @returns a sentence, or undefined when all is well
 */
export function pathProblem(operation: Operation, path: Readonly<Record<string, string>>): string | undefined {
  for (const [name, text] of Object.entries(path)) {
    const rule = operation.path[name];
    const wrong = rule && wrongValue(name, rule, text);
    if (wrong) return `path parameter ${name} ${wrong}`;
    if (isMacName(name) && !MAC.test(text)) return `path parameter ${name} is no MAC address: ${JSON.stringify(text)}`;
  }
  return undefined;
}

/** What is wrong with the query: unknown, repeated, missing or impossible parameters. */
export function queryProblem(operation: Operation, search: URLSearchParams, now: number): string | undefined {
  const seen = new Set<string>();
  for (const [name, text] of search) {
    const rule = operation.query[name] ?? cursorOf(operation, name);
    if (!rule) return `unknown query parameter ${name}`;
    if (seen.has(name)) return `query parameter ${name} is given twice`;
    seen.add(name);
    const parts = rule.list || rule.type === 'array' ? text.split(',') : [text];
    for (const part of parts) {
      const wrong = wrongValue(name, rule, part) ?? (TIMES.has(name) ? wrongTime(name, part, now) : undefined);
      if (wrong) return `query parameter ${name} ${wrong}`;
      if (name === 'search_after' && offsetOf(part) === undefined)
        return `query parameter ${name} is no cursor of ours`;
      if (rule.type === 'string' && isMacName(name) && !MAC_FILTER.test(part))
        return `query parameter ${name} is no MAC: ${JSON.stringify(part)}`;
    }
  }
  const missing = Object.entries(operation.query).find(([name, rule]) => rule.required && !seen.has(name));
  return missing && `missing query parameter ${missing[0]}`;
}

/** The cursor of a list that continues by one, which the table does not name for every such route. */
const cursorOf = ({ paging }: Operation, name: string): Parameter | undefined =>
  paging === 'search_after' && name === 'search_after' ? { type: 'string' } : undefined;

function wrongTime(name: string, text: string, now: number): string | undefined {
  const fine = name === 'duration' ? durationSeconds(text) : moment(text, now);
  return fine === undefined ? `is no time: ${JSON.stringify(text)}` : undefined;
}

/** What is wrong with the JSON body: its kind, unknown attributes, and missing ones where an object is created. */
export function bodyProblem(operation: Operation, method: string, body: Json | undefined): string | undefined {
  if (operation.body === undefined) return body === undefined ? undefined : 'this operation takes no body';
  const fields = fieldsOf(operation.body);
  if (body === undefined) return method === 'PUT' ? 'the body is missing' : undefined;
  if (fields.list) return Array.isArray(body) ? undefined : 'the body must be a list';
  if (!isRow(body)) return 'the body must be an object';
  const unknown = Object.keys(body).find(
    (key) => !fields.open && !fields.properties.has(key) && !isDash(key, method, fields.properties),
  );
  if (unknown !== undefined) return `unknown attribute ${unknown}`;
  const dash = Object.keys(body).find((key) => key.startsWith('-') && body[key] !== '' && body[key] !== true);
  if (dash !== undefined) return `the value of ${dash} must be "" or true`;
  if (method !== 'POST') return undefined;
  const missing = fields.required.find(
    (key) => fields.properties.get(key)?.readOnly !== true && body[key] === undefined,
  );
  return missing && `attribute ${missing} is required`;
}

/** A leading dash asks for an attribute's removal; only an update can mean that. */
const isDash = (key: string, method: string, properties: ReadonlyMap<string, unknown>): boolean =>
  method === 'PUT' && key.startsWith('-') && properties.has(key.slice(1));
