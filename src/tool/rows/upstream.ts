import { matchChoice } from '../../core/choice.ts';
import { parseId, parseMac } from '../../core/ids.ts';
import { isOnlyName } from '../../mist/named-ids.ts';
import { operation, type Parameter } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';
import { readConditions } from '../result-store/rows/where.ts';

/** Parameters whose values are words of the API in small letters, compared whole. */
const WORDS = new Set(['severity', 'group', 'status', 'device_type', 'auth_type']);

/** The API writes types of alarms in small letters, those of events and models of devices in capitals. */
function wordOf(route: Route, name: string, value: string): string | undefined {
  if (WORDS.has(name) || (name === 'type' && route.includes('/alarms/'))) return value.toLowerCase();
  return name === 'model' || (name === 'type' && route.includes('/events/')) ? value.toUpperCase() : undefined;
}

/** Columns that the API filters by under another name. */
const CALLED: Readonly<Record<string, string>> = { site: 'site_id', last_ssid: 'ssid', ap_mac: 'ap' };

/**
 * Conditions of a filter that the route itself can look for, as values of its parameters. Only equality with one plain
 * value, and only where the parameter means what the column says; they are compared here once more.
 *
 * @param taken parameters that have a value already
 */
export function conditionsFor(
  route: Route,
  where: string,
  taken: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const { query } = operation(route);
  const found: Record<string, string> = {};
  for (const { column, operator, value } of readConditions(where)) {
    const name = Object.hasOwn(query, column) ? column : (CALLED[column] ?? column);
    const parameter = Object.hasOwn(query, name) ? query[name] : undefined;
    if (operator !== '=' || !parameter || (Object.hasOwn(taken, name) && taken[name] !== 'all')) continue;
    const read = valueFor(route, name, parameter, value);
    if (read !== undefined && !Object.hasOwn(found, name)) found[name] = read;
  }
  return found;
}

function valueFor(route: Route, name: string, parameter: Parameter, value: string): string | undefined {
  if (value === '' || /[*,]/.test(value)) return undefined;
  if (parameter.enum) return matchChoice(value, parameter.enum.map(String));
  if (parameter.type === 'boolean') return /^(?:true|false)$/i.test(value) ? value.toLowerCase() : undefined;
  if (name === 'site_id') return value;
  if (/(?:^|_)mac$|^ap$/.test(name)) return isOnlyName(value) ? undefined : parseMac(value);
  if (parameter.format === 'uuid') return parseId(value);
  return wordOf(route, name, value);
}
