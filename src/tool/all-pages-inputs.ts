import { isRecord } from '../core/json.ts';
import type { Route } from '../mist/spec/routes.ts';
import type { Inputs } from './inputs.ts';

/** A call that wants all pages of its list. */
export interface Walk {
  /** The caller has said that the cost is meant. */
  readonly confirmed: boolean;
}

/** Rows of a page while all are fetched: the most that the API gives. */
const WALK_LIMIT = 1000;

const isTrue = (value: unknown): boolean =>
  value === true || value === 1 || (typeof value === 'string' && value.toLowerCase() === 'true');

/**
 * Takes `all_pages` and `confirm_cost` out of the arguments of a tool that lists. All such tools take them, and none
 * advertises them: twenty times the same two inputs would be paid for in every conversation, so the instructions of the
 * server name them once.
 *
 * @returns the other arguments, with the largest page where all are wanted
 */
export function takeWalk(
  tool: { readonly inputs: Inputs; readonly routes: readonly Route[] },
  raw: unknown,
): { readonly walk: Walk | undefined; readonly rest: unknown } {
  const lists =
    'limit' in tool.inputs && tool.routes.length > 0 && tool.routes.every((route) => route.startsWith('GET '));
  if (!lists || !isRecord(raw) || !('all_pages' in raw || 'confirm_cost' in raw)) return { walk: undefined, rest: raw };
  const { all_pages: all, confirm_cost: confirm, ...rest } = raw;
  if (!isTrue(all)) return { walk: undefined, rest };
  return { walk: { confirmed: isTrue(confirm) }, rest: { ...rest, limit: WALK_LIMIT } };
}
