import { encodeValue } from '../mist/http/query.ts';
import { operation } from '../mist/spec/operations.ts';
import type { Route } from '../mist/spec/routes.ts';
import { routeFields } from './route-fields.ts';
import { type ListingTool, rowFormatOf } from './row-format.ts';

/** What a link of a route asks for in the route's own `fields`, as it follows from the columns that are shown. */
function impliedFields(tools: readonly ListingTool[], route: Route, fields: readonly string[] | undefined): string {
  const { query } = operation(route);
  const asked = query.fields && routeFields(query.fields, fields ?? rowFormatOf(tools, route).columns);
  return asked?.join(',') ?? '';
}

const isFields = (part: string): boolean => part.startsWith('fields=');

/**
 * A `next` without the route's own `fields`, where these follow from the columns that are shown anyway: a link is paid
 * for with each page.
 *
 * @param fields columns that the caller named; the link notes them itself
 */
export function withoutImpliedFields(
  tools: readonly ListingTool[],
  route: Route,
  next: string,
  fields: readonly string[] | undefined,
): string {
  // A signature is one of the whole link.
  if (/[#&]sig=/.test(next)) return next;
  const [, path = '', search = '', notes = ''] = /^([^?#]*)\?([^#]*)(.*)$/s.exec(next) ?? [];
  const parts = search.split('&');
  const own = parts.find(isFields)?.slice('fields='.length);
  const implied = impliedFields(tools, route, fields);
  if (implied === '' || (own !== implied && own !== encodeValue(implied))) return next;
  const rest = parts.filter((part) => !isFields(part)).join('&');
  return `${path}${rest === '' ? '' : '?'}${rest}${notes}`;
}

/** The link that `withoutImpliedFields` made shorter; one that names fields of its own stays as it is. */
export function withImpliedFields(
  tools: readonly ListingTool[],
  route: Route,
  next: string,
  fields: readonly string[] | undefined,
): string {
  const [, address = '', notes = ''] = /^([^#]*)(.*)$/s.exec(next) ?? [];
  const implied = impliedFields(tools, route, fields);
  const [, search = ''] = address.split('?');
  if (implied === '' || search.split('&').some(isFields)) return next;
  return `${address}${search === '' ? '?' : '&'}fields=${encodeValue(implied)}${notes}`;
}
