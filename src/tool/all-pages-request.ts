import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../mist/limits.ts';
import type { Route } from '../mist/spec/routes.ts';
import type { Inputs } from './inputs.ts';

/** A call that wants all pages of its list. */
export interface AllPagesRequest {
  /** The caller has said that the cost is meant. */
  readonly confirmed: boolean;
}

/** Without descriptions: twenty tools have them, and the instructions of the server say once what they do. */
const ALL_PAGES = { all_pages: z.boolean().optional(), confirm_cost: z.boolean().optional() };

/** The inputs of a tool, with `all_pages` and `confirm_cost` where it reads lists by routes of its own. */
export function withAllPages<I extends Inputs>(inputs: I, routes: readonly Route[]): I {
  const lists = 'limit' in inputs && routes.length > 0 && routes.every((route) => route.startsWith('GET '));
  return lists ? { ...inputs, ...ALL_PAGES } : inputs;
}

/** Whether all pages are wanted, and the inputs as the tool then sees them: with the largest page. */
export function readAllPages<V extends object>(
  values: V,
): { readonly walk: AllPagesRequest | undefined; readonly values: V } {
  const { all_pages, confirm_cost }: { all_pages?: unknown; confirm_cost?: unknown } = values;
  if (all_pages !== true) return { walk: undefined, values };
  return { walk: { confirmed: confirm_cost === true }, values: { ...values, limit: MAX_PAGE_SIZE } };
}
