import { InputError } from '../core/errors/input-error.ts';
import { isId } from '../core/ids.ts';
import { timeFault } from '../mist/paging/window.ts';
import type { Parameter } from '../mist/spec/operations.ts';
import { jsonStart } from '../mist/worded.ts';
import type { Conversion } from './operation.ts';

/** A value on its way to a route. */
export interface Sent {
  /** The parameter that it fills, and the input that it came from. */
  readonly name: string;
  readonly input: string;
  readonly value: unknown;
  /** The form that it was brought into, where it names a device or client. */
  readonly form: Conversion | undefined;
  readonly place: 'path' | 'query';
}

const MAC = /^[0-9a-f]{12}$/;
/** Searches match the beginning of a MAC, or a piece of it. */
const PIECE = /^\*?[0-9a-f]{2,12}\*?$/;
const LONGEST = 60;

/** Ids of these are found by name later on. */
const NAMED = new Set(['org_id', 'site_id']);

/**
 * Checks one value against what the route takes, before anything is sent: the cloud answers a device's name where it
 * wants a MAC with an empty list.
 *
 * @param label the tool or selector value, as sentences call it
 * @throws InputError naming the input, the selector value and what the route does take
 */
export function checkValue(label: string, sent: Sent, parameter: Parameter): void {
  const fault = faultOf(sent, parameter);
  if (fault) {
    throw new InputError(
      `\`${sent.input}\` is ${JSON.stringify(String(sent.value).slice(0, LONGEST))}, which is no ${fault}.`,
      `Nothing was sent for ${label}. mist_search_device finds devices by name, mist_search_client clients.`,
    );
  }
  const form = sent.place === 'query' ? formFault(sent, parameter) : undefined;
  if (form) {
    throw new InputError(
      `\`${sent.input}\` is ${JSON.stringify(String(sent.value).slice(0, LONGEST))}, which is not ${form}.`,
      `Nothing was sent for ${label}.`,
    );
  }
  const allowed = parameter.items?.enum ?? parameter.enum;
  if (!allowed) return;
  const { value, input } = sent;
  const parts = Array.isArray(value) ? value : parameter.list ? String(value).split(',') : [value];
  const wrong = parts.find((part) => !allowed.some((one) => String(one) === String(part)));
  if (wrong === undefined) return;
  throw new InputError(
    `\`${input}\` is ${jsonStart(wrong, LONGEST)}, which ${label} does not take.`,
    `It takes: ${allowed.join(', ')}.`,
  );
}

/** What the form of a query value should have been and is not, in words. */
function formFault({ name, value, form }: Sent, { type, pattern }: Parameter): string | undefined {
  const time = type === 'string' ? timeFault(name, String(value)) : undefined;
  const fits = form !== undefined || pattern === undefined || new RegExp(pattern).test(String(value));
  return time ?? (fits ? undefined : `of the form ${pattern}`);
}

/** What a value should have been and is not, in words. */
function faultOf({ name, value, form, place }: Sent, { format, pattern }: Parameter): string | undefined {
  const text = String(value);
  if (form === 'device_id') return isId(text) ? undefined : 'device id and no MAC';
  if (form === 'mac' && place === 'query') return PIECE.test(text) ? undefined : 'MAC and no device id';
  if (place === 'query' || NAMED.has(name)) return undefined;
  if (form === 'mac' || pattern?.includes('{12}')) return MAC.test(text) ? undefined : 'whole MAC (12 hex digits)';
  return format === 'uuid' && !isId(text) ? 'id (8-4-4-4-12 hexadecimal digits)' : undefined;
}
