import * as z from 'zod';
import { bodyFields, contractOf, queryNames } from '../features/api-catalog/contract.ts';
import { denialOf } from '../features/api-catalog/denied.ts';
import { findOperation } from '../features/api-catalog/find.ts';
import { operationSearch } from '../features/api-catalog/search.ts';
import { operation } from '../mist/spec/operations.ts';
import type { Route } from '../mist/spec/routes.ts';
import type { ToolContext } from '../tool/context.ts';
import { findCuratedTool } from '../tool/curated-tool.ts';
import { defineWorkflow } from '../tool/define.ts';

/** Operations of one answer. */
const ROWS = 8;
/** Names of fields that a row lists; the contract has them all. */
const MOST = 15;

const EFFECTS = ['read', 'diagnostic', 'write', 'disruptive'] as const;

const some = (names: readonly string[]): string =>
  names.length > MOST ? `${names.slice(0, MOST).join(', ')} and ${names.length - MOST} more` : names.join(', ');

function betterFor(tools: ToolContext['tools'], route: Route): object {
  const better = findCuratedTool(tools, route);
  return better === undefined ? {} : { better };
}

function rowOf(tools: ToolContext['tools'], route: Route, policy: ToolContext['policy']): object {
  const { effect, deprecated, body_types } = operation(route);
  const denied = denialOf(route, body_types, policy.changePolicy);
  const [query, body] = [queryNames(route), bodyFields(route)];
  return {
    ...{ operation: route, effect },
    ...(query.length > 0 ? { query: some(query) } : {}),
    ...(body.length > 0 ? { body: some(body) } : {}),
    ...(deprecated ? { deprecated } : {}),
    ...(denied === undefined ? betterFor(tools, route) : { denied }),
  };
}

export default defineWorkflow({
  name: 'mist_search_api',
  title: 'Search API',
  description: 'Finds API operations by words; by route or operationId the contract.',
  input: {
    query: z.string(),
    effect: z.enum(EFFECTS).optional(),
    scope: z.enum(['org', 'site', 'msp']).optional(),
    path: z.string().optional().describe('In body'),
  },
  routes: [],
  local: true,
  async handler({ tools, policy }, { query, effect, scope, path }) {
    const exact = findOperation(query);
    if (exact) return { ...contractOf(exact.route, path, policy.changePolicy), ...betterFor(tools, exact.route) };
    const search = await operationSearch();
    const found = search(query, { effect, scope });
    const results = found.slice(0, ROWS).map((route) => rowOf(tools, route, policy));
    const note =
      found.length === 0
        ? 'No operation has these words. Use the words of the API, such as wlan, inventory, stats, or leave a filter out.'
        : 'Required names have a *. Call one with mist_call_api; `better` names a tool that knows more about it.';
    return { results, total: found.length, returned: results.length, note };
  },
});
