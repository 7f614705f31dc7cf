import { InputError } from '../core/errors/input-error.ts';
import type { QueryValue } from '../mist/http/client.ts';
import type { Parameter } from '../mist/spec/operations.ts';
import { type ParameterPlace, readParameter } from '../mist/spec/read-value.ts';
import { jsonStart } from '../mist/worded.ts';
import type { Conversion } from './operation.ts';

/** A value on its way to a route. */
export interface ParameterValue extends ParameterPlace {
  /** The input that the value came from. */
  readonly input: string;
  readonly value: unknown;
  /** The form that it was brought into, where it names a device or client. */
  readonly form: Conversion | undefined;
}

const LONGEST = 60;

/** Which tools tell the MAC of what somebody knows by name: hosts have theirs from no other list. */
export const MAC_FINDERS = 'mist_search_device finds devices by name, mist_search_client clients.';

/**
 * Reads one value as the route takes it, before anything is sent: the cloud answers a device's name where it wants a MAC
 * with an empty list.
 *
 * @param label the tool or selector value, as sentences call it
 * @returns the value to send
 * @throws InputError naming the input, what it must be and what it is
 */
export function readForRoute(
  label: string,
  sent: ParameterValue,
  parameter: Parameter,
): Exclude<QueryValue, undefined> {
  const { input, value, form } = sent;
  const several: Parameter = Array.isArray(value) ? { ...parameter, list: true } : parameter;
  const read = readParameter(sent, several, value, form === 'device_id' ? form : undefined);
  if (read.problem === undefined) return read.value;
  const isDevice = /MAC address|device ID/.test(read.problem);
  const find = isDevice ? ` ${MAC_FINDERS}` : '';
  throw new InputError(
    `\`${input}\` ${read.problem}; got ${jsonStart(read.part ?? value, LONGEST)}.`,
    `Correct it and call ${label} again; nothing was sent.${find}`,
  );
}
